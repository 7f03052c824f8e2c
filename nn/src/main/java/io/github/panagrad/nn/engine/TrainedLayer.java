package io.github.panagrad.nn.engine;

/** A layer bound to its parameters and to the memory of a batch. Parts of it are used by several threads at once. */
public interface TrainedLayer {
    /** Cuts a part; called once for each batch size, so that a step makes no views. */
    LayerPart part(PartViews views);

    /**
     * Returns what a parameter's gradient is computed from; called once for each batch size.
     *
     * @param parameter its number within the layer
     */
    GradientSource gradient(int parameter, GradientViews views);

    /**
     * Changes parameters that no optimiser changes, after a step.
     *
     * @param rows the rows of the step's batch
     */
    default void keepStatistics(int rows) {}
}

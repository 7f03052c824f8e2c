package io.github.panagrad.nn.engine;

/** A layer bound to its parameters and to the memory of a batch. Parts of it are used by several threads at once. */
public interface TrainedLayer {
    /** Cuts a part, once for each size of batch, so that a step makes no views. */
    LayerPart part(PartViews views);

    /**
     * Says what a parameter's gradient is made from, once for each size of batch.
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

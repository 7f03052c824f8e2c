package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/** A {@link RowLayer} in training. */
public interface TrainedRowLayer extends TrainedLayer {
    /**
     * Returns what computes the gradient with respect to some columns of the inputs.
     *
     * @param rows where delta's rows are among all that the layer writes
     * @param delta some rows of the result of {@link LayerPart#backward}, rows x outputs; read
     * @param from the first column
     * @param to the column after the last
     * @param isAdded whether the gradient is added to the target rather than written
     * @param target rows x (to - from); written or accumulated
     */
    Runnable inputGradient(StepPlan.Shard rows, Tensor delta, int from, int to, boolean isAdded, Tensor target);

    /**
     * Returns what puts together what the parts of a batch found out, between the halves of their passes; called once for each batch
     * size.
     *
     * @param gather tells the parts of other workers
     * @throws UnsupportedOperationException if the layer does not need its columns for all rows, or cannot have parts
     */
    default PartMerge merge(StepPlan plan, PartGather gather) {
        throw new UnsupportedOperationException("a layer whose batch cannot have parts");
    }
}

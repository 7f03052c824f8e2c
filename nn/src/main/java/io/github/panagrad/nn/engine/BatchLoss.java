package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.ops.Kernels;

/** What the engine knows about a loss. Thread-safe. */
public interface BatchLoss {
    /** Returns whether it takes class labels directly, rather than one value per output. */
    boolean takesLabels();

    /** Returns what a sum over rows and outputs is divided by, to give the loss of a batch. */
    double divisor(int rows, int outputs);

    /**
     * Adds a block's loss and writes its gradient.
     *
     * @param logits m x outputs; read
     * @param targets the block's targets, as {@link TargetBlock} gathered them; read
     * @param divisor {@link #divisor} of the whole batch
     * @param delta m x outputs; written with the gradient of the batch's loss
     * @param sum accumulated
     */
    void apply(Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum);

    /**
     * The same with less label smoothing.
     *
     * @param smoothing the factor of the loss's label smoothing, at most 1; without an effect on others
     */
    default void apply(
            Kernels kernels,
            Tensor logits,
            TargetBlock targets,
            double divisor,
            double smoothing,
            Tensor delta,
            LossSum sum) {
        apply(kernels, logits, targets, divisor, delta, sum);
    }

    /** Turns logits into predictions, in place: probabilities, or the values themselves. */
    void predict(Kernels kernels, Tensor logits);
}

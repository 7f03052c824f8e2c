package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Losses with their gradients, for one element type; documented where users see them, in {@code Losses}, which also checks
 * the shapes. Threads may share an instance.
 */
public interface LossKernels {
    /** Binary cross-entropy on logits. */
    void sigmoidCrossEntropy(
            Tensor logits,
            Tensor targets,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum);

    /** Softmax cross-entropy on logits; labels are 32-bit. */
    void softmaxCrossEntropy(
            Tensor logits,
            MemorySegment labels,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum);

    /** Squared error. */
    void squaredError(
            Tensor outputs, Tensor targets, double @Nullable [] weights, double scale, Tensor delta, LossSum sum);

    /** Any loss of one output at a time. */
    void pointwise(
            OutputLoss loss,
            Tensor outputs,
            Tensor targets,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum);

    /** {@code z = exp(z)}. */
    void exponential(Tensor z);

    /** Each row: {@code z = exp(z) / sum(exp(z))}. */
    void softmax(Tensor z);

    /** {@code x = 0} where it is too small to show in a gradient. */
    void flush(Tensor x);
}

package io.github.panagrad.tensor.ops;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossKernels;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.kernel.OutputLoss;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The losses of a backend on tensors of one element type, each with its gradient in one pass: shapes are checked here and
 * then trusted.
 *
 * <p>Each row's loss and gradient is multiplied by its weight; without weights all are 1. A row of weight 0 is left out, even
 * if its loss is not a number. Whether a row is right is counted without weights.
 *
 * <p>Threads may share an instance; what they write must not overlap. Nothing here allocates. Every method throws {@link
 * IllegalArgumentException} for shapes that do not fit, before anything is written, and {@link IllegalStateException} if the
 * memory was closed.
 */
public final class Losses {
    private final DType dtype;
    private final LossKernels kernels;

    Losses(DType dtype, LossKernels kernels) {
        this.dtype = dtype;
        this.kernels = kernels;
    }

    /** Binary cross-entropy without label smoothing and weights. */
    public void sigmoidCrossEntropy(Tensor logits, Tensor targets, double scale, Tensor delta, LossSum sum) {
        sigmoidCrossEntropy(logits, targets, 0, null, scale, delta, sum);
    }

    /**
     * Binary cross-entropy on logits, {@code -t ln(s) - (1 - t) ln(1 - s)} with {@code s = sigmoid(z)} and {@code t = y (1 -
     * smoothing) + smoothing / 2}, written so that no logit overflows: {@code max(z, 0) - t z + ln(1 + exp(-|z|))}. A row is
     * right if every output is on its target's side of one half.
     *
     * @param logits m x n, contiguous; read
     * @param targets m x n, contiguous, in [0, 1]; read
     * @param smoothing in [0, 1)
     * @param weights at least m, or null for none; read
     * @param delta m x n, contiguous; written with {@code (s - t) * scale}
     * @param sum accumulated
     */
    public void sigmoidCrossEntropy(
            Tensor logits,
            Tensor targets,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        require(logits, targets, weights, delta);
        requireSmoothing(smoothing);
        kernels.sigmoidCrossEntropy(logits, targets, smoothing, weights, scale, delta, sum);
    }

    /** Softmax cross-entropy without label smoothing and weights. */
    public void softmaxCrossEntropy(Tensor logits, MemorySegment labels, double scale, Tensor delta, LossSum sum) {
        softmaxCrossEntropy(logits, labels, 0, null, scale, delta, sum);
    }

    /**
     * Softmax cross-entropy on logits, {@code ln(sum(exp(z))) - sum(t z)} with {@code t = onehot(label) (1 - smoothing) +
     * smoothing / n}, without overflow. A row is right if its largest logit is its label's; the lowest class wins a tie.
     *
     * @param logits m x n, contiguous; read
     * @param labels m 32-bit class numbers in [0, n); read
     * @param smoothing in [0, 1)
     * @param weights at least m, or null for none; read
     * @param delta m x n, contiguous; written with {@code (softmax(z) - t) * scale}
     * @param sum accumulated
     * @throws IndexOutOfBoundsException if a label is not a class number; rows before it were written by then
     */
    public void softmaxCrossEntropy(
            Tensor logits,
            MemorySegment labels,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        require(logits, logits, weights, delta);
        requireSmoothing(smoothing);
        if (labels.byteSize() < (long) logits.rows() * Integer.BYTES) {
            throw new IllegalArgumentException("fewer labels than the " + logits.rows() + " rows");
        }
        kernels.softmaxCrossEntropy(logits, labels, smoothing, weights, scale, delta, sum);
    }

    /** Squared error without weights. */
    public void squaredError(Tensor outputs, Tensor targets, double scale, Tensor delta, LossSum sum) {
        squaredError(outputs, targets, null, scale, delta, sum);
    }

    /**
     * Squared error, {@code (y - t)²}.
     *
     * @param outputs m x n, contiguous; read
     * @param targets m x n, contiguous; read
     * @param weights at least m, or null for none; read
     * @param delta m x n, contiguous; written with {@code (y - t) * scale}
     * @param sum accumulated
     */
    public void squaredError(
            Tensor outputs, Tensor targets, double @Nullable [] weights, double scale, Tensor delta, LossSum sum) {
        require(outputs, targets, weights, delta);
        kernels.squaredError(outputs, targets, weights, scale, delta, sum);
    }

    /**
     * A loss of one output at a time, in float64 whatever the element type. If it is a classification, a row is right if
     * every output is positive where its target is above one half, and else is not.
     *
     * @param outputs m x n, contiguous; read
     * @param targets m x n, contiguous; read
     * @param weights at least m, or null for none; read
     * @param delta m x n, contiguous; written with {@code loss.slope(z, y) * scale}
     * @param sum accumulated
     */
    public void pointwise(
            OutputLoss loss,
            Tensor outputs,
            Tensor targets,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        require(outputs, targets, weights, delta);
        kernels.pointwise(loss, outputs, targets, weights, scale, delta, sum);
    }

    /**
     * {@code z = exp(z)}, in place; it overflows to infinity where the exponential does.
     *
     * @param z contiguous; read and written
     */
    public void exponential(Tensor z) {
        require(z, z, null, z);
        kernels.exponential(z);
    }

    private void require(Tensor outputs, Tensor targets, double @Nullable [] weights, Tensor delta) {
        requireLike(outputs, targets);
        requireLike(outputs, delta);
        if (weights != null && weights.length < outputs.rows()) {
            throw new IllegalArgumentException(
                    "fewer weights than the " + outputs.rows() + " rows: found " + weights.length);
        }
    }

    private void requireLike(Tensor x, Tensor y) {
        if (x.rows() != y.rows() || x.columns() != y.columns()) {
            throw new IllegalArgumentException("must be same shape: " + x.shape() + " vs " + y.shape());
        }
        requireUsable(x);
        requireUsable(y);
    }

    private void requireUsable(Tensor x) {
        if (x.dtype() != dtype) {
            throw new IllegalArgumentException("these losses are for " + dtype.label() + ", found " + x);
        }
        if (!x.isContiguous()) {
            throw new IllegalArgumentException("must be contiguous: " + x.shape() + " with stride " + x.stride());
        }
    }

    private static void requireSmoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be in [0, 1), found " + smoothing);
        }
    }
}

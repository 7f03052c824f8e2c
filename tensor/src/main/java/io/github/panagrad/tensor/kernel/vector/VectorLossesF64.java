package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.LossSum;
import io.github.panagrad.tensor.PointwiseLoss;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossKernels;
import io.github.panagrad.tensor.kernel.plain.PlainLosses;
import io.github.panagrad.tensor.kernel.plain.Smoothing;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The double loss kernels of this package behind their interface. What they do not do, weights of rows other than softmax's
 * and losses of one output at a time, goes through plain loops: outputs are few.
 */
public final class VectorLossesF64 implements LossKernels {
    private final PlainLosses plain = new PlainLosses(DType.F64);
    private final Smoothing smooth = new Smoothing(DType.F64);

    @Override
    public void sigmoidCrossEntropy(
            Tensor logits,
            Tensor targets,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        if (weights != null) {
            plain.sigmoidCrossEntropy(logits, targets, smoothing, weights, scale, delta, sum);
            return;
        }
        LossesF64.sigmoidCrossEntropy(logits, targets, scale, delta, sum);
        if (smoothing != 0) {
            smooth.sigmoid(logits, targets, smoothing, scale, delta, sum);
        }
    }

    @Override
    public void softmaxCrossEntropy(
            Tensor logits,
            MemorySegment labels,
            double smoothing,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        if (weights == null) {
            SoftmaxF64.crossEntropy(logits, labels, scale, delta, sum);
        } else {
            SoftmaxF64.crossEntropy(logits, labels, weights, scale, delta, sum);
        }
        if (smoothing != 0) {
            smooth.softmax(logits, labels, smoothing, weights, scale, delta, sum);
        }
    }

    @Override
    public void squaredError(
            Tensor outputs, Tensor targets, double @Nullable [] weights, double scale, Tensor delta, LossSum sum) {
        if (weights == null) {
            LossesF64.squaredError(outputs, targets, scale, delta, sum);
        } else {
            plain.squaredError(outputs, targets, weights, scale, delta, sum);
        }
    }

    @Override
    public void pointwise(
            PointwiseLoss loss,
            Tensor outputs,
            Tensor targets,
            double @Nullable [] weights,
            double scale,
            Tensor delta,
            LossSum sum) {
        plain.pointwise(loss, outputs, targets, weights, scale, delta, sum);
    }

    @Override
    public void exponential(Tensor z) {
        plain.exponential(z);
    }
}

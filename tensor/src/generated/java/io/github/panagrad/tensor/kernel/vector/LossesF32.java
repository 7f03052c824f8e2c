// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Losses.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossKernels;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.kernel.OutputLoss;
import io.github.panagrad.tensor.kernel.plain.PlainLosses;
import io.github.panagrad.tensor.kernel.plain.Smoothing;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.jspecify.annotations.Nullable;

/** Element-wise losses on contiguous logits or outputs, each with its gradient. */
final class LossesF32 implements LossKernels {
    /** Elements summed in the element type before the sum continues in double. */
    private static final int BLOCK = 1024;

    private final PlainLosses plain = new PlainLosses(DType.F32);
    private final Smoothing smooth = new Smoothing(DType.F32);

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
        sigmoidCrossEntropy(logits, targets, scale, delta, sum);
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
            SoftmaxF32.crossEntropy(logits, labels, scale, delta, sum);
        } else {
            SoftmaxF32.crossEntropy(logits, labels, weights, scale, delta, sum);
        }
        if (smoothing != 0) {
            smooth.softmax(logits, labels, smoothing, weights, scale, delta, sum);
        }
    }

    @Override
    public void squaredError(
            Tensor outputs, Tensor targets, double @Nullable [] weights, double scale, Tensor delta, LossSum sum) {
        if (weights == null) {
            squaredError(outputs, targets, scale, delta, sum);
        } else {
            plain.squaredError(outputs, targets, weights, scale, delta, sum);
        }
    }

    @Override
    public void pointwise(
            OutputLoss loss,
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

    @Override
    public void softmax(Tensor z) {
        SoftmaxF32.softmax(z);
    }

    @Override
    public void flush(Tensor x) {
        TinyF32.flush(x);
    }

    /** {@code loss += max(z, 0) - y z + ln(1 + e^-|z|)}, {@code delta = (sigmoid(z) - y) * scale}. */
    private static void sigmoidCrossEntropy(Tensor logits, Tensor targets, double scale, Tensor delta, LossSum sum) {
        MemorySegment z = logits.segment();
        MemorySegment y = targets.segment();
        MemorySegment d = delta.segment();
        int n = logits.size();
        int columns = logits.columns();
        for (int from = 0; from < n; from += BLOCK) {
            int size = Math.min(BLOCK, n - from);
            long at = (long) from << SHIFT;
            MemorySegment.copy(z, at, d, at, (long) size << SHIFT);
            VectorMathF32.decay(d, at, size);
            sum.loss += VectorMathF32.sumOfLogarithms(d, at, size);
            if (columns == 1) {
                sum.correct += size - linear(z, y, at, size, (float) scale, d, sum);
            } else {
                linear(z, y, at, size, (float) scale, d, sum);
            }
        }
        if (columns > 1) {
            sum.correct += rightRows(z, y, logits.rows(), columns);
        }
    }

    /**
     * The rest of a block whose deltas hold {@code sign(z) e^-|z|}: {@code loss += max(z, 0) - y z}, and the gradient,
     * with the sigmoid as {@code 1 / (1 + e)} for positive z and {@code e / (1 + e)} for others. Returns how many
     * elements are on the wrong side of one half.
     */
    private static int linear(
            MemorySegment logits,
            MemorySegment targets,
            long from,
            int n,
            float scale,
            MemorySegment delta,
            LossSum sum) {
        OffHeap.require(logits, targets, delta);
        FloatVector losses = zero(SPECIES);
        int wrong = 0;
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector z = fromMemorySegment(SPECIES, logits, at, ORDER);
            FloatVector y = fromMemorySegment(SPECIES, targets, at, ORDER);
            FloatVector e = fromMemorySegment(SPECIES, delta, at, ORDER).abs();
            VectorMask<Float> positive = z.compare(VectorOperators.GT, 0f);
            e.blend(1f, positive).div(e.add(1f)).sub(y).mul(scale).intoMemorySegment(delta, at, ORDER);
            losses = losses.add(z.max(0f).sub(y.mul(z)));
            wrong += positive.xor(y.compare(VectorOperators.GT, 0.5f)).trueCount();
        }
        if (bound < n) {
            long at = from + ((long) bound << SHIFT);
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector z = fromMemorySegment(SPECIES, logits, at, ORDER, rest);
            FloatVector y = fromMemorySegment(SPECIES, targets, at, ORDER, rest);
            FloatVector e = fromMemorySegment(SPECIES, delta, at, ORDER, rest).abs();
            VectorMask<Float> positive = z.compare(VectorOperators.GT, 0f);
            e.blend(1f, positive).div(e.add(1f)).sub(y).mul(scale).intoMemorySegment(delta, at, ORDER, rest);
            losses = losses.add(z.max(0f).sub(y.mul(z)));
            wrong += positive.xor(y.compare(VectorOperators.GT, 0.5f)).trueCount();
        }
        for (VectorShuffle<Float> fold : LanesF32.FOLDS) {
            losses = losses.add(losses.rearrange(fold));
        }
        sum.loss += losses.lane(0);
        return wrong;
    }

    /** Returns the rows whose outputs are all on the right side of one half. */
    private static int rightRows(MemorySegment logits, MemorySegment targets, int rows, int columns) {
        OffHeap.require(logits, targets);
        int right = 0;
        for (int r = 0; r < rows; r++) {
            long row = ((long) r * columns) << SHIFT;
            int wrong = 0;
            for (int c = 0; c < columns; c += LANES) {
                long at = row + ((long) c << SHIFT);
                VectorMask<Float> rest = SPECIES.indexInRange(c, columns);
                FloatVector z = fromMemorySegment(SPECIES, logits, at, ORDER, rest);
                FloatVector y = fromMemorySegment(SPECIES, targets, at, ORDER, rest);
                VectorMask<Float> positive = z.compare(VectorOperators.GT, 0f);
                wrong += positive.xor(y.compare(VectorOperators.GT, 0.5f)).trueCount();
            }
            right += wrong == 0 ? 1 : 0;
        }
        return right;
    }

    /** {@code loss += sum((y - t)²)}, {@code delta = (y - t) * scale}. */
    private static void squaredError(Tensor outputs, Tensor targets, double scale, Tensor delta, LossSum sum) {
        MemorySegment y = outputs.segment();
        MemorySegment t = targets.segment();
        MemorySegment d = delta.segment();
        OffHeap.require(y, t, d);
        float factor = (float) scale;
        int n = outputs.size();
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            int bound = from + SPECIES.loopBound(to - from);
            FloatVector squares = zero(SPECIES);
            for (int i = from; i < bound; i += LANES) {
                long at = (long) i << SHIFT;
                FloatVector goal = fromMemorySegment(SPECIES, t, at, ORDER);
                FloatVector difference =
                        fromMemorySegment(SPECIES, y, at, ORDER).sub(goal);
                difference.mul(factor).intoMemorySegment(d, at, ORDER);
                squares = difference.fma(difference, squares);
            }
            if (bound < to) {
                long at = (long) bound << SHIFT;
                VectorMask<Float> rest = SPECIES.indexInRange(bound, to);
                FloatVector goal = fromMemorySegment(SPECIES, t, at, ORDER, rest);
                FloatVector difference =
                        fromMemorySegment(SPECIES, y, at, ORDER, rest).sub(goal);
                difference.mul(factor).intoMemorySegment(d, at, ORDER, rest);
                squares = difference.fma(difference, squares);
            }
            for (VectorShuffle<Float> fold : LanesF32.FOLDS) {
                squares = squares.add(squares.rearrange(fold));
            }
            sum.loss += squares.lane(0);
        }
    }
}

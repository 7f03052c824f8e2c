package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.all;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.store;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.zero;

import io.github.panagrad.tensor.LossSum;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Losses on contiguous logits or outputs, each with its gradient in the same pass. */
final class LossesF32 {
    /** Elements summed in the element type before the sum goes on in double. */
    private static final int BLOCK = 1024;

    private LossesF32() {}

    /** {@code loss += max(z, 0) - y z + ln(1 + e^-|z|)}, {@code delta = (sigmoid(z) - y) * scale}. */
    static void sigmoidCrossEntropy(Tensor logits, Tensor targets, double scale, Tensor delta, LossSum sum) {
        int columns = logits.columns();
        if (columns == 1) {
            int n = logits.rows();
            for (int from = 0; from < n; from += BLOCK) {
                int to = Math.min(n, from + BLOCK);
                sum.correct += to - from - sigmoidCrossEntropy(logits, targets, from, to, scale, delta, sum);
            }
        } else {
            for (int r = 0; r < logits.rows(); r++) {
                int from = r * columns;
                int wrong = sigmoidCrossEntropy(logits, targets, from, from + columns, scale, delta, sum);
                sum.correct += wrong == 0 ? 1 : 0;
            }
        }
    }

    /** The same over elements {@code from} to {@code to}; returns how many are on the wrong side of one half. */
    private static int sigmoidCrossEntropy(
            Tensor logits, Tensor targets, int from, int to, double scale, Tensor delta, LossSum sum) {
        MemorySegment in = logits.segment();
        MemorySegment goal = targets.segment();
        MemorySegment out = delta.segment();
        FloatVector factor = all(scale);
        FloatVector losses = zero();
        int wrong = 0;
        for (int i = from; i < to; i += LANES) {
            long at = (long) i << SHIFT;
            VectorMask<Float> rest = LanesF32.rest(i, to);
            FloatVector z = load(in, at, rest);
            FloatVector y = load(goal, at, rest);
            FloatVector e = VectorMathF32.exp(z.abs().neg());
            VectorMask<Float> positive = z.compare(VectorOperators.GT, 0f);
            FloatVector p = e.blend(all(1), positive).div(e.add(1f));
            store(p.sub(y).mul(factor), out, at, rest);
            FloatVector loss = z.max(0f).sub(y.mul(z)).add(VectorMathF32.log1pOfUnit(e));
            losses = losses.add(loss, rest);
            VectorMask<Float> goalPositive = y.compare(VectorOperators.GT, 0.5f);
            wrong += positive.xor(goalPositive).and(rest).trueCount();
        }
        sum.loss += LanesF32.sum(losses);
        return wrong;
    }

    /** Each row: {@code loss += ln(sum(e^z)) - z[label]}, {@code delta = (softmax(z) - onehot(label)) * scale}. */
    static void softmaxCrossEntropy(Tensor logits, MemorySegment labels, double scale, Tensor delta, LossSum sum) {
        MemorySegment in = logits.segment();
        MemorySegment out = delta.segment();
        int columns = logits.columns();
        for (int r = 0; r < logits.rows(); r++) {
            long row = ((long) r * columns) << SHIFT;
            float max = rowMaximum(in, row, columns);
            float total = exponentials(in, row, columns, max, out);
            multiply(out, row, columns, scale / total);
            int label = labels.getAtIndex(ValueLayout.JAVA_INT, r);
            long at = row + ((long) label << SHIFT);
            float z = in.get(ValueLayout.JAVA_FLOAT, at);
            out.set(ValueLayout.JAVA_FLOAT, at, out.get(ValueLayout.JAVA_FLOAT, at) - (float) scale);
            sum.loss += StrictMath.log(total) + ((double) max - z);
            // The lowest class wins a tie, here as in every other place that decides.
            if (z == max && firstEqual(in, row, columns, max) == label) {
                sum.correct++;
            }
        }
    }

    /** Each row: {@code z = e^z / sum(e^z)}. */
    static void softmax(Tensor z) {
        MemorySegment out = z.segment();
        int columns = z.columns();
        for (int r = 0; r < z.rows(); r++) {
            long row = ((long) r * columns) << SHIFT;
            float total = exponentials(out, row, columns, rowMaximum(out, row, columns), out);
            multiply(out, row, columns, 1.0 / total);
        }
    }

    /** {@code loss += sum((y - t)²)}, {@code delta = (y - t) * scale}. */
    static void squaredError(Tensor outputs, Tensor targets, double scale, Tensor delta, LossSum sum) {
        MemorySegment in = outputs.segment();
        MemorySegment goal = targets.segment();
        MemorySegment out = delta.segment();
        FloatVector factor = all(scale);
        int n = outputs.size();
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            FloatVector squares = zero();
            for (int i = from; i < to; i += LANES) {
                long at = (long) i << SHIFT;
                VectorMask<Float> rest = LanesF32.rest(i, to);
                FloatVector difference = load(in, at, rest).sub(load(goal, at, rest));
                store(difference.mul(factor), out, at, rest);
                squares = difference.fma(difference, squares);
            }
            sum.loss += LanesF32.sum(squares);
        }
    }

    private static float rowMaximum(MemorySegment in, long row, int columns) {
        FloatVector max = all(Double.NEGATIVE_INFINITY);
        for (int c = 0; c < columns; c += LANES) {
            VectorMask<Float> rest = LanesF32.rest(c, columns);
            FloatVector z = load(in, row + ((long) c << SHIFT), rest);
            max = max.lanewise(VectorOperators.MAX, z, rest);
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /** Writes {@code e^(z - max)} and returns the sum. */
    private static float exponentials(MemorySegment in, long row, int columns, float max, MemorySegment out) {
        FloatVector sum = zero();
        for (int c = 0; c < columns; c += LANES) {
            VectorMask<Float> rest = LanesF32.rest(c, columns);
            long at = row + ((long) c << SHIFT);
            FloatVector e = VectorMathF32.exp(load(in, at, rest).sub(max));
            store(e, out, at, rest);
            sum = sum.add(e, rest);
        }
        return LanesF32.sum(sum);
    }

    private static void multiply(MemorySegment x, long row, int columns, double factor) {
        FloatVector f = all(factor);
        for (int c = 0; c < columns; c += LANES) {
            VectorMask<Float> rest = LanesF32.rest(c, columns);
            long at = row + ((long) c << SHIFT);
            store(load(x, at, rest).mul(f), x, at, rest);
        }
    }

    private static int firstEqual(MemorySegment in, long row, int columns, float value) {
        for (int c = 0; c < columns; c += LANES) {
            VectorMask<Float> rest = LanesF32.rest(c, columns);
            FloatVector z = load(in, row + ((long) c << SHIFT), rest);
            VectorMask<Float> equal = z.compare(VectorOperators.EQ, value).and(rest);
            if (equal.anyTrue()) {
                return c + equal.firstTrue();
            }
        }
        return columns;
    }
}

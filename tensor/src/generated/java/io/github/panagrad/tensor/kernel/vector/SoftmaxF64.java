// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Softmax.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Softmax, and its cross-entropy with the gradient, over contiguous rows, some rows at a time. */
final class SoftmaxF64 {
    /** Elements of a block of rows, which stays in the first cache. */
    private static final int BLOCK = 4096;

    /** A row's sum is at most its columns, some millions. */
    private static final double LARGE = 1e200;

    private SoftmaxF64() {}

    /** Each row: {@code loss += ln(sum(e^z)) - z[label]}, {@code delta = (softmax(z) - onehot(label)) * scale}. */
    static void crossEntropy(Tensor logits, MemorySegment labels, double scale, Tensor delta, LossSum sum) {
        MemorySegment in = logits.segment();
        MemorySegment out = delta.segment();
        int columns = logits.columns();
        int rows;
        for (int first = 0; first < logits.rows(); first += rows) {
            rows = Math.min(Math.max(1, BLOCK / columns), logits.rows() - first);
            for (int r = first; r < first + rows; r++) {
                int label = Objects.checkIndex(labels.getAtIndex(ValueLayout.JAVA_INT, r), columns);
                long row = ((long) r * columns) << SHIFT;
                double max = maximum(in, row, columns);
                double z = in.get(ValueLayout.JAVA_DOUBLE, row + ((long) label << SHIFT));
                sum.loss += max - z;
                // The lowest class wins a tie, here as in every other place that decides.
                if (z == max && firstEqual(in, row, columns, max) == label) {
                    sum.correct++;
                }
                belowMaximum(in, row, columns, max, out);
            }
            VectorMathF64.decay(out, ((long) first * columns) << SHIFT, rows * columns);
            // The logarithm of a product, one for many rows, and before the product could overflow.
            double product = 1;
            for (int r = first; r < first + rows; r++) {
                long row = ((long) r * columns) << SHIFT;
                double total = total(out, row, columns);
                product *= total;
                if (product > LARGE) {
                    sum.loss += StrictMath.log(product);
                    product = 1;
                }
                multiply(out, row, columns, scale / total);
                long at = row + ((long) labels.getAtIndex(ValueLayout.JAVA_INT, r) << SHIFT);
                out.set(ValueLayout.JAVA_DOUBLE, at, out.get(ValueLayout.JAVA_DOUBLE, at) - scale);
            }
            sum.loss += StrictMath.log(product);
        }
    }

    /**
     * The same with a weight for each row. In two methods: in a single loop over the rows the compiler made an object of a mask.
     */
    static void crossEntropy(
            Tensor logits, MemorySegment labels, double[] weights, double scale, Tensor delta, LossSum sum) {
        exponentials(logits, labels, delta, sum);
        int columns = logits.columns();
        for (int r = 0; r < logits.rows(); r++) {
            long row = ((long) r * columns) << SHIFT;
            if (weights[r] == 0) {
                // Left out, even if it is not finite.
                for (int c = 0; c < columns; c++) {
                    delta.segment().set(ValueLayout.JAVA_DOUBLE, row + ((long) c << SHIFT), 0);
                }
            } else {
                weigh(logits.segment(), labels, weights[r], r, columns, scale, delta.segment(), sum);
            }
        }
    }

    /** Each row: {@code delta = e^(z - max(z))}; counts the rows that are right. */
    private static void exponentials(Tensor logits, MemorySegment labels, Tensor delta, LossSum sum) {
        MemorySegment in = logits.segment();
        MemorySegment out = delta.segment();
        int columns = logits.columns();
        for (int r = 0; r < logits.rows(); r++) {
            int label = Objects.checkIndex(labels.getAtIndex(ValueLayout.JAVA_INT, r), columns);
            long row = ((long) r * columns) << SHIFT;
            double max = maximum(in, row, columns);
            double z = in.get(ValueLayout.JAVA_DOUBLE, row + ((long) label << SHIFT));
            if (z == max && firstEqual(in, row, columns, max) == label) {
                sum.correct++;
            }
            belowMaximum(in, row, columns, max, out);
            VectorMathF64.decay(out, row, columns);
        }
    }

    /** One row, from its exponentials to its loss and gradient. */
    private static void weigh(
            MemorySegment in,
            MemorySegment labels,
            double weight,
            int r,
            int columns,
            double scale,
            MemorySegment out,
            LossSum sum) {
        long row = ((long) r * columns) << SHIFT;
        long at = row + ((long) labels.getAtIndex(ValueLayout.JAVA_INT, r) << SHIFT);
        double max = maximum(in, row, columns);
        double z = in.get(ValueLayout.JAVA_DOUBLE, at);
        double total = total(out, row, columns);
        sum.loss += weight * (StrictMath.log(total) + (max - z));
        double factor = scale * weight;
        multiply(out, row, columns, factor / total);
        out.set(ValueLayout.JAVA_DOUBLE, at, out.get(ValueLayout.JAVA_DOUBLE, at) - factor);
    }

    /** Each row: {@code z = e^z / sum(e^z)}. */
    static void softmax(Tensor tensor) {
        MemorySegment z = tensor.segment();
        int columns = tensor.columns();
        int rows;
        for (int first = 0; first < tensor.rows(); first += rows) {
            rows = Math.min(Math.max(1, BLOCK / Math.max(1, columns)), tensor.rows() - first);
            for (int r = first; r < first + rows; r++) {
                long row = ((long) r * columns) << SHIFT;
                belowMaximum(z, row, columns, maximum(z, row, columns), z);
            }
            VectorMathF64.decay(z, ((long) first * columns) << SHIFT, rows * columns);
            for (int r = first; r < first + rows; r++) {
                long row = ((long) r * columns) << SHIFT;
                multiply(z, row, columns, 1.0 / total(z, row, columns));
            }
        }
    }

    private static double maximum(MemorySegment in, long row, int columns) {
        OffHeap.require(in);
        DoubleVector max = broadcast(SPECIES, Double.NEGATIVE_INFINITY);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            max = max.max(fromMemorySegment(SPECIES, in, row + ((long) c << SHIFT), ORDER));
        }
        if (bound < columns) {
            VectorMask<Double> rest = SPECIES.indexInRange(bound, columns);
            DoubleVector z = fromMemorySegment(SPECIES, in, row + ((long) bound << SHIFT), ORDER, rest);
            max = max.blend(max.max(z), rest);
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /** {@code out = max - z}, none negative, so that {@code decay} makes it {@code e^(z - max)}. */
    private static void belowMaximum(MemorySegment in, long row, int columns, double max, MemorySegment out) {
        OffHeap.require(in, out);
        DoubleVector most = broadcast(SPECIES, max);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = row + ((long) c << SHIFT);
            most.sub(fromMemorySegment(SPECIES, in, at, ORDER)).intoMemorySegment(out, at, ORDER);
        }
        if (bound < columns) {
            long at = row + ((long) bound << SHIFT);
            VectorMask<Double> rest = SPECIES.indexInRange(bound, columns);
            most.sub(fromMemorySegment(SPECIES, in, at, ORDER, rest)).intoMemorySegment(out, at, ORDER, rest);
        }
    }

    private static double total(MemorySegment in, long row, int columns) {
        OffHeap.require(in);
        DoubleVector sum = zero(SPECIES);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            sum = sum.add(fromMemorySegment(SPECIES, in, row + ((long) c << SHIFT), ORDER));
        }
        if (bound < columns) {
            VectorMask<Double> rest = SPECIES.indexInRange(bound, columns);
            sum = sum.add(fromMemorySegment(SPECIES, in, row + ((long) bound << SHIFT), ORDER, rest));
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sum = sum.add(sum.rearrange(fold));
        }
        return sum.lane(0);
    }

    private static void multiply(MemorySegment x, long row, int columns, double factor) {
        OffHeap.require(x);
        double scale = factor;
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = row + ((long) c << SHIFT);
            fromMemorySegment(SPECIES, x, at, ORDER).mul(scale).intoMemorySegment(x, at, ORDER);
        }
        if (bound < columns) {
            long at = row + ((long) bound << SHIFT);
            VectorMask<Double> rest = SPECIES.indexInRange(bound, columns);
            fromMemorySegment(SPECIES, x, at, ORDER, rest).mul(scale).intoMemorySegment(x, at, ORDER, rest);
        }
    }

    /** Masks become bits at once: one that is looked at twice, the compiler may make an object of. */
    private static int firstEqual(MemorySegment in, long row, int columns, double value) {
        OffHeap.require(in);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            DoubleVector z = fromMemorySegment(SPECIES, in, row + ((long) c << SHIFT), ORDER);
            long equal = z.compare(VectorOperators.EQ, value).toLong();
            if (equal != 0) {
                return c + Long.numberOfTrailingZeros(equal);
            }
        }
        VectorMask<Double> rest = SPECIES.indexInRange(bound, columns);
        DoubleVector z = fromMemorySegment(SPECIES, in, row + ((long) bound << SHIFT), ORDER, rest);
        return bound
                + Long.numberOfTrailingZeros(
                        z.compare(VectorOperators.EQ, value).and(rest).toLong());
    }
}

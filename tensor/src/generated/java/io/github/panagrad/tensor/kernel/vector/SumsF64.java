// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Sums.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.SumKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Sums, and products of a matrix and a vector. */
final class SumsF64 implements SumKernels {
    /** Elements summed in the element type before the sum continues in double. */
    private static final int BLOCK = 1024;

    /** The bytes of a register. */
    private static final long STEP = (long) LANES << SHIFT;

    /** {@code sums = sum of the rows of x}, each column in the order of the rows. */
    @Override
    public void columnSums(Tensor x, Tensor sums) {
        MemorySegment in = x.segment();
        MemorySegment out = sums.segment();
        OffHeap.require(in, out);
        int columns = x.columns();
        int rows = x.rows();
        long rowBytes = (long) x.stride() << SHIFT;
        int c = 0;
        // Four columns of registers at a time, because one alone waits for each addition to finish.
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            long at = (long) c << SHIFT;
            long step = (long) LANES << SHIFT;
            DoubleVector sum0 = zero(SPECIES);
            DoubleVector sum1 = zero(SPECIES);
            DoubleVector sum2 = zero(SPECIES);
            DoubleVector sum3 = zero(SPECIES);
            long from = at;
            for (int r = 0; r < rows; r++) {
                sum0 = sum0.add(fromMemorySegment(SPECIES, in, from, ORDER));
                sum1 = sum1.add(fromMemorySegment(SPECIES, in, from + step, ORDER));
                sum2 = sum2.add(fromMemorySegment(SPECIES, in, from + 2 * step, ORDER));
                sum3 = sum3.add(fromMemorySegment(SPECIES, in, from + 3 * step, ORDER));
                from += rowBytes;
            }
            sum0.intoMemorySegment(out, at, ORDER);
            sum1.intoMemorySegment(out, at + step, ORDER);
            sum2.intoMemorySegment(out, at + 2 * step, ORDER);
            sum3.intoMemorySegment(out, at + 3 * step, ORDER);
        }
        for (; c < columns; c += LANES) {
            long at = (long) c << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(c, columns);
            DoubleVector sum = zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                sum = sum.add(fromMemorySegment(SPECIES, in, at + r * rowBytes, ORDER, rest));
            }
            sum.intoMemorySegment(out, at, ORDER, rest);
        }
    }

    /** Returns the sum of the squares of contiguous elements. */
    @Override
    public double sumOfSquares(Tensor x) {
        MemorySegment in = x.segment();
        OffHeap.require(in);
        int n = x.size();
        double total = 0;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            DoubleVector sum = zero(SPECIES);
            DoubleVector sum1 = zero(SPECIES);
            DoubleVector sum2 = zero(SPECIES);
            DoubleVector sum3 = zero(SPECIES);
            int i = from;
            // Four sums, because each waits for its last addition.
            for (; i <= to - 4 * LANES; i += 4 * LANES) {
                long at = (long) i << SHIFT;
                DoubleVector v0 = fromMemorySegment(SPECIES, in, at, ORDER);
                DoubleVector v1 = fromMemorySegment(SPECIES, in, at + STEP, ORDER);
                DoubleVector v2 = fromMemorySegment(SPECIES, in, at + 2 * STEP, ORDER);
                DoubleVector v3 = fromMemorySegment(SPECIES, in, at + 3 * STEP, ORDER);
                sum = v0.fma(v0, sum);
                sum1 = v1.fma(v1, sum1);
                sum2 = v2.fma(v2, sum2);
                sum3 = v3.fma(v3, sum3);
            }
            sum = sum.add(sum1).add(sum2.add(sum3));
            for (; i <= to - LANES; i += LANES) {
                DoubleVector v = fromMemorySegment(SPECIES, in, (long) i << SHIFT, ORDER);
                sum = v.fma(v, sum);
            }
            if (i < to) {
                VectorMask<Double> rest = SPECIES.indexInRange(i, to);
                DoubleVector v = fromMemorySegment(SPECIES, in, (long) i << SHIFT, ORDER, rest);
                sum = v.fma(v, sum);
            }
            for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
                sum = sum.add(sum.rearrange(fold));
            }
            total += sum.lane(0);
        }
        return total;
    }

    /** {@code z = x + y}. */
    @Override
    public void add(Tensor x, Tensor y, Tensor z) {
        for (int r = 0; r < z.rows(); r++) {
            add(
                    x.segment(),
                    ((long) r * x.stride()) << SHIFT,
                    y.segment(),
                    ((long) r * y.stride()) << SHIFT,
                    z.segment(),
                    ((long) r * z.stride()) << SHIFT,
                    z.columns());
        }
    }

    private static void add(MemorySegment x, long fromX, MemorySegment y, long fromY, MemorySegment z, long to, int n) {
        OffHeap.require(x, y, z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            fromMemorySegment(SPECIES, x, fromX + at, ORDER)
                    .add(fromMemorySegment(SPECIES, y, fromY + at, ORDER))
                    .intoMemorySegment(z, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            z.set(
                    ValueLayout.JAVA_DOUBLE,
                    to + at,
                    x.get(ValueLayout.JAVA_DOUBLE, fromX + at) + y.get(ValueLayout.JAVA_DOUBLE, fromY + at));
        }
    }

    /** {@code y = w x}: the weights are read once, four rows at a time, and OpenBLAS is not entered. */
    @Override
    public void matrixVector(Tensor w, Tensor x, Tensor y) {
        int rows = w.rows();
        long rowBytes = (long) w.stride() << SHIFT;
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            fourRows(w.segment(), r * rowBytes, rowBytes, x.segment(), w.columns(), y.segment(), (long) r << SHIFT);
        }
        for (; r < rows; r++) {
            oneRow(w.segment(), r * rowBytes, x.segment(), w.columns(), y.segment(), (long) r << SHIFT);
        }
    }

    private static void fourRows(
            MemorySegment w, long row, long rowBytes, MemorySegment x, int columns, MemorySegment y, long to) {
        OffHeap.require(w, x, y);
        DoubleVector sum0 = zero(SPECIES);
        DoubleVector sum1 = zero(SPECIES);
        DoubleVector sum2 = zero(SPECIES);
        DoubleVector sum3 = zero(SPECIES);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector value = fromMemorySegment(SPECIES, x, at, ORDER);
            long from = row + at;
            sum0 = fromMemorySegment(SPECIES, w, from, ORDER).fma(value, sum0);
            sum1 = fromMemorySegment(SPECIES, w, from + rowBytes, ORDER).fma(value, sum1);
            sum2 = fromMemorySegment(SPECIES, w, from + 2 * rowBytes, ORDER).fma(value, sum2);
            sum3 = fromMemorySegment(SPECIES, w, from + 3 * rowBytes, ORDER).fma(value, sum3);
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sum0 = sum0.add(sum0.rearrange(fold));
            sum1 = sum1.add(sum1.rearrange(fold));
            sum2 = sum2.add(sum2.rearrange(fold));
            sum3 = sum3.add(sum3.rearrange(fold));
        }
        double dot0 = sum0.lane(0);
        double dot1 = sum1.lane(0);
        double dot2 = sum2.lane(0);
        double dot3 = sum3.lane(0);
        for (int c = bound; c < columns; c++) {
            long at = (long) c << SHIFT;
            double value = x.get(ValueLayout.JAVA_DOUBLE, at);
            long from = row + at;
            dot0 = Math.fma(w.get(ValueLayout.JAVA_DOUBLE, from), value, dot0);
            dot1 = Math.fma(w.get(ValueLayout.JAVA_DOUBLE, from + rowBytes), value, dot1);
            dot2 = Math.fma(w.get(ValueLayout.JAVA_DOUBLE, from + 2 * rowBytes), value, dot2);
            dot3 = Math.fma(w.get(ValueLayout.JAVA_DOUBLE, from + 3 * rowBytes), value, dot3);
        }
        y.set(ValueLayout.JAVA_DOUBLE, to, dot0);
        y.set(ValueLayout.JAVA_DOUBLE, to + (1L << SHIFT), dot1);
        y.set(ValueLayout.JAVA_DOUBLE, to + (2L << SHIFT), dot2);
        y.set(ValueLayout.JAVA_DOUBLE, to + (3L << SHIFT), dot3);
    }

    private static void oneRow(MemorySegment w, long row, MemorySegment x, int columns, MemorySegment y, long to) {
        OffHeap.require(w, x, y);
        DoubleVector sum = zero(SPECIES);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector value = fromMemorySegment(SPECIES, x, at, ORDER);
            sum = fromMemorySegment(SPECIES, w, row + at, ORDER).fma(value, sum);
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sum = sum.add(sum.rearrange(fold));
        }
        double dot = sum.lane(0);
        for (int c = bound; c < columns; c++) {
            long at = (long) c << SHIFT;
            dot = Math.fma(w.get(ValueLayout.JAVA_DOUBLE, row + at), x.get(ValueLayout.JAVA_DOUBLE, at), dot);
        }
        y.set(ValueLayout.JAVA_DOUBLE, to, dot);
    }
}

package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.LANES;
import static io.github.panagrad.tensor.kernel.vector.Lanes.ORDER;
import static io.github.panagrad.tensor.kernel.vector.Lanes.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Matrix by vector: the weights are read once, four rows at a time, and OpenBLAS is not entered. */
final class MatrixVector {
    private MatrixVector() {}

    /** {@code y = w x}. */
    static void multiply(Tensor w, Tensor x, Tensor y) {
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
        FloatVector sum0 = zero(SPECIES);
        FloatVector sum1 = zero(SPECIES);
        FloatVector sum2 = zero(SPECIES);
        FloatVector sum3 = zero(SPECIES);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            FloatVector value = fromMemorySegment(SPECIES, x, at, ORDER);
            long from = row + at;
            sum0 = fromMemorySegment(SPECIES, w, from, ORDER).fma(value, sum0);
            sum1 = fromMemorySegment(SPECIES, w, from + rowBytes, ORDER).fma(value, sum1);
            sum2 = fromMemorySegment(SPECIES, w, from + 2 * rowBytes, ORDER).fma(value, sum2);
            sum3 = fromMemorySegment(SPECIES, w, from + 3 * rowBytes, ORDER).fma(value, sum3);
        }
        for (VectorShuffle<Float> fold : Lanes.FOLDS) {
            sum0 = sum0.add(sum0.rearrange(fold));
            sum1 = sum1.add(sum1.rearrange(fold));
            sum2 = sum2.add(sum2.rearrange(fold));
            sum3 = sum3.add(sum3.rearrange(fold));
        }
        float dot0 = sum0.lane(0);
        float dot1 = sum1.lane(0);
        float dot2 = sum2.lane(0);
        float dot3 = sum3.lane(0);
        for (int c = bound; c < columns; c++) {
            long at = (long) c << SHIFT;
            float value = x.get(ValueLayout.JAVA_FLOAT, at);
            long from = row + at;
            dot0 = Math.fma(w.get(ValueLayout.JAVA_FLOAT, from), value, dot0);
            dot1 = Math.fma(w.get(ValueLayout.JAVA_FLOAT, from + rowBytes), value, dot1);
            dot2 = Math.fma(w.get(ValueLayout.JAVA_FLOAT, from + 2 * rowBytes), value, dot2);
            dot3 = Math.fma(w.get(ValueLayout.JAVA_FLOAT, from + 3 * rowBytes), value, dot3);
        }
        y.set(ValueLayout.JAVA_FLOAT, to, dot0);
        y.set(ValueLayout.JAVA_FLOAT, to + (1L << SHIFT), dot1);
        y.set(ValueLayout.JAVA_FLOAT, to + (2L << SHIFT), dot2);
        y.set(ValueLayout.JAVA_FLOAT, to + (3L << SHIFT), dot3);
    }

    private static void oneRow(MemorySegment w, long row, MemorySegment x, int columns, MemorySegment y, long to) {
        OffHeap.require(w, x, y);
        FloatVector sum = zero(SPECIES);
        int bound = SPECIES.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            FloatVector value = fromMemorySegment(SPECIES, x, at, ORDER);
            sum = fromMemorySegment(SPECIES, w, row + at, ORDER).fma(value, sum);
        }
        for (VectorShuffle<Float> fold : Lanes.FOLDS) {
            sum = sum.add(sum.rearrange(fold));
        }
        float dot = sum.lane(0);
        for (int c = bound; c < columns; c++) {
            long at = (long) c << SHIFT;
            dot = Math.fma(w.get(ValueLayout.JAVA_FLOAT, row + at), x.get(ValueLayout.JAVA_FLOAT, at), dot);
        }
        y.set(ValueLayout.JAVA_FLOAT, to, dot);
    }
}

package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.store;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.zero;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Sums. */
final class SumsF32 {
    /** Elements summed in the element type before the sum goes on in double. */
    private static final int BLOCK = 1024;

    private SumsF32() {}

    /** {@code sums = sum of the rows of x}, each column in the order of the rows. */
    static void columnSums(Tensor x, Tensor sums) {
        MemorySegment in = x.segment();
        MemorySegment out = sums.segment();
        int columns = x.columns();
        int rows = x.rows();
        long rowBytes = (long) x.stride() << SHIFT;
        int c = 0;
        // Four columns of registers at a time, because one alone waits for each addition to finish.
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            long at = (long) c << SHIFT;
            long step = (long) LANES << SHIFT;
            FloatVector sum0 = zero();
            FloatVector sum1 = zero();
            FloatVector sum2 = zero();
            FloatVector sum3 = zero();
            long from = at;
            for (int r = 0; r < rows; r++) {
                sum0 = sum0.add(load(in, from));
                sum1 = sum1.add(load(in, from + step));
                sum2 = sum2.add(load(in, from + 2 * step));
                sum3 = sum3.add(load(in, from + 3 * step));
                from += rowBytes;
            }
            store(sum0, out, at);
            store(sum1, out, at + step);
            store(sum2, out, at + 2 * step);
            store(sum3, out, at + 3 * step);
        }
        for (; c < columns; c += LANES) {
            long at = (long) c << SHIFT;
            VectorMask<Float> rest = LanesF32.rest(c, columns);
            FloatVector sum = zero();
            for (int r = 0; r < rows; r++) {
                sum = sum.add(load(in, at + r * rowBytes, rest));
            }
            store(sum, out, at, rest);
        }
    }

    /** Returns the sum of the squares of contiguous elements. */
    static double sumOfSquares(Tensor x) {
        MemorySegment in = x.segment();
        int n = x.size();
        double total = 0;
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(n, from + BLOCK);
            FloatVector sum = zero();
            int i = from;
            for (; i <= to - LANES; i += LANES) {
                FloatVector v = load(in, (long) i << SHIFT);
                sum = v.fma(v, sum);
            }
            if (i < to) {
                FloatVector v = load(in, (long) i << SHIFT, LanesF32.rest(i, to));
                sum = v.fma(v, sum);
            }
            total += LanesF32.sum(sum);
        }
        return total;
    }
}

package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.store;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.zero;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** Sums. */
final class SumsF64 {
    /** Elements summed in the element type before the sum goes on in double. */
    private static final int BLOCK = 1024;

    private SumsF64() {}

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
            DoubleVector sum0 = zero();
            DoubleVector sum1 = zero();
            DoubleVector sum2 = zero();
            DoubleVector sum3 = zero();
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
            VectorMask<Double> rest = LanesF64.rest(c, columns);
            DoubleVector sum = zero();
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
            DoubleVector sum = zero();
            int i = from;
            for (; i <= to - LANES; i += LANES) {
                DoubleVector v = load(in, (long) i << SHIFT);
                sum = v.fma(v, sum);
            }
            if (i < to) {
                DoubleVector v = load(in, (long) i << SHIFT, LanesF64.rest(i, to));
                sum = v.fma(v, sum);
            }
            total += LanesF64.sum(sum);
        }
        return total;
    }
}

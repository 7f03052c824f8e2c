// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Members.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MemberKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;

/** The members of an ensemble as rows: a row of the batch with each member's factors. */
final class MembersF64 implements MemberKernels {
    /** {@code y[k b + i] = x[b] ⊙ factors[i]}. */
    @Override
    public void spread(Tensor x, Tensor factors, Tensor y) {
        int members = factors.rows();
        for (int r = 0; r < y.rows(); r++) {
            multiply(
                    x.segment(),
                    ((long) (r / members) * x.stride()) << SHIFT,
                    factors.segment(),
                    ((long) (r % members) * factors.stride()) << SHIFT,
                    y.segment(),
                    ((long) r * y.stride()) << SHIFT,
                    y.columns());
        }
    }

    private static void multiply(
            MemorySegment x, long fromX, MemorySegment factors, long fromFactor, MemorySegment y, long to, int n) {
        OffHeap.require(x, factors, y);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            fromMemorySegment(SPECIES, x, fromX + at, ORDER)
                    .mul(fromMemorySegment(SPECIES, factors, fromFactor + at, ORDER))
                    .intoMemorySegment(y, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            y.set(
                    ValueLayout.JAVA_DOUBLE,
                    to + at,
                    x.get(ValueLayout.JAVA_DOUBLE, fromX + at) * factors.get(ValueLayout.JAVA_DOUBLE, fromFactor + at));
        }
    }

    /** {@code x[b] = Σᵢ y[k b + i] ⊙ factors[i]}, or added to it; the members in order. */
    @Override
    public void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x) {
        for (int r = 0; r < x.rows(); r++) {
            addUp(
                    y.segment(),
                    ((long) r * factors.rows() * y.stride()) << SHIFT,
                    (long) y.stride() << SHIFT,
                    factors.segment(),
                    (long) factors.stride() << SHIFT,
                    factors.rows(),
                    isAdded,
                    x.segment(),
                    ((long) r * x.stride()) << SHIFT,
                    x.columns());
        }
    }

    private static void addUp(
            MemorySegment y,
            long fromY,
            long rowBytes,
            MemorySegment factors,
            long factorBytes,
            int members,
            boolean isAdded,
            MemorySegment x,
            long to,
            int n) {
        OffHeap.require(y, factors, x);
        int bound = SPECIES.loopBound(n);
        for (int c = 0; c < bound; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector sum = isAdded ? fromMemorySegment(SPECIES, x, to + at, ORDER) : zero(SPECIES);
            for (int i = 0; i < members; i++) {
                sum = fromMemorySegment(SPECIES, y, fromY + i * rowBytes + at, ORDER)
                        .fma(fromMemorySegment(SPECIES, factors, i * factorBytes + at, ORDER), sum);
            }
            sum.intoMemorySegment(x, to + at, ORDER);
        }
        for (int c = bound; c < n; c++) {
            long at = (long) c << SHIFT;
            double sum = isAdded ? x.get(ValueLayout.JAVA_DOUBLE, to + at) : 0;
            for (int i = 0; i < members; i++) {
                sum = Math.fma(
                        y.get(ValueLayout.JAVA_DOUBLE, fromY + i * rowBytes + at),
                        factors.get(ValueLayout.JAVA_DOUBLE, i * factorBytes + at),
                        sum);
            }
            x.set(ValueLayout.JAVA_DOUBLE, to + at, sum);
        }
    }

    /** {@code sums[i] = Σ_b x[b] ⊙ y[k b + first + i]}, each number in the order of the rows. */
    @Override
    public void dots(Tensor x, Tensor y, int members, int first, Tensor sums) {
        for (int i = 0; i < sums.rows(); i++) {
            dot(
                    x.segment(),
                    (long) x.stride() << SHIFT,
                    y.segment(),
                    ((long) (first + i) * y.stride()) << SHIFT,
                    ((long) members * y.stride()) << SHIFT,
                    x.rows(),
                    sums.segment(),
                    ((long) i * sums.stride()) << SHIFT,
                    sums.columns());
        }
    }

    private static void dot(
            MemorySegment x,
            long rowBytes,
            MemorySegment y,
            long fromY,
            long memberBytes,
            int rows,
            MemorySegment sums,
            long to,
            int n) {
        OffHeap.require(x, y, sums);
        int c = 0;
        // Four registers at a time, because one alone waits for each addition to finish.
        for (; c <= n - 4 * LANES; c += 4 * LANES) {
            long at = (long) c << SHIFT;
            long step = (long) LANES << SHIFT;
            DoubleVector sum0 = zero(SPECIES);
            DoubleVector sum1 = zero(SPECIES);
            DoubleVector sum2 = zero(SPECIES);
            DoubleVector sum3 = zero(SPECIES);
            long i = at;
            long j = fromY + at;
            for (int r = 0; r < rows; r++) {
                sum0 = fromMemorySegment(SPECIES, x, i, ORDER).fma(fromMemorySegment(SPECIES, y, j, ORDER), sum0);
                sum1 = fromMemorySegment(SPECIES, x, i + step, ORDER)
                        .fma(fromMemorySegment(SPECIES, y, j + step, ORDER), sum1);
                sum2 = fromMemorySegment(SPECIES, x, i + 2 * step, ORDER)
                        .fma(fromMemorySegment(SPECIES, y, j + 2 * step, ORDER), sum2);
                sum3 = fromMemorySegment(SPECIES, x, i + 3 * step, ORDER)
                        .fma(fromMemorySegment(SPECIES, y, j + 3 * step, ORDER), sum3);
                i += rowBytes;
                j += memberBytes;
            }
            sum0.intoMemorySegment(sums, to + at, ORDER);
            sum1.intoMemorySegment(sums, to + at + step, ORDER);
            sum2.intoMemorySegment(sums, to + at + 2 * step, ORDER);
            sum3.intoMemorySegment(sums, to + at + 3 * step, ORDER);
        }
        for (; c <= n - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector sum = zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                sum = fromMemorySegment(SPECIES, x, at + r * rowBytes, ORDER)
                        .fma(fromMemorySegment(SPECIES, y, fromY + at + r * memberBytes, ORDER), sum);
            }
            sum.intoMemorySegment(sums, to + at, ORDER);
        }
        for (; c < n; c++) {
            long at = (long) c << SHIFT;
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum = Math.fma(
                        x.get(ValueLayout.JAVA_DOUBLE, at + r * rowBytes),
                        y.get(ValueLayout.JAVA_DOUBLE, fromY + at + r * memberBytes),
                        sum);
            }
            sums.set(ValueLayout.JAVA_DOUBLE, to + at, sum);
        }
    }
}

// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Members.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MemberKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/** The members of an ensemble as rows: a row of the batch with each member's factors. */
final class MembersF32 implements MemberKernels {
    /** {@code y[k b + i] = x[b] ⊙ factors[i]}, or {@code x[k b + i] ⊙ factors[i]}. */
    @Override
    public void spread(Tensor x, Tensor factors, Tensor y) {
        int members = factors.rows();
        int copies = x.rows() == y.rows() ? 1 : members;
        for (int r = 0; r < y.rows(); r++) {
            multiply(
                    x.segment(),
                    ((long) (r / copies) * x.stride()) << SHIFT,
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
                    ValueLayout.JAVA_FLOAT,
                    to + at,
                    x.get(ValueLayout.JAVA_FLOAT, fromX + at) * factors.get(ValueLayout.JAVA_FLOAT, fromFactor + at));
        }
    }

    /** {@code x[b] = Σᵢ y[k b + i] ⊙ factors[i]}, the members in order, or {@code x[k b + i] = y[k b + i] ⊙ factors[i]}; or added to it. */
    @Override
    public void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x) {
        int copies = x.rows() == y.rows() ? 1 : factors.rows();
        for (int r = 0; r < x.rows(); r++) {
            addUp(
                    y.segment(),
                    ((long) r * copies * y.stride()) << SHIFT,
                    (long) y.stride() << SHIFT,
                    factors.segment(),
                    ((long) (r * copies % factors.rows()) * factors.stride()) << SHIFT,
                    (long) factors.stride() << SHIFT,
                    copies,
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
            long fromFactor,
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
            FloatVector sum = isAdded ? fromMemorySegment(SPECIES, x, to + at, ORDER) : zero(SPECIES);
            for (int i = 0; i < members; i++) {
                sum = fromMemorySegment(SPECIES, y, fromY + i * rowBytes + at, ORDER)
                        .fma(fromMemorySegment(SPECIES, factors, fromFactor + i * factorBytes + at, ORDER), sum);
            }
            sum.intoMemorySegment(x, to + at, ORDER);
        }
        for (int c = bound; c < n; c++) {
            long at = (long) c << SHIFT;
            float sum = isAdded ? x.get(ValueLayout.JAVA_FLOAT, to + at) : 0;
            for (int i = 0; i < members; i++) {
                sum = Math.fma(
                        y.get(ValueLayout.JAVA_FLOAT, fromY + i * rowBytes + at),
                        factors.get(ValueLayout.JAVA_FLOAT, fromFactor + i * factorBytes + at),
                        sum);
            }
            x.set(ValueLayout.JAVA_FLOAT, to + at, sum);
        }
    }

    /**
     * {@code sums[i] = Σ_b x[b] ⊙ y[k b + first + i]}, or with {@code x[k b + first + i]}, each number in the order of the rows.
     */
    @Override
    public void dots(Tensor x, Tensor y, int members, int first, Tensor sums) {
        boolean isOfMembers = x.rows() == y.rows();
        for (int i = 0; i < sums.rows(); i++) {
            dot(
                    x.segment(),
                    isOfMembers ? ((long) (first + i) * x.stride()) << SHIFT : 0,
                    ((long) (isOfMembers ? members : 1) * x.stride()) << SHIFT,
                    y.segment(),
                    ((long) (first + i) * y.stride()) << SHIFT,
                    ((long) members * y.stride()) << SHIFT,
                    y.rows() / members,
                    sums.segment(),
                    ((long) i * sums.stride()) << SHIFT,
                    sums.columns());
        }
    }

    private static void dot(
            MemorySegment x,
            long fromX,
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
            FloatVector sum0 = zero(SPECIES);
            FloatVector sum1 = zero(SPECIES);
            FloatVector sum2 = zero(SPECIES);
            FloatVector sum3 = zero(SPECIES);
            long i = fromX + at;
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
            FloatVector sum = zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                sum = fromMemorySegment(SPECIES, x, fromX + at + r * rowBytes, ORDER)
                        .fma(fromMemorySegment(SPECIES, y, fromY + at + r * memberBytes, ORDER), sum);
            }
            sum.intoMemorySegment(sums, to + at, ORDER);
        }
        for (; c < n; c++) {
            long at = (long) c << SHIFT;
            float sum = 0;
            for (int r = 0; r < rows; r++) {
                sum = Math.fma(
                        x.get(ValueLayout.JAVA_FLOAT, fromX + at + r * rowBytes),
                        y.get(ValueLayout.JAVA_FLOAT, fromY + at + r * memberBytes),
                        sum);
            }
            sums.set(ValueLayout.JAVA_FLOAT, to + at, sum);
        }
    }

    /** {@code sums[i] = Σ_b x[k b + i]}, each number in the order of the rows. */
    @Override
    public void sums(Tensor x, Tensor sums) {
        int members = sums.rows();
        for (int r = 0; r < x.rows(); r++) {
            addRow(
                    x.segment(),
                    ((long) r * x.stride()) << SHIFT,
                    r < members,
                    sums.segment(),
                    ((long) (r % members) * sums.stride()) << SHIFT,
                    x.columns());
        }
    }

    private static void addRow(MemorySegment x, long fromX, boolean isFirst, MemorySegment sums, long to, int n) {
        OffHeap.require(x, sums);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector sum = isFirst ? zero(SPECIES) : fromMemorySegment(SPECIES, sums, to + at, ORDER);
            sum.add(fromMemorySegment(SPECIES, x, fromX + at, ORDER)).intoMemorySegment(sums, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float sum = isFirst ? 0 : sums.get(ValueLayout.JAVA_FLOAT, to + at);
            sums.set(ValueLayout.JAVA_FLOAT, to + at, sum + x.get(ValueLayout.JAVA_FLOAT, fromX + at));
        }
    }

    /** {@code sums[i] = Σ_b x[k b + i] ⊙ delta[k b + i]}, and {@code delta[k b + i] = delta[k b + i] ⊙ factors[i]}, in one pass. */
    @Override
    public void gradient(Tensor x, Tensor factors, Tensor delta, Tensor sums) {
        int members = factors.rows();
        for (int r = 0; r < delta.rows(); r++) {
            int member = r % members;
            gradientRow(
                    x.segment(),
                    ((long) r * x.stride()) << SHIFT,
                    factors.segment(),
                    ((long) member * factors.stride()) << SHIFT,
                    delta.segment(),
                    ((long) r * delta.stride()) << SHIFT,
                    r < members,
                    sums.segment(),
                    ((long) member * sums.stride()) << SHIFT,
                    delta.columns());
        }
    }

    private static void gradientRow(
            MemorySegment x,
            long fromX,
            MemorySegment factors,
            long fromFactor,
            MemorySegment delta,
            long fromDelta,
            boolean isFirst,
            MemorySegment sums,
            long to,
            int n) {
        OffHeap.require(x, factors, delta);
        OffHeap.require(sums);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector sum = isFirst ? zero(SPECIES) : fromMemorySegment(SPECIES, sums, to + at, ORDER);
            FloatVector d = fromMemorySegment(SPECIES, delta, fromDelta + at, ORDER);
            fromMemorySegment(SPECIES, x, fromX + at, ORDER).fma(d, sum).intoMemorySegment(sums, to + at, ORDER);
            d.mul(fromMemorySegment(SPECIES, factors, fromFactor + at, ORDER))
                    .intoMemorySegment(delta, fromDelta + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float sum = isFirst ? 0 : sums.get(ValueLayout.JAVA_FLOAT, to + at);
            float d = delta.get(ValueLayout.JAVA_FLOAT, fromDelta + at);
            sums.set(ValueLayout.JAVA_FLOAT, to + at, Math.fma(x.get(ValueLayout.JAVA_FLOAT, fromX + at), d, sum));
            delta.set(ValueLayout.JAVA_FLOAT, fromDelta + at, d * factors.get(ValueLayout.JAVA_FLOAT, fromFactor + at));
        }
    }
}

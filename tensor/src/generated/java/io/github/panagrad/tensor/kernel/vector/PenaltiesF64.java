// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Penalties.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.PenaltyKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Penalties on weights and limits of gradients, over contiguous elements. */
final class PenaltiesF64 implements PenaltyKernels {
    /** Elements summed in the element type before the sum continues in double. */
    private static final int BLOCK = 1024;

    /** Returns the sum of the absolute values. */
    @Override
    public double sumOfMagnitudes(Tensor x) {
        MemorySegment in = x.segment();
        OffHeap.require(in);
        double total = 0;
        for (int from = 0; from < x.size(); from += BLOCK) {
            total += sumOfMagnitudes(in, (long) from << SHIFT, Math.min(BLOCK, x.size() - from));
        }
        return total;
    }

    private static double sumOfMagnitudes(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        DoubleVector even = zero(SPECIES);
        DoubleVector odd = zero(SPECIES);
        int i = 0;
        // Two sums, because each waits for its last addition.
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            long at = from + ((long) i << SHIFT);
            even = even.add(fromMemorySegment(SPECIES, x, at, ORDER).abs());
            odd = odd.add(fromMemorySegment(SPECIES, x, at + ((long) LANES << SHIFT), ORDER)
                    .abs());
        }
        DoubleVector sums = even.add(odd);
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sums = sums.add(sums.rearrange(fold));
        }
        double sum = sums.lane(0);
        for (; i < n; i++) {
            sum += Math.abs(x.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT)));
        }
        return sum;
    }

    /** {@code gradient = gradient + factor sign(theta)}. */
    @Override
    public void addSign(double factor, Tensor theta, Tensor gradient) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        OffHeap.require(t, g);
        double size = factor;
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector sign = zero(SPECIES)
                    .blend(size, parameter.compare(VectorOperators.GT, 0.0))
                    .blend(-size, parameter.compare(VectorOperators.LT, 0.0));
            fromMemorySegment(SPECIES, g, at, ORDER).add(sign).intoMemorySegment(g, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
            double sign = parameter > 0 ? size : parameter < 0 ? -size : 0;
            g.set(ValueLayout.JAVA_DOUBLE, at, g.get(ValueLayout.JAVA_DOUBLE, at) + sign);
        }
    }

    @Override
    public void scale(double factor, Tensor x) {
        scale(factor, x.segment(), 0, x.size());
    }

    /** {@code x = factor x}. */
    static void scale(double factor, MemorySegment x, long from, int n) {
        OffHeap.require(x);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            fromMemorySegment(SPECIES, x, at, ORDER).mul(factor).intoMemorySegment(x, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            x.set(ValueLayout.JAVA_DOUBLE, at, x.get(ValueLayout.JAVA_DOUBLE, at) * factor);
        }
    }

    /** {@code x = max(-limit, min(limit, x))}; what is no number stays. */
    @Override
    public void clip(double limit, Tensor x) {
        MemorySegment in = x.segment();
        OffHeap.require(in);
        double most = limit;
        int bound = SPECIES.loopBound(x.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector v = fromMemorySegment(SPECIES, in, at, ORDER);
            v = v.blend(most, v.compare(VectorOperators.GT, most));
            v.blend(-most, v.compare(VectorOperators.LT, -most)).intoMemorySegment(in, at, ORDER);
        }
        for (int i = bound; i < x.size(); i++) {
            long at = (long) i << SHIFT;
            double v = in.get(ValueLayout.JAVA_DOUBLE, at);
            in.set(ValueLayout.JAVA_DOUBLE, at, v > most ? most : v < -most ? -most : v);
        }
    }
}

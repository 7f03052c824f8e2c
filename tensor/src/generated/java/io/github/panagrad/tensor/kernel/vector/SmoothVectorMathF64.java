// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/SmoothVectorMath.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.exp;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.expm1;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.log1p;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Smooth activations of doubles from one exponential, {@code e = e^-|z|}, computed as in {@link VectorMathF64}, with
 * their derivatives, whose place is written first: where they are not wanted it may be that of z. The same operations
 * one by one after the last full vector; the largest errors are stated in {@code docs/activations.md} and tested.
 *
 * <p>Where e is 0, below the doubles that are normal, so is every product with it, for infinite z, too.
 */
final class SmoothVectorMathF64 {
    /** Twice sqrt(2/π), the first coefficient of gelu_tanh's exponent 2u, and that of z³ in it. */
    private static final double GELU_1 = 1.5957691216057308;

    private static final double GELU_3 = 0.07135481627260025;
    private static final double GELU_3_SLOPE = 3 * GELU_3;

    private SmoothVectorMathF64() {}

    /** {@code slopes = s (1 + z (1 - s)); z = z s} with {@code s = 1 / (1 + e^-z)}. */
    static void silu(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            DoubleVector y = v.abs().neg();
            DoubleVector eShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector eRN = eShifted.sub(VectorMathF64.ROUND);
            DoubleVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), eRHigh);
            DoubleVector eTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(eR, broadcast(SPECIES, VectorMathF64.EXP_10));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_9));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_8));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_7));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_6));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_5));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector eT = eTP.mul(eR).fma(eR, eR);
            LongVector eScaleN = eShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector eScale = eScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector e = eT.add(1.0).mul(eScale).blend(0.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXP));
            VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
            DoubleVector ve = v.mul(e).blend(0.0, e.compare(VectorOperators.EQ, 0.0));
            DoubleVector q = broadcast(SPECIES, 1.0).div(e.add(1.0));
            DoubleVector one = broadcast(SPECIES, 1.0).blend(e, negative);
            DoubleVector slope = ve.fma(q, one).mul(q);
            DoubleVector value = v.blend(ve, negative).mul(q);
            slope.intoMemorySegment(slopes, to + ((long) i << SHIFT), ORDER);
            value.intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            siluRest(z, from, slopes, to, bound, n);
        }
    }

    private static void siluRest(MemorySegment z, long from, MemorySegment slopes, long to, int first, int n) {
        OffHeap.require(z, slopes);
        for (int i = first; i < n; i++) {
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
            double e = exp(-Math.abs(v));
            double ve = e == 0 ? 0 : v * e;
            double q = 1 / (e + 1);
            double slope = Math.fma(ve, q, v < 0 ? e : 1) * q;
            double value = (v < 0 ? ve : v) * q;
            slopes.set(ValueLayout.JAVA_DOUBLE, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT), value);
        }
    }

    /**
     * {@code slopes = s + z w' s (1 - s); z = z s} with {@code s = 1 / (1 + e^-w)} and {@code w = 2 sqrt(2/π) (z +
     * 0.044715 z³)}.
     */
    static void geluTanh(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            DoubleVector square = v.mul(v);
            DoubleVector y = square.fma(broadcast(SPECIES, GELU_3), broadcast(SPECIES, GELU_1))
                    .mul(v)
                    .abs()
                    .neg();
            DoubleVector vw = square.fma(broadcast(SPECIES, GELU_3_SLOPE), broadcast(SPECIES, GELU_1))
                    .mul(v);
            DoubleVector eShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector eRN = eShifted.sub(VectorMathF64.ROUND);
            DoubleVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), eRHigh);
            DoubleVector eTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(eR, broadcast(SPECIES, VectorMathF64.EXP_10));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_9));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_8));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_7));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_6));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_5));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector eT = eTP.mul(eR).fma(eR, eR);
            LongVector eScaleN = eShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector eScale = eScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector e = eT.add(1.0).mul(eScale).blend(0.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXP));
            VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
            VectorMask<Double> nothing = e.compare(VectorOperators.EQ, 0.0);
            DoubleVector ve = v.mul(e).blend(0.0, nothing);
            DoubleVector vwe = vw.mul(e).blend(0.0, nothing);
            DoubleVector q = broadcast(SPECIES, 1.0).div(e.add(1.0));
            DoubleVector one = broadcast(SPECIES, 1.0).blend(e, negative);
            DoubleVector slope = vwe.fma(q, one).mul(q);
            DoubleVector value = v.blend(ve, negative).mul(q);
            slope.intoMemorySegment(slopes, to + ((long) i << SHIFT), ORDER);
            value.intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            geluTanhRest(z, from, slopes, to, bound, n);
        }
    }

    private static void geluTanhRest(MemorySegment z, long from, MemorySegment slopes, long to, int first, int n) {
        OffHeap.require(z, slopes);
        for (int i = first; i < n; i++) {
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
            double square = v * v;
            double e = exp(-Math.abs(Math.fma(square, GELU_3, GELU_1) * v));
            double vw = Math.fma(square, GELU_3_SLOPE, GELU_1) * v;
            double ve = e == 0 ? 0 : v * e;
            double vwe = e == 0 ? 0 : vw * e;
            double q = 1 / (e + 1);
            double slope = Math.fma(vwe, q, v < 0 ? e : 1) * q;
            double value = (v < 0 ? ve : v) * q;
            slopes.set(ValueLayout.JAVA_DOUBLE, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT), value);
        }
    }

    /** {@code slopes = 1 / (1 + e^-z); z = max(z, 0) + ln(1 + e)}. */
    static void softplus(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            DoubleVector y = v.abs().neg();
            DoubleVector eShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector eRN = eShifted.sub(VectorMathF64.ROUND);
            DoubleVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), eRHigh);
            DoubleVector eTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(eR, broadcast(SPECIES, VectorMathF64.EXP_10));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_9));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_8));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_7));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_6));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_5));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector eT = eTP.mul(eR).fma(eR, eR);
            LongVector eScaleN = eShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector eScale = eScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector e = eT.add(1.0).mul(eScale).blend(0.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXP));
            DoubleVector logarithmS = e.div(e.add(2.0));
            DoubleVector logarithmSquare = logarithmS.mul(logarithmS);
            DoubleVector logarithmP = broadcast(SPECIES, VectorMathF64.LOG_15).fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_14));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_13));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_12));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_11));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_10));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_9));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_8));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_7));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_6));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_5));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_4));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_3));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_2));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_1));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF64.LOG_0));
            DoubleVector logarithmTwice = logarithmS.add(logarithmS);
            DoubleVector logarithm = logarithmP.mul(logarithmSquare).fma(logarithmTwice, logarithmTwice);
            VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
            DoubleVector one = broadcast(SPECIES, 1.0).blend(e, negative);
            DoubleVector slope = one.div(e.add(1.0));
            DoubleVector value = v.blend(0.0, negative).add(logarithm);
            slope.intoMemorySegment(slopes, to + ((long) i << SHIFT), ORDER);
            value.intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            softplusRest(z, from, slopes, to, bound, n);
        }
    }

    private static void softplusRest(MemorySegment z, long from, MemorySegment slopes, long to, int first, int n) {
        OffHeap.require(z, slopes);
        for (int i = first; i < n; i++) {
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
            double e = exp(-Math.abs(v));
            double slope = (v < 0 ? e : 1) / (e + 1);
            double value = (v < 0 ? 0 : v) + log1p(e);
            slopes.set(ValueLayout.JAVA_DOUBLE, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT), value);
        }
    }

    /**
     * {@code slopes = t + z (1 - t²) / (1 + e^-z); z = z t}, where {@code t = tanh(ln(1 + e^z))} is {@code (1 + 2e) /
     * (1 + 2e + 2e²)} for positive z and {@code (e² + 2e) / (e² + 2e + 2)} for negative ones.
     */
    static void mish(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            DoubleVector y = v.abs().neg();
            DoubleVector eShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector eRN = eShifted.sub(VectorMathF64.ROUND);
            DoubleVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), eRHigh);
            DoubleVector eTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(eR, broadcast(SPECIES, VectorMathF64.EXP_10));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_9));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_8));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_7));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_6));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_5));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector eT = eTP.mul(eR).fma(eR, eR);
            LongVector eScaleN = eShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector eScale = eScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector e = eT.add(1.0).mul(eScale).blend(0.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXP));
            VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
            DoubleVector ve = v.mul(e).blend(0.0, e.compare(VectorOperators.EQ, 0.0));
            DoubleVector twice = e.add(e);
            DoubleVector k = twice.add(1.0).blend(e.add(2.0), negative);
            DoubleVector top = k.blend(k.mul(e), negative);
            DoubleVector q =
                    broadcast(SPECIES, 1.0).div(twice.mul(e).blend(2.0, negative).add(top));
            DoubleVector rise =
                    ve.mul(e).blend(ve, negative).mul(e.add(1.0)).mul(q).mul(4.0);
            DoubleVector slope = top.add(rise).mul(q);
            DoubleVector value = k.mul(q).mul(v.blend(ve, negative));
            slope.intoMemorySegment(slopes, to + ((long) i << SHIFT), ORDER);
            value.intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            mishRest(z, from, slopes, to, bound, n);
        }
    }

    private static void mishRest(MemorySegment z, long from, MemorySegment slopes, long to, int first, int n) {
        OffHeap.require(z, slopes);
        for (int i = first; i < n; i++) {
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
            double e = exp(-Math.abs(v));
            double ve = e == 0 ? 0 : v * e;
            double twice = e + e;
            double k = v < 0 ? e + 2 : twice + 1;
            double top = v < 0 ? k * e : k;
            double q = 1 / ((v < 0 ? 2 : twice * e) + top);
            double rise = (v < 0 ? ve : ve * e) * (e + 1) * q * 4;
            double slope = (top + rise) * q;
            double value = k * q * (v < 0 ? ve : v);
            slopes.set(ValueLayout.JAVA_DOUBLE, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT), value);
        }
    }

    /** {@code z = positive z} where {@code z > 0}, else {@code negative (e^z - 1)}. */
    static void elu(double positive, double negative, MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            DoubleVector y = v.abs().neg();
            DoubleVector tShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector tRN = tShifted.sub(VectorMathF64.ROUND);
            DoubleVector tRHigh = tRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector tR = tRN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), tRHigh);
            DoubleVector tTP = broadcast(SPECIES, VectorMathF64.EXP_11).fma(tR, broadcast(SPECIES, VectorMathF64.EXP_10));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_9));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_8));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_7));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_6));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_5));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_4));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_3));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_2));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_1));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF64.EXP_0));
            DoubleVector tT = tTP.mul(tR).fma(tR, tR);
            LongVector tScaleN = tShifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, VectorMathF64.EXPONENT_SHIFT);
            DoubleVector tScale = tScaleN.add(VectorMathF64.ONE).reinterpretAsDoubles();
            DoubleVector t = tT.fma(tScale, tScale.sub(1.0)).blend(-1.0, y.compare(VectorOperators.LT, VectorMathF64.MIN_EXPM1));
            t.mul(negative)
                    .blend(v.mul(positive), v.compare(VectorOperators.GT, 0.0))
                    .intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            eluRest(positive, negative, z, from, bound, n);
        }
    }

    private static void eluRest(double positive, double negative, MemorySegment z, long from, int first, int n) {
        OffHeap.require(z);
        for (int i = first; i < n; i++) {
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
            double value = v > 0 ? v * positive : expm1(-Math.abs(v)) * negative;
            z.set(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT), value);
        }
    }
}

// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/VectorMath.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Elementary functions over a run of floats, from exactly rounded operations only, so that the bits are the same on
 * every machine and in every compiler tier; the tail after the last full vector goes through the same
 * operations one by one. The largest errors, stated in units in the last place, are tested.
 *
 * <p>Method: {@code exp(y) = 2^n exp(r)} with {@code n = round(y / ln 2)} and {@code r = y - n ln 2} in two parts
 * (Cody and Waite, Software Manual for the Elementary Functions, 1980), {@code exp(r) - 1} by its Taylor polynomial of
 * degree 7, whose remainder on |r| <= ln(2)/2 is below 6e-9 (float64: 13, 5e-18). {@code ln(1 + y) = 2 artanh(s)} with
 * {@code s = y / (2 + y)}; for y in [0, 1] the series in s² is cut after s^15, whose remainder is below 1e-9 (float64:
 * s^33, 2e-18).
 */
final class VectorMathF32 {
    /** Adding it rounds to an integer, which is then in the low bits. */
    static final float ROUND = 0x1.8p23f;

    static final float LOG2_E = 0x1.715476p0f;
    static final float LN2_HIGH = 0x1.62e4p-1f;
    static final float LN2_LOW = 0x1.7f7d1cp-20f;
    static final int EXPONENT_SHIFT = 23;

    static final int ONE = Float.floatToRawIntBits(1f);
    private static final int SIGN = Float.floatToRawIntBits(-0f);

    /** The logarithm of the smallest normal number. */
    static final float MIN_EXP = -87.33654f;

    /** Below it e^y - 1 is -1. */
    static final float MIN_EXPM1 = -40f;

    /** (e^r - 1 - r) / r². */
    static final float EXP_0 = 1f / 2;
    static final float EXP_1 = 1f / 6;
    static final float EXP_2 = 1f / 24;
    static final float EXP_3 = 1f / 120;
    static final float EXP_4 = 1f / 720;
    static final float EXP_5 = 1f / 5040;

    /** (artanh(s) - s) / s³, in s². */
    static final float LOG_0 = 1f / 3;
    static final float LOG_1 = 1f / 5;
    static final float LOG_2 = 1f / 7;
    static final float LOG_3 = 1f / 9;
    static final float LOG_4 = 1f / 11;
    static final float LOG_5 = 1f / 13;
    static final float LOG_6 = 1f / 15;

    private VectorMathF32() {}

    /**
     * {@code x = sign(x) e^-|x|}, positive for both zeros: at most 1.1 ulp wrong; a zero of that sign where it would be
     * subnormal.
     */
    static void decay(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector v = fromMemorySegment(SPECIES, x, at, ORDER);
            FloatVector y = v.abs().neg();
            FloatVector eShifted = y.fma(broadcast(SPECIES, VectorMathF32.LOG2_E), broadcast(SPECIES, VectorMathF32.ROUND));
            FloatVector eRN = eShifted.sub(VectorMathF32.ROUND);
            FloatVector eRHigh = eRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_HIGH), y);
            FloatVector eR = eRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_LOW), eRHigh);
            FloatVector eTP = broadcast(SPECIES, VectorMathF32.EXP_5).fma(eR, broadcast(SPECIES, VectorMathF32.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_0));
            FloatVector eT = eTP.mul(eR).fma(eR, eR);
            IntVector eScaleN = eShifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMathF32.EXPONENT_SHIFT);
            FloatVector eScale = eScaleN.add(VectorMathF32.ONE).reinterpretAsFloats();
            FloatVector e = eT.add(1f).mul(eScale).blend(0f, y.compare(VectorOperators.LT, VectorMathF32.MIN_EXP));
            e.blend(e.neg(), v.compare(VectorOperators.LT, 0f)).intoMemorySegment(x, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            float v = x.get(ValueLayout.JAVA_FLOAT, at);
            x.set(ValueLayout.JAVA_FLOAT, at, v < 0 ? -exp(-Math.abs(v)) : exp(-Math.abs(v)));
        }
    }

    /** {@code x = tanh(x)}, as sign(x) |t / (t + 2)| with t = e^(-2|x|) - 1: at most 3 ulp wrong. */
    static void tanh(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector v = fromMemorySegment(SPECIES, x, at, ORDER);
            FloatVector y = v.abs().mul(-2f);
            FloatVector tShifted = y.fma(broadcast(SPECIES, VectorMathF32.LOG2_E), broadcast(SPECIES, VectorMathF32.ROUND));
            FloatVector tRN = tShifted.sub(VectorMathF32.ROUND);
            FloatVector tRHigh = tRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_HIGH), y);
            FloatVector tR = tRN.fma(broadcast(SPECIES, -VectorMathF32.LN2_LOW), tRHigh);
            FloatVector tTP = broadcast(SPECIES, VectorMathF32.EXP_5).fma(tR, broadcast(SPECIES, VectorMathF32.EXP_4));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_3));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_2));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_1));
            tTP = tTP.fma(tR, broadcast(SPECIES, VectorMathF32.EXP_0));
            FloatVector tT = tTP.mul(tR).fma(tR, tR);
            IntVector tScaleN = tShifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMathF32.EXPONENT_SHIFT);
            FloatVector tScale = tScaleN.add(VectorMathF32.ONE).reinterpretAsFloats();
            FloatVector t = tT.fma(tScale, tScale.sub(1f)).blend(-1f, y.compare(VectorOperators.LT, VectorMathF32.MIN_EXPM1));
            IntVector sign = v.reinterpretAsInts().and(SIGN);
            FloatVector magnitude = t.div(t.add(2f)).abs();
            magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats().intoMemorySegment(x, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            float v = x.get(ValueLayout.JAVA_FLOAT, at);
            float t = expm1(-2 * Math.abs(v));
            x.set(ValueLayout.JAVA_FLOAT, at, Math.copySign(Math.abs(t / (t + 2)), v));
        }
    }

    /** Returns the sum of ln(1 + |x|) for |x| <= 1, each at most 2 ulp wrong. */
    static float sumOfLogarithms(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        FloatVector sums = zero(SPECIES);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            FloatVector y = fromMemorySegment(SPECIES, x, from + ((long) i << SHIFT), ORDER)
                    .abs();
            FloatVector logarithmS = y.div(y.add(2f));
            FloatVector logarithmSquare = logarithmS.mul(logarithmS);
            FloatVector logarithmP = broadcast(SPECIES, VectorMathF32.LOG_6).fma(logarithmSquare, broadcast(SPECIES, VectorMathF32.LOG_5));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF32.LOG_4));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF32.LOG_3));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF32.LOG_2));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF32.LOG_1));
            logarithmP = logarithmP.fma(logarithmSquare, broadcast(SPECIES, VectorMathF32.LOG_0));
            FloatVector logarithmTwice = logarithmS.add(logarithmS);
            FloatVector logarithm = logarithmP.mul(logarithmSquare).fma(logarithmTwice, logarithmTwice);
            sums = sums.add(logarithm);
        }
        for (VectorShuffle<Float> fold : LanesF32.FOLDS) {
            sums = sums.add(sums.rearrange(fold));
        }
        float sum = sums.lane(0);
        for (int i = bound; i < n; i++) {
            sum += log1p(Math.abs(x.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT))));
        }
        return sum;
    }

    static float exp(float y) {
        if (y < MIN_EXP) {
            return 0;
        }
        float shifted = Math.fma(y, LOG2_E, ROUND);
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE);
        return (expm1OfReduced(reduce(y, shifted - ROUND)) + 1) * scale;
    }

    static float expm1(float y) {
        if (y < MIN_EXPM1) {
            return -1;
        }
        float shifted = Math.fma(y, LOG2_E, ROUND);
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE);
        return Math.fma(expm1OfReduced(reduce(y, shifted - ROUND)), scale, scale - 1);
    }

    static float reduce(float y, float multiple) {
        return Math.fma(multiple, -LN2_LOW, Math.fma(multiple, -LN2_HIGH, y));
    }

    static float expm1OfReduced(float r) {
        float p = Math.fma(EXP_5, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_0);
        return Math.fma(p * r, r, r);
    }

    static float log1p(float y) {
        float s = y / (y + 2);
        float q = s * s;
        float p = Math.fma(LOG_6, q, LOG_5);
        p = Math.fma(p, q, LOG_4);
        p = Math.fma(p, q, LOG_3);
        p = Math.fma(p, q, LOG_2);
        p = Math.fma(p, q, LOG_1);
        p = Math.fma(p, q, LOG_0);
        float twice = s + s;
        return Math.fma(p * q, twice, twice);
    }
}

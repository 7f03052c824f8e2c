package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
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
final class VectorMath {
    /** Adding it rounds to an integer, which is then in the low bits. */
    static final float ROUND = Macros.perType(0x1.8p23f, 0x1.8p52);

    static final float LOG2_E = Macros.perType(0x1.715476p0f, 1.4426950408889634);
    static final float LN2_HIGH = Macros.perType(0x1.62e4p-1f, 0x1.62e42fee00000p-1);
    static final float LN2_LOW = Macros.perType(0x1.7f7d1cp-20f, 0x1.a39ef35793c76p-33);
    static final int EXPONENT_SHIFT = Macros.perType(23, 52);

    static final @Macros.Bits int ONE = Float.floatToRawIntBits(1f);
    private static final @Macros.Bits int SIGN = Float.floatToRawIntBits(-0f);

    /** The logarithm of the smallest normal number. */
    static final float MIN_EXP = Macros.perType(-87.33654f, -708.3964185322641);

    /** Below it e^y - 1 is -1. */
    static final float MIN_EXPM1 = -40f;

    /** (e^r - 1 - r) / r². */
    static final float[] EXP =
            Macros.perType(new float[] {1f / 2, 1f / 6, 1f / 24, 1f / 120, 1f / 720, 1f / 5040}, new double[] {
                1.0 / 2,
                1.0 / 6,
                1.0 / 24,
                1.0 / 120,
                1.0 / 720,
                1.0 / 5040,
                1.0 / 40320,
                1.0 / 362880,
                1.0 / 3628800,
                1.0 / 39916800,
                1.0 / 479001600,
                1.0 / 6227020800L
            });

    /** (artanh(s) - s) / s³, in s². */
    static final float[] LOG =
            Macros.perType(new float[] {1f / 3, 1f / 5, 1f / 7, 1f / 9, 1f / 11, 1f / 13, 1f / 15}, new double[] {
                1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21,
                1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29, 1.0 / 31, 1.0 / 33
            });

    private VectorMath() {}

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
            FloatVector e = Macros.exp(y);
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
            FloatVector t = Macros.expm1(y);
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
            FloatVector logarithm = Macros.log1p(y);
            sums = sums.add(logarithm);
        }
        for (VectorShuffle<Float> fold : Lanes.FOLDS) {
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
        float p = Macros.horner(r, EXP);
        return Math.fma(p * r, r, r);
    }

    static float log1p(float y) {
        float s = y / (y + 2);
        float q = s * s;
        float p = Macros.horner(q, LOG);
        float twice = s + s;
        return Math.fma(p * q, twice, twice);
    }
}

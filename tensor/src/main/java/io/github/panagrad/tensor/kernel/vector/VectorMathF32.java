package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.all;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of a float register, from exactly rounded operations only, so that the bits are the same on
 * every machine and in every compiler tier. The largest errors, stated in units in the last place, are tested.
 *
 * <p>Method: {@code exp(x) = 2^n exp(r)} with {@code n = round(x / ln 2)} and {@code r = x - n ln 2} in two parts
 * (Cody and Waite, Software Manual for the Elementary Functions, 1980), {@code exp(r) - 1} by its Taylor polynomial of
 * degree 7, whose remainder on |r| <= ln(2)/2 is below 6e-9.
 */
final class VectorMathF32 {
    /** Adding it rounds to an integer, which then stands in the low bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2_HIGH = 0x1.62e4p-1f;
    private static final float LN2_LOW = 0x1.7f7d1cp-20f;
    private static final int EXPONENT_SHIFT = 23;
    private static final int SIGN = Integer.MIN_VALUE;

    /** Beyond it exp is infinite. */
    private static final float MAX_EXP = 88.72283f;

    /** Below it, next to the subnormal numbers, exp is given as 0. */
    private static final float MIN_EXP = -86.2f;

    private VectorMathF32() {}

    /** Returns e^x: at most 1 ulp wrong; 0 for x < -86.2. */
    static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(all(LOG2_E), all(ROUND));
        FloatVector n = shifted.sub(all(ROUND));
        FloatVector p = expm1OfReduced(reduce(x, n)).add(1f);
        // 2^n in two steps: for the largest n the one step would overflow before the result does.
        FloatVector result = p.mul(powerOfTwo(shifted.sub(1f))).mul(2f);
        result = result.blend(0f, x.compare(VectorOperators.LT, MIN_EXP));
        return result.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, MAX_EXP));
    }

    /** Returns 1 / (1 + e^-x): at most 2 ulp wrong. */
    static FloatVector sigmoid(FloatVector x) {
        return all(1).div(exp(x.neg()).add(1f));
    }

    /** Returns tanh(x) = sign(x) * |t / (t + 2)| with t = e^(-2|x|) - 1: at most 3 ulp wrong. */
    static FloatVector tanh(FloatVector x) {
        FloatVector doubled = x.abs().mul(-2f);
        // Past 20 the result is 1 in float, and the exponent would leave its range.
        FloatVector y = doubled.max(-40f);
        FloatVector shifted = y.fma(all(LOG2_E), all(ROUND));
        FloatVector n = shifted.sub(all(ROUND));
        FloatVector scale = powerOfTwo(shifted);
        FloatVector t = expm1OfReduced(reduce(y, n)).fma(scale, scale.sub(1f));
        FloatVector magnitude = t.div(t.add(2f)).abs();
        return magnitude.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    /**
     * Returns ln(1 + y) for y in [0, 1], as 2 artanh(y / (2 + y)): at most 2 ulp wrong. The series in
     * s² with s <= 1/3 is cut after s^15, whose remainder is below 1e-9.
     */
    static FloatVector log1pOfUnit(FloatVector y) {
        FloatVector s = y.div(y.add(2f));
        FloatVector q = s.mul(s);
        FloatVector p = all(1.0 / 15);
        p = p.fma(q, all(1.0 / 13));
        p = p.fma(q, all(1.0 / 11));
        p = p.fma(q, all(1.0 / 9));
        p = p.fma(q, all(1.0 / 7));
        p = p.fma(q, all(1.0 / 5));
        p = p.fma(q, all(1.0 / 3));
        FloatVector twice = s.add(s);
        return p.mul(q).fma(twice, twice);
    }

    private static FloatVector reduce(FloatVector x, FloatVector n) {
        return n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
    }

    /** Returns e^r - 1 for |r| <= ln(2)/2. */
    private static FloatVector expm1OfReduced(FloatVector r) {
        FloatVector p = all(1.0 / 5040);
        p = p.fma(r, all(1.0 / 720));
        p = p.fma(r, all(1.0 / 120));
        p = p.fma(r, all(1.0 / 24));
        p = p.fma(r, all(1.0 / 6));
        p = p.fma(r, all(0.5));
        return p.mul(r).fma(r, r);
    }

    /** Returns 2^n of the n in the low bits of {@code n + ROUND}. */
    private static FloatVector powerOfTwo(FloatVector shifted) {
        return shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .add(Float.floatToRawIntBits(1f))
                .reinterpretAsFloats();
    }
}

package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.all;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions of a double register, from exactly rounded operations only, so that the bits are the same on
 * every machine and in every compiler tier. The largest errors, stated in units in the last place, are tested.
 *
 * <p>Method: {@code exp(x) = 2^n exp(r)} with {@code n = round(x / ln 2)} and {@code r = x - n ln 2} in two parts
 * (Cody and Waite, Software Manual for the Elementary Functions, 1980), {@code exp(r) - 1} by its Taylor polynomial of
 * degree 13, whose remainder on |r| <= ln(2)/2 is below 5e-18.
 */
final class VectorMathF64 {
    /** Adding it rounds to an integer, which then stands in the low bits. */
    private static final double ROUND = 0x1.8p52;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42fee00000p-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    private static final int EXPONENT_SHIFT = 52;
    private static final long SIGN = Long.MIN_VALUE;

    /** Beyond it exp is infinite. */
    private static final double MAX_EXP = 709.782712893384;

    /** Below it, next to the subnormal numbers, exp is given as 0. */
    private static final double MIN_EXP = -707;

    private VectorMathF64() {}

    /** Returns e^x: at most 1 ulp wrong; 0 for x < -707. */
    static DoubleVector exp(DoubleVector x) {
        DoubleVector shifted = x.fma(all(LOG2_E), all(ROUND));
        DoubleVector n = shifted.sub(all(ROUND));
        DoubleVector p = expm1OfReduced(reduce(x, n)).add(1.0);
        // 2^n in two steps: for the largest n the one step would overflow before the result does.
        DoubleVector result = p.mul(powerOfTwo(shifted.sub(1.0))).mul(2.0);
        result = result.blend(0.0, x.compare(VectorOperators.LT, MIN_EXP));
        return result.blend(Double.POSITIVE_INFINITY, x.compare(VectorOperators.GT, MAX_EXP));
    }

    /** Returns 1 / (1 + e^-x): at most 2 ulp wrong. */
    static DoubleVector sigmoid(DoubleVector x) {
        return all(1).div(exp(x.neg()).add(1.0));
    }

    /** Returns tanh(x) = sign(x) * |t / (t + 2)| with t = e^(-2|x|) - 1: at most 3 ulp wrong. */
    static DoubleVector tanh(DoubleVector x) {
        DoubleVector doubled = x.abs().mul(-2.0);
        // Past 20 the result is 1 in double, and the exponent would leave its range.
        DoubleVector y = doubled.max(-40.0);
        DoubleVector shifted = y.fma(all(LOG2_E), all(ROUND));
        DoubleVector n = shifted.sub(all(ROUND));
        DoubleVector scale = powerOfTwo(shifted);
        DoubleVector t = expm1OfReduced(reduce(y, n)).fma(scale, scale.sub(1.0));
        DoubleVector magnitude = t.div(t.add(2.0)).abs();
        return magnitude
                .reinterpretAsLongs()
                .or(x.reinterpretAsLongs().and(SIGN))
                .reinterpretAsDoubles();
    }

    /**
     * Returns ln(1 + y) for y in [0, 1], as 2 artanh(y / (2 + y)): at most 2 ulp wrong. The series in
     * s² with s <= 1/3 is cut after s^33, whose remainder is below 2e-18.
     */
    static DoubleVector log1pOfUnit(DoubleVector y) {
        DoubleVector s = y.div(y.add(2.0));
        DoubleVector q = s.mul(s);
        DoubleVector p = all(1.0 / 33);
        p = p.fma(q, all(1.0 / 31));
        p = p.fma(q, all(1.0 / 29));
        p = p.fma(q, all(1.0 / 27));
        p = p.fma(q, all(1.0 / 25));
        p = p.fma(q, all(1.0 / 23));
        p = p.fma(q, all(1.0 / 21));
        p = p.fma(q, all(1.0 / 19));
        p = p.fma(q, all(1.0 / 17));
        p = p.fma(q, all(1.0 / 15));
        p = p.fma(q, all(1.0 / 13));
        p = p.fma(q, all(1.0 / 11));
        p = p.fma(q, all(1.0 / 9));
        p = p.fma(q, all(1.0 / 7));
        p = p.fma(q, all(1.0 / 5));
        p = p.fma(q, all(1.0 / 3));
        DoubleVector twice = s.add(s);
        return p.mul(q).fma(twice, twice);
    }

    private static DoubleVector reduce(DoubleVector x, DoubleVector n) {
        return n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
    }

    /** Returns e^r - 1 for |r| <= ln(2)/2. */
    private static DoubleVector expm1OfReduced(DoubleVector r) {
        DoubleVector p = all(1.0 / 6227020800L);
        p = p.fma(r, all(1.0 / 479001600));
        p = p.fma(r, all(1.0 / 39916800));
        p = p.fma(r, all(1.0 / 3628800));
        p = p.fma(r, all(1.0 / 362880));
        p = p.fma(r, all(1.0 / 40320));
        p = p.fma(r, all(1.0 / 5040));
        p = p.fma(r, all(1.0 / 720));
        p = p.fma(r, all(1.0 / 120));
        p = p.fma(r, all(1.0 / 24));
        p = p.fma(r, all(1.0 / 6));
        p = p.fma(r, all(0.5));
        return p.mul(r).fma(r, r);
    }

    /** Returns 2^n of the n in the low bits of {@code n + ROUND}. */
    private static DoubleVector powerOfTwo(DoubleVector shifted) {
        return shifted.reinterpretAsLongs()
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .add(Double.doubleToRawLongBits(1.0))
                .reinterpretAsDoubles();
    }
}

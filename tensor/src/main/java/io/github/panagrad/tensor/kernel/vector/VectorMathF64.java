package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Elementary functions over a run of doubles, from exactly rounded operations only, so that the bits are the same on
 * every machine and in every compiler tier; what is left behind the last whole register goes through the same
 * operations one by one. The largest errors, stated in units in the last place, are tested.
 *
 * <p>Method: {@code exp(y) = 2^n exp(r)} with {@code n = round(y / ln 2)} and {@code r = y - n ln 2} in two parts
 * (Cody and Waite, Software Manual for the Elementary Functions, 1980), {@code exp(r) - 1} by its Taylor polynomial of
 * degree 13, whose remainder on |r| <= ln(2)/2 is below 5e-18. {@code ln(1 + y) = 2 artanh(s)} with
 * {@code s = y / (2 + y)}; for y in [0, 1] the series in s² is cut after s^33, whose remainder is below 2e-18.
 */
final class VectorMathF64 {
    /** Adding it rounds to an integer, which then stands in the low bits. */
    static final double ROUND = 0x1.8p52;

    static final double LOG2_E = 1.4426950408889634;
    static final double LN2_HIGH = 0x1.62e42fee00000p-1;
    static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    static final int EXPONENT_SHIFT = 52;
    static final long ONE = Double.doubleToRawLongBits(1.0);
    private static final long SIGN = Long.MIN_VALUE;

    /** The logarithm of the smallest normal number. */
    static final double MIN_EXP = -708.3964185322641;

    /** Below it e^y - 1 is -1. */
    static final double MIN_EXPM1 = -40.0;

    static final double EXP_2 = 1.0 / 2;
    static final double EXP_3 = 1.0 / 6;
    static final double EXP_4 = 1.0 / 24;
    static final double EXP_5 = 1.0 / 120;
    static final double EXP_6 = 1.0 / 720;
    static final double EXP_7 = 1.0 / 5040;
    static final double EXP_8 = 1.0 / 40320;
    static final double EXP_9 = 1.0 / 362880;
    static final double EXP_10 = 1.0 / 3628800;
    static final double EXP_11 = 1.0 / 39916800;
    static final double EXP_12 = 1.0 / 479001600;
    static final double EXP_13 = 1.0 / 6227020800L;

    static final double LOG_3 = 1.0 / 3;
    static final double LOG_5 = 1.0 / 5;
    static final double LOG_7 = 1.0 / 7;
    static final double LOG_9 = 1.0 / 9;
    static final double LOG_11 = 1.0 / 11;
    static final double LOG_13 = 1.0 / 13;
    static final double LOG_15 = 1.0 / 15;
    static final double LOG_17 = 1.0 / 17;
    static final double LOG_19 = 1.0 / 19;
    static final double LOG_21 = 1.0 / 21;
    static final double LOG_23 = 1.0 / 23;
    static final double LOG_25 = 1.0 / 25;
    static final double LOG_27 = 1.0 / 27;
    static final double LOG_29 = 1.0 / 29;
    static final double LOG_31 = 1.0 / 31;
    static final double LOG_33 = 1.0 / 33;

    private VectorMathF64() {}

    /**
     * {@code x = sign(x) e^-|x|}, positive for both zeros: at most 1.1 ulp wrong; a zero of that sign where it would be
     * subnormal.
     */
    static void decay(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            DoubleVector v = fromMemorySegment(SPECIES, x, at, ORDER);
            DoubleVector y = v.abs().neg();
            DoubleVector shifted = y.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
            DoubleVector multiple = shifted.sub(ROUND);
            DoubleVector r = multiple.fma(broadcast(SPECIES, -LN2_HIGH), y);
            r = multiple.fma(broadcast(SPECIES, -LN2_LOW), r);
            DoubleVector p = broadcast(SPECIES, EXP_13).fma(r, broadcast(SPECIES, EXP_12));
            p = p.fma(r, broadcast(SPECIES, EXP_11));
            p = p.fma(r, broadcast(SPECIES, EXP_10));
            p = p.fma(r, broadcast(SPECIES, EXP_9));
            p = p.fma(r, broadcast(SPECIES, EXP_8));
            p = p.fma(r, broadcast(SPECIES, EXP_7));
            p = p.fma(r, broadcast(SPECIES, EXP_6));
            p = p.fma(r, broadcast(SPECIES, EXP_5));
            p = p.fma(r, broadcast(SPECIES, EXP_4));
            p = p.fma(r, broadcast(SPECIES, EXP_3));
            p = p.fma(r, broadcast(SPECIES, EXP_2));
            LongVector power = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            DoubleVector e = p.mul(r).fma(r, r).add(1.0).mul(power.add(ONE).reinterpretAsDoubles());
            e = e.blend(0.0, y.compare(VectorOperators.LT, MIN_EXP));
            e.blend(e.neg(), v.compare(VectorOperators.LT, 0.0)).intoMemorySegment(x, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            double v = x.get(ValueLayout.JAVA_DOUBLE, at);
            x.set(ValueLayout.JAVA_DOUBLE, at, v < 0 ? -exp(-Math.abs(v)) : exp(-Math.abs(v)));
        }
    }

    /** {@code x = tanh(x)}, as sign(x) |t / (t + 2)| with t = e^(-2|x|) - 1: at most 3 ulp wrong. */
    static void tanh(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            DoubleVector v = fromMemorySegment(SPECIES, x, at, ORDER);
            DoubleVector y = v.abs().mul(-2.0);
            DoubleVector shifted = y.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
            DoubleVector multiple = shifted.sub(ROUND);
            DoubleVector r = multiple.fma(broadcast(SPECIES, -LN2_HIGH), y);
            r = multiple.fma(broadcast(SPECIES, -LN2_LOW), r);
            DoubleVector p = broadcast(SPECIES, EXP_13).fma(r, broadcast(SPECIES, EXP_12));
            p = p.fma(r, broadcast(SPECIES, EXP_11));
            p = p.fma(r, broadcast(SPECIES, EXP_10));
            p = p.fma(r, broadcast(SPECIES, EXP_9));
            p = p.fma(r, broadcast(SPECIES, EXP_8));
            p = p.fma(r, broadcast(SPECIES, EXP_7));
            p = p.fma(r, broadcast(SPECIES, EXP_6));
            p = p.fma(r, broadcast(SPECIES, EXP_5));
            p = p.fma(r, broadcast(SPECIES, EXP_4));
            p = p.fma(r, broadcast(SPECIES, EXP_3));
            p = p.fma(r, broadcast(SPECIES, EXP_2));
            LongVector power = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            DoubleVector scale = power.add(ONE).reinterpretAsDoubles();
            DoubleVector t = p.mul(r).fma(r, r).fma(scale, scale.sub(1.0));
            t = t.blend(-1.0, y.compare(VectorOperators.LT, MIN_EXPM1));
            LongVector sign = v.reinterpretAsLongs().and(SIGN);
            DoubleVector magnitude = t.div(t.add(2.0)).abs();
            magnitude.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoMemorySegment(x, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            double v = x.get(ValueLayout.JAVA_DOUBLE, at);
            double t = expm1(-2 * Math.abs(v));
            x.set(ValueLayout.JAVA_DOUBLE, at, Math.copySign(Math.abs(t / (t + 2)), v));
        }
    }

    /** Returns the sum of ln(1 + |x|) for |x| <= 1, each at most 2 ulp wrong. */
    static double sumOfLogarithms(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        DoubleVector sums = zero(SPECIES);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector y = fromMemorySegment(SPECIES, x, from + ((long) i << SHIFT), ORDER)
                    .abs();
            DoubleVector s = y.div(y.add(2.0));
            DoubleVector q = s.mul(s);
            DoubleVector p = broadcast(SPECIES, LOG_33).fma(q, broadcast(SPECIES, LOG_31));
            p = p.fma(q, broadcast(SPECIES, LOG_29));
            p = p.fma(q, broadcast(SPECIES, LOG_27));
            p = p.fma(q, broadcast(SPECIES, LOG_25));
            p = p.fma(q, broadcast(SPECIES, LOG_23));
            p = p.fma(q, broadcast(SPECIES, LOG_21));
            p = p.fma(q, broadcast(SPECIES, LOG_19));
            p = p.fma(q, broadcast(SPECIES, LOG_17));
            p = p.fma(q, broadcast(SPECIES, LOG_15));
            p = p.fma(q, broadcast(SPECIES, LOG_13));
            p = p.fma(q, broadcast(SPECIES, LOG_11));
            p = p.fma(q, broadcast(SPECIES, LOG_9));
            p = p.fma(q, broadcast(SPECIES, LOG_7));
            p = p.fma(q, broadcast(SPECIES, LOG_5));
            p = p.fma(q, broadcast(SPECIES, LOG_3));
            DoubleVector twice = s.add(s);
            sums = sums.add(p.mul(q).fma(twice, twice));
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sums = sums.add(sums.rearrange(fold));
        }
        double sum = sums.lane(0);
        for (int i = bound; i < n; i++) {
            sum += log1p(Math.abs(x.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT))));
        }
        return sum;
    }

    static double exp(double y) {
        if (y < MIN_EXP) {
            return 0;
        }
        double shifted = Math.fma(y, LOG2_E, ROUND);
        double scale = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) << EXPONENT_SHIFT) + ONE);
        return (expm1OfReduced(reduce(y, shifted - ROUND)) + 1) * scale;
    }

    static double expm1(double y) {
        if (y < MIN_EXPM1) {
            return -1;
        }
        double shifted = Math.fma(y, LOG2_E, ROUND);
        double scale = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) << EXPONENT_SHIFT) + ONE);
        return Math.fma(expm1OfReduced(reduce(y, shifted - ROUND)), scale, scale - 1);
    }

    static double reduce(double y, double multiple) {
        return Math.fma(multiple, -LN2_LOW, Math.fma(multiple, -LN2_HIGH, y));
    }

    static double expm1OfReduced(double r) {
        double p = Math.fma(EXP_13, r, EXP_12);
        p = Math.fma(p, r, EXP_11);
        p = Math.fma(p, r, EXP_10);
        p = Math.fma(p, r, EXP_9);
        p = Math.fma(p, r, EXP_8);
        p = Math.fma(p, r, EXP_7);
        p = Math.fma(p, r, EXP_6);
        p = Math.fma(p, r, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        return Math.fma(p * r, r, r);
    }

    static double log1p(double y) {
        double s = y / (y + 2);
        double q = s * s;
        double p = Math.fma(LOG_33, q, LOG_31);
        p = Math.fma(p, q, LOG_29);
        p = Math.fma(p, q, LOG_27);
        p = Math.fma(p, q, LOG_25);
        p = Math.fma(p, q, LOG_23);
        p = Math.fma(p, q, LOG_21);
        p = Math.fma(p, q, LOG_19);
        p = Math.fma(p, q, LOG_17);
        p = Math.fma(p, q, LOG_15);
        p = Math.fma(p, q, LOG_13);
        p = Math.fma(p, q, LOG_11);
        p = Math.fma(p, q, LOG_9);
        p = Math.fma(p, q, LOG_7);
        p = Math.fma(p, q, LOG_5);
        p = Math.fma(p, q, LOG_3);
        double twice = s + s;
        return Math.fma(p * q, twice, twice);
    }
}

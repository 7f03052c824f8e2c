// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/VectorMath.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
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
 * every machine and in every compiler tier; the tail after the last full vector goes through the same
 * operations one by one. The largest errors, stated in units in the last place, are tested.
 *
 * <p>Method: {@code exp(y) = 2^n exp(r)} with {@code n = round(y / ln 2)} and {@code r = y - n ln 2} in two parts
 * (Cody and Waite, Software Manual for the Elementary Functions, 1980), {@code exp(r) - 1} by its Taylor polynomial of
 * degree 7, whose remainder on |r| <= ln(2)/2 is below 6e-9 (float64: 13, 5e-18). {@code ln(1 + y) = 2 artanh(s)} with
 * {@code s = y / (2 + y)}; for y in [0, 1] the series in s² is cut after s^15, whose remainder is below 1e-9 (float64:
 * s^33, 2e-18).
 */
final class VectorMathF64 {
    /** Adding it rounds to an integer, which is then in the low bits. */
    static final double ROUND = 0x1.8p52;

    static final double LOG2_E = 1.4426950408889634;
    static final double LN2_HIGH = 0x1.62e42fee00000p-1;
    static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    static final int EXPONENT_SHIFT = 52;

    static final long ONE = Double.doubleToRawLongBits(1.0);
    private static final long SIGN = Double.doubleToRawLongBits(-0.0);

    /** The logarithm of the smallest normal number. */
    static final double MIN_EXP = -708.3964185322641;

    /** Below it e^y - 1 is -1. */
    static final double MIN_EXPM1 = -40.0;

    /** (e^r - 1 - r) / r². */
    static final double EXP_0 = 1.0 / 2;
    static final double EXP_1 = 1.0 / 6;
    static final double EXP_2 = 1.0 / 24;
    static final double EXP_3 = 1.0 / 120;
    static final double EXP_4 = 1.0 / 720;
    static final double EXP_5 = 1.0 / 5040;
    static final double EXP_6 = 1.0 / 40320;
    static final double EXP_7 = 1.0 / 362880;
    static final double EXP_8 = 1.0 / 3628800;
    static final double EXP_9 = 1.0 / 39916800;
    static final double EXP_10 = 1.0 / 479001600;
    static final double EXP_11 = 1.0 / 6227020800L;

    /** (artanh(s) - s) / s³, in s². */
    static final double LOG_0 = 1.0 / 3;
    static final double LOG_1 = 1.0 / 5;
    static final double LOG_2 = 1.0 / 7;
    static final double LOG_3 = 1.0 / 9;
    static final double LOG_4 = 1.0 / 11;
    static final double LOG_5 = 1.0 / 13;
    static final double LOG_6 = 1.0 / 15;
    static final double LOG_7 = 1.0 / 17;
    static final double LOG_8 = 1.0 / 19;
    static final double LOG_9 = 1.0 / 21;
    static final double LOG_10 = 1.0 / 23;
    static final double LOG_11 = 1.0 / 25;
    static final double LOG_12 = 1.0 / 27;
    static final double LOG_13 = 1.0 / 29;
    static final double LOG_14 = 1.0 / 31;
    static final double LOG_15 = 1.0 / 33;

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
            DoubleVector logarithmS = y.div(y.add(2.0));
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
            sums = sums.add(logarithm);
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
        double p = Math.fma(EXP_11, r, EXP_10);
        p = Math.fma(p, r, EXP_9);
        p = Math.fma(p, r, EXP_8);
        p = Math.fma(p, r, EXP_7);
        p = Math.fma(p, r, EXP_6);
        p = Math.fma(p, r, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_0);
        return Math.fma(p * r, r, r);
    }

    static double log1p(double y) {
        double s = y / (y + 2);
        double q = s * s;
        double p = Math.fma(LOG_15, q, LOG_14);
        p = Math.fma(p, q, LOG_13);
        p = Math.fma(p, q, LOG_12);
        p = Math.fma(p, q, LOG_11);
        p = Math.fma(p, q, LOG_10);
        p = Math.fma(p, q, LOG_9);
        p = Math.fma(p, q, LOG_8);
        p = Math.fma(p, q, LOG_7);
        p = Math.fma(p, q, LOG_6);
        p = Math.fma(p, q, LOG_5);
        p = Math.fma(p, q, LOG_4);
        p = Math.fma(p, q, LOG_3);
        p = Math.fma(p, q, LOG_2);
        p = Math.fma(p, q, LOG_1);
        p = Math.fma(p, q, LOG_0);
        double twice = s + s;
        return Math.fma(p * q, twice, twice);
    }
}

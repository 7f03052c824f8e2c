// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/NormalVectorMath.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.EXPONENT_SHIFT;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.LOG2_E;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.MIN_EXP;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.ONE;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF64.ROUND;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The exact GELU of doubles, with the normal distribution's Φ from its tail: with {@code x = |z|}, {@code Φ(-x) =
 * e^(-x²/2) w(t) / (1 + x)}, where w is nearly constant in {@code t = (x - c) / (x + c)} (after Shepherd and Laframboise,
 * Chebyshev approximation of (1 + 2x) exp(x²) erfc(x) in 0 <= x < ∞, 1981). The polynomial of w is interpolated at the
 * Chebyshev points of x in [0, end]; for float32 with c = 4, end = 14 and degree 10 its relative error is at most 2e-8,
 * for float64 with c = 6, end = 38.5 and degree 22 at most 4e-17. The exponential is computed as in {@link VectorMathF64};
 * its exponent x²/2 is kept in two parts, because an error there would be magnified.
 */
final class NormalVectorMathF64 {
    /** From here on e^(-x²/2) is 0. */
    private static final double END = 38.5;

    private static final double CENTRE = 6.0;
    private static final double INVERSE_SQRT_2PI = 0.3989422804014327;

    /** w(t). */
    private static final double W_0 = 0x1.d0568f5d76666p-2;
    private static final double W_1 = -0x1.5c438de6f0fe7p-4;
    private static final double W_2 = 0x1.46229bd01701ep-5;
    private static final double W_3 = -0x1.1e9d4130ece18p-8;
    private static final double W_4 = -0x1.08766e432de9dp-6;
    private static final double W_5 = 0x1.7227accaec79ap-6;
    private static final double W_6 = -0x1.43da9f7389b98p-6;
    private static final double W_7 = 0x1.b212c0285f114p-7;
    private static final double W_8 = -0x1.ceac1d8bd67ccp-8;
    private static final double W_9 = 0x1.80c840e22fe91p-9;
    private static final double W_10 = -0x1.c79a7c7ca6fbep-11;
    private static final double W_11 = 0x1.f52d0ca67fd19p-14;
    private static final double W_12 = 0x1.3d0bb97969ba6p-15;
    private static final double W_13 = -0x1.ba2334d349b0ap-16;
    private static final double W_14 = 0x1.282076018024bp-18;
    private static final double W_15 = 0x1.dee3ae695e7c8p-20;
    private static final double W_16 = -0x1.0c689f33c9274p-20;
    private static final double W_17 = -0x1.ac2fe7bbb3d45p-31;
    private static final double W_18 = 0x1.1caed6be3b903p-23;
    private static final double W_19 = -0x1.524608046f8efp-26;
    private static final double W_20 = -0x1.0caf4f8eb433ep-26;
    private static final double W_21 = 0x1.81f14bbe6e23fp-29;
    private static final double W_22 = 0x1.a2dff0868044ep-30;

    private NormalVectorMathF64() {}

    /** {@code slopes = Φ(z) + z φ(z); z = z Φ(z)}; the slopes' place is written first, and may be that of z. */
    static void gelu(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            DoubleVector x = v.abs();
            x = x.blend(END, x.compare(VectorOperators.GT, END));
            DoubleVector half = x.mul(-0.5);
            DoubleVector y = half.mul(x);
            DoubleVector low = half.fma(x, y.neg());
            DoubleVector eShifted = y.fma(broadcast(SPECIES, VectorMathF64.LOG2_E), broadcast(SPECIES, VectorMathF64.ROUND));
            DoubleVector eMainN = eShifted.sub(VectorMathF64.ROUND);
            DoubleVector eMainHigh = eMainN.fma(broadcast(SPECIES, -VectorMathF64.LN2_HIGH), y);
            DoubleVector eMain = eMainN.fma(broadcast(SPECIES, -VectorMathF64.LN2_LOW), eMainHigh);
            DoubleVector eR = eMain.add(low);
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
            DoubleVector t = x.sub(CENTRE).div(x.add(CENTRE));
            DoubleVector w = broadcast(SPECIES, W_22).fma(t, broadcast(SPECIES, W_21));
            w = w.fma(t, broadcast(SPECIES, W_20));
            w = w.fma(t, broadcast(SPECIES, W_19));
            w = w.fma(t, broadcast(SPECIES, W_18));
            w = w.fma(t, broadcast(SPECIES, W_17));
            w = w.fma(t, broadcast(SPECIES, W_16));
            w = w.fma(t, broadcast(SPECIES, W_15));
            w = w.fma(t, broadcast(SPECIES, W_14));
            w = w.fma(t, broadcast(SPECIES, W_13));
            w = w.fma(t, broadcast(SPECIES, W_12));
            w = w.fma(t, broadcast(SPECIES, W_11));
            w = w.fma(t, broadcast(SPECIES, W_10));
            w = w.fma(t, broadcast(SPECIES, W_9));
            w = w.fma(t, broadcast(SPECIES, W_8));
            w = w.fma(t, broadcast(SPECIES, W_7));
            w = w.fma(t, broadcast(SPECIES, W_6));
            w = w.fma(t, broadcast(SPECIES, W_5));
            w = w.fma(t, broadcast(SPECIES, W_4));
            w = w.fma(t, broadcast(SPECIES, W_3));
            w = w.fma(t, broadcast(SPECIES, W_2));
            w = w.fma(t, broadcast(SPECIES, W_1));
            w = w.fma(t, broadcast(SPECIES, W_0));
            VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
            DoubleVector tail = w.mul(e).div(x.add(1.0));
            DoubleVector below = broadcast(SPECIES, 1.0).sub(tail).blend(tail, negative);
            DoubleVector signed = x.blend(x.neg(), negative);
            DoubleVector slope = e.mul(INVERSE_SQRT_2PI).fma(signed, below);
            DoubleVector value = v.blend(signed, negative).mul(below);
            slope.intoMemorySegment(slopes, to + ((long) i << SHIFT), ORDER);
            value.intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            geluRest(z, from, slopes, to, bound, n);
        }
    }

    private static void geluRest(MemorySegment z, long from, MemorySegment slopes, long to, int first, int n) {
        OffHeap.require(z, slopes);
        for (int i = first; i < n; i++) {
            double v = z.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
            double x = Math.abs(v);
            x = x > END ? END : x;
            double half = x * -0.5;
            double y = half * x;
            double e = exp(y, Math.fma(half, x, -y));
            double t = (x - CENTRE) / (x + CENTRE);
            double w = Math.fma(W_22, t, W_21);
            w = Math.fma(w, t, W_20);
            w = Math.fma(w, t, W_19);
            w = Math.fma(w, t, W_18);
            w = Math.fma(w, t, W_17);
            w = Math.fma(w, t, W_16);
            w = Math.fma(w, t, W_15);
            w = Math.fma(w, t, W_14);
            w = Math.fma(w, t, W_13);
            w = Math.fma(w, t, W_12);
            w = Math.fma(w, t, W_11);
            w = Math.fma(w, t, W_10);
            w = Math.fma(w, t, W_9);
            w = Math.fma(w, t, W_8);
            w = Math.fma(w, t, W_7);
            w = Math.fma(w, t, W_6);
            w = Math.fma(w, t, W_5);
            w = Math.fma(w, t, W_4);
            w = Math.fma(w, t, W_3);
            w = Math.fma(w, t, W_2);
            w = Math.fma(w, t, W_1);
            w = Math.fma(w, t, W_0);
            double tail = w * e / (x + 1);
            double below = v < 0 ? tail : 1 - tail;
            double signed = v < 0 ? -x : x;
            double slope = Math.fma(e * INVERSE_SQRT_2PI, signed, below);
            double value = (v < 0 ? signed : v) * below;
            slopes.set(ValueLayout.JAVA_DOUBLE, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT), value);
        }
    }

    /** Returns e^(y + low). */
    private static double exp(double y, double low) {
        if (y < MIN_EXP) {
            return 0;
        }
        double shifted = Math.fma(y, LOG2_E, ROUND);
        double scale = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) << EXPONENT_SHIFT) + ONE);
        double r = VectorMathF64.reduce(y, shifted - ROUND) + low;
        return (VectorMathF64.expm1OfReduced(r) + 1) * scale;
    }
}

// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/NormalVectorMath.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF32.EXPONENT_SHIFT;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF32.LOG2_E;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF32.MIN_EXP;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF32.ONE;
import static io.github.panagrad.tensor.kernel.vector.VectorMathF32.ROUND;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The exact GELU of floats, with the normal distribution's Φ from its tail: with {@code x = |z|}, {@code Φ(-x) =
 * e^(-x²/2) w(t) / (1 + x)}, where w is nearly constant in {@code t = (x - c) / (x + c)} (after Shepherd and Laframboise,
 * Chebyshev approximation of (1 + 2x) exp(x²) erfc(x) in 0 <= x < ∞, 1981). The polynomial of w is interpolated at the
 * Chebyshev points of x in [0, end]; for float32 with c = 4, end = 14 and degree 10 its relative error is at most 2e-8,
 * for float64 with c = 6, end = 38.5 and degree 22 at most 4e-17. The exponential is computed as in {@link VectorMathF32};
 * its exponent x²/2 is kept in two parts, because an error there would be magnified.
 */
final class NormalVectorMathF32 {
    /** From here on e^(-x²/2) is 0. */
    private static final float END = 14f;

    private static final float CENTRE = 4f;
    private static final float INVERSE_SQRT_2PI = 0.3989423f;

    /** w(t). */
    private static final float W_0 = 0x1.e361eap-2f;
    private static final float W_1 = -0x1.8c18fp-4f;
    private static final float W_2 = 0x1.cabd2ep-7f;
    private static final float W_3 = 0x1.d4951ap-6f;
    private static final float W_4 = -0x1.07c2bap-5f;
    private static final float W_5 = 0x1.25edccp-6f;
    private static final float W_6 = -0x1.47f408p-8f;
    private static final float W_7 = -0x1.3dc434p-12f;
    private static final float W_8 = 0x1.6b483ap-11f;
    private static final float W_9 = -0x1.0105e4p-14f;
    private static final float W_10 = -0x1.2df84ep-14f;

    private NormalVectorMathF32() {}

    /** {@code slopes = Φ(z) + z φ(z); z = z Φ(z)}; the slopes' place is written first, and may be that of z. */
    static void gelu(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            FloatVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            FloatVector x = v.abs();
            x = x.blend(END, x.compare(VectorOperators.GT, END));
            FloatVector half = x.mul(-0.5f);
            FloatVector y = half.mul(x);
            FloatVector low = half.fma(x, y.neg());
            FloatVector eShifted = y.fma(broadcast(SPECIES, VectorMathF32.LOG2_E), broadcast(SPECIES, VectorMathF32.ROUND));
            FloatVector eMainN = eShifted.sub(VectorMathF32.ROUND);
            FloatVector eMainHigh = eMainN.fma(broadcast(SPECIES, -VectorMathF32.LN2_HIGH), y);
            FloatVector eMain = eMainN.fma(broadcast(SPECIES, -VectorMathF32.LN2_LOW), eMainHigh);
            FloatVector eR = eMain.add(low);
            FloatVector eTP = broadcast(SPECIES, VectorMathF32.EXP_5).fma(eR, broadcast(SPECIES, VectorMathF32.EXP_4));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_3));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_2));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_1));
            eTP = eTP.fma(eR, broadcast(SPECIES, VectorMathF32.EXP_0));
            FloatVector eT = eTP.mul(eR).fma(eR, eR);
            IntVector eScaleN = eShifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMathF32.EXPONENT_SHIFT);
            FloatVector eScale = eScaleN.add(VectorMathF32.ONE).reinterpretAsFloats();
            FloatVector e = eT.add(1f).mul(eScale).blend(0f, y.compare(VectorOperators.LT, VectorMathF32.MIN_EXP));
            FloatVector t = x.sub(CENTRE).div(x.add(CENTRE));
            FloatVector w = broadcast(SPECIES, W_10).fma(t, broadcast(SPECIES, W_9));
            w = w.fma(t, broadcast(SPECIES, W_8));
            w = w.fma(t, broadcast(SPECIES, W_7));
            w = w.fma(t, broadcast(SPECIES, W_6));
            w = w.fma(t, broadcast(SPECIES, W_5));
            w = w.fma(t, broadcast(SPECIES, W_4));
            w = w.fma(t, broadcast(SPECIES, W_3));
            w = w.fma(t, broadcast(SPECIES, W_2));
            w = w.fma(t, broadcast(SPECIES, W_1));
            w = w.fma(t, broadcast(SPECIES, W_0));
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            FloatVector tail = w.mul(e).div(x.add(1f));
            FloatVector below = broadcast(SPECIES, 1f).sub(tail).blend(tail, negative);
            FloatVector signed = x.blend(x.neg(), negative);
            FloatVector slope = e.mul(INVERSE_SQRT_2PI).fma(signed, below);
            FloatVector value = v.blend(signed, negative).mul(below);
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT));
            float x = Math.abs(v);
            x = x > END ? END : x;
            float half = x * -0.5f;
            float y = half * x;
            float e = exp(y, Math.fma(half, x, -y));
            float t = (x - CENTRE) / (x + CENTRE);
            float w = Math.fma(W_10, t, W_9);
            w = Math.fma(w, t, W_8);
            w = Math.fma(w, t, W_7);
            w = Math.fma(w, t, W_6);
            w = Math.fma(w, t, W_5);
            w = Math.fma(w, t, W_4);
            w = Math.fma(w, t, W_3);
            w = Math.fma(w, t, W_2);
            w = Math.fma(w, t, W_1);
            w = Math.fma(w, t, W_0);
            float tail = w * e / (x + 1);
            float below = v < 0 ? tail : 1 - tail;
            float signed = v < 0 ? -x : x;
            float slope = Math.fma(e * INVERSE_SQRT_2PI, signed, below);
            float value = (v < 0 ? signed : v) * below;
            slopes.set(ValueLayout.JAVA_FLOAT, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT), value);
        }
    }

    /** Returns e^(y + low). */
    private static float exp(float y, float low) {
        if (y < MIN_EXP) {
            return 0;
        }
        float shifted = Math.fma(y, LOG2_E, ROUND);
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE);
        float r = VectorMathF32.reduce(y, shifted - ROUND) + low;
        return (VectorMathF32.expm1OfReduced(r) + 1) * scale;
    }
}

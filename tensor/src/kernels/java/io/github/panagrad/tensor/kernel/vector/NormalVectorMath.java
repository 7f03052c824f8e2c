package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.EXPONENT_SHIFT;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.LOG2_E;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.MIN_EXP;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.ONE;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.ROUND;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The exact GELU of floats, with the normal distribution's Φ from its tail: with {@code x = |z|}, {@code Φ(-x) =
 * e^(-x²/2) w(t) / (1 + x)}, where w is nearly constant in {@code t = (x - c) / (x + c)} (after Shepherd and Laframboise,
 * Chebyshev approximation of (1 + 2x) exp(x²) erfc(x) in 0 <= x < ∞, 1981). The polynomial of w is interpolated at the
 * Chebyshev points of x in [0, end]; for float32 with c = 4, end = 14 and degree 10 its relative error is at most 2e-8,
 * for float64 with c = 6, end = 38.5 and degree 22 at most 4e-17. The exponential is computed as in {@link VectorMath};
 * its exponent x²/2 is kept in two parts, because an error there would be magnified.
 */
final class NormalVectorMath {
    /** From here on e^(-x²/2) is 0. */
    private static final float END = Macros.perType(14f, 38.5);

    private static final float CENTRE = Macros.perType(4f, 6.0);
    private static final float INVERSE_SQRT_2PI = Macros.perType(0.3989423f, 0.3989422804014327);

    /** w(t). */
    private static final float[] W = Macros.perType(
            new float[] {
                0x1.e361eap-2f,
                -0x1.8c18fp-4f,
                0x1.cabd2ep-7f,
                0x1.d4951ap-6f,
                -0x1.07c2bap-5f,
                0x1.25edccp-6f,
                -0x1.47f408p-8f,
                -0x1.3dc434p-12f,
                0x1.6b483ap-11f,
                -0x1.0105e4p-14f,
                -0x1.2df84ep-14f
            },
            new double[] {
                0x1.d0568f5d76666p-2,
                -0x1.5c438de6f0fe7p-4,
                0x1.46229bd01701ep-5,
                -0x1.1e9d4130ece18p-8,
                -0x1.08766e432de9dp-6,
                0x1.7227accaec79ap-6,
                -0x1.43da9f7389b98p-6,
                0x1.b212c0285f114p-7,
                -0x1.ceac1d8bd67ccp-8,
                0x1.80c840e22fe91p-9,
                -0x1.c79a7c7ca6fbep-11,
                0x1.f52d0ca67fd19p-14,
                0x1.3d0bb97969ba6p-15,
                -0x1.ba2334d349b0ap-16,
                0x1.282076018024bp-18,
                0x1.dee3ae695e7c8p-20,
                -0x1.0c689f33c9274p-20,
                -0x1.ac2fe7bbb3d45p-31,
                0x1.1caed6be3b903p-23,
                -0x1.524608046f8efp-26,
                -0x1.0caf4f8eb433ep-26,
                0x1.81f14bbe6e23fp-29,
                0x1.a2dff0868044ep-30
            });

    private NormalVectorMath() {}

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
            FloatVector e = Macros.expOfSum(y, low);
            FloatVector t = x.sub(CENTRE).div(x.add(CENTRE));
            FloatVector w = Macros.horner(t, W);
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
            float w = Macros.horner(t, W);
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
        float r = VectorMath.reduce(y, shifted - ROUND) + low;
        return (VectorMath.expm1OfReduced(r) + 1) * scale;
    }
}

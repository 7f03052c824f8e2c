package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.exp;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.expm1;
import static io.github.panagrad.tensor.kernel.vector.VectorMath.log1p;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Smooth activations of floats from one exponential, {@code e = e^-|z|}, computed as in {@link VectorMath}, with
 * their derivatives, whose place is written first: where they are not wanted it may be that of z. The same operations
 * one by one after the last full vector; the largest errors are stated in {@code docs/activations.md} and tested.
 *
 * <p>Where e is 0, below the floats that are normal, so is every product with it, for infinite z, too.
 */
final class SmoothVectorMath {
    /** Twice sqrt(2/π), the first coefficient of gelu_tanh's exponent 2u, and that of z³ in it. */
    private static final float GELU_1 = Macros.perType(1.5957692f, 1.5957691216057308);

    private static final float GELU_3 = Macros.perType(0.071354814f, 0.07135481627260025);
    private static final float GELU_3_SLOPE = 3 * GELU_3;

    private SmoothVectorMath() {}

    /** {@code slopes = s (1 + z (1 - s)); z = z s} with {@code s = 1 / (1 + e^-z)}. */
    static void silu(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            FloatVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            FloatVector y = v.abs().neg();
            FloatVector e = Macros.exp(y);
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            FloatVector ve = v.mul(e).blend(0f, e.compare(VectorOperators.EQ, 0f));
            FloatVector q = broadcast(SPECIES, 1f).div(e.add(1f));
            FloatVector one = broadcast(SPECIES, 1f).blend(e, negative);
            FloatVector slope = ve.fma(q, one).mul(q);
            FloatVector value = v.blend(ve, negative).mul(q);
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT));
            float e = exp(-Math.abs(v));
            float ve = e == 0 ? 0 : v * e;
            float q = 1 / (e + 1);
            float slope = Math.fma(ve, q, v < 0 ? e : 1) * q;
            float value = (v < 0 ? ve : v) * q;
            slopes.set(ValueLayout.JAVA_FLOAT, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT), value);
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
            FloatVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            FloatVector square = v.mul(v);
            FloatVector y = square.fma(broadcast(SPECIES, GELU_3), broadcast(SPECIES, GELU_1))
                    .mul(v)
                    .abs()
                    .neg();
            FloatVector vw = square.fma(broadcast(SPECIES, GELU_3_SLOPE), broadcast(SPECIES, GELU_1))
                    .mul(v);
            FloatVector e = Macros.exp(y);
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            VectorMask<Float> nothing = e.compare(VectorOperators.EQ, 0f);
            FloatVector ve = v.mul(e).blend(0f, nothing);
            FloatVector vwe = vw.mul(e).blend(0f, nothing);
            FloatVector q = broadcast(SPECIES, 1f).div(e.add(1f));
            FloatVector one = broadcast(SPECIES, 1f).blend(e, negative);
            FloatVector slope = vwe.fma(q, one).mul(q);
            FloatVector value = v.blend(ve, negative).mul(q);
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT));
            float square = v * v;
            float e = exp(-Math.abs(Math.fma(square, GELU_3, GELU_1) * v));
            float vw = Math.fma(square, GELU_3_SLOPE, GELU_1) * v;
            float ve = e == 0 ? 0 : v * e;
            float vwe = e == 0 ? 0 : vw * e;
            float q = 1 / (e + 1);
            float slope = Math.fma(vwe, q, v < 0 ? e : 1) * q;
            float value = (v < 0 ? ve : v) * q;
            slopes.set(ValueLayout.JAVA_FLOAT, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT), value);
        }
    }

    /** {@code slopes = 1 / (1 + e^-z); z = max(z, 0) + ln(1 + e)}. */
    static void softplus(MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        OffHeap.require(z, slopes);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            FloatVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            FloatVector y = v.abs().neg();
            FloatVector e = Macros.exp(y);
            FloatVector logarithm = Macros.log1p(e);
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            FloatVector one = broadcast(SPECIES, 1f).blend(e, negative);
            FloatVector slope = one.div(e.add(1f));
            FloatVector value = v.blend(0f, negative).add(logarithm);
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT));
            float e = exp(-Math.abs(v));
            float slope = (v < 0 ? e : 1) / (e + 1);
            float value = (v < 0 ? 0 : v) + log1p(e);
            slopes.set(ValueLayout.JAVA_FLOAT, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT), value);
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
            FloatVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            FloatVector y = v.abs().neg();
            FloatVector e = Macros.exp(y);
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            FloatVector ve = v.mul(e).blend(0f, e.compare(VectorOperators.EQ, 0f));
            FloatVector twice = e.add(e);
            FloatVector k = twice.add(1f).blend(e.add(2f), negative);
            FloatVector top = k.blend(k.mul(e), negative);
            FloatVector q =
                    broadcast(SPECIES, 1f).div(twice.mul(e).blend(2f, negative).add(top));
            FloatVector rise =
                    ve.mul(e).blend(ve, negative).mul(e.add(1f)).mul(q).mul(4f);
            FloatVector slope = top.add(rise).mul(q);
            FloatVector value = k.mul(q).mul(v.blend(ve, negative));
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
            float v = z.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT));
            float e = exp(-Math.abs(v));
            float ve = e == 0 ? 0 : v * e;
            float twice = e + e;
            float k = v < 0 ? e + 2 : twice + 1;
            float top = v < 0 ? k * e : k;
            float q = 1 / ((v < 0 ? 2 : twice * e) + top);
            float rise = (v < 0 ? ve : ve * e) * (e + 1) * q * 4;
            float slope = (top + rise) * q;
            float value = k * q * (v < 0 ? ve : v);
            slopes.set(ValueLayout.JAVA_FLOAT, to + ((long) i << SHIFT), slope);
            z.set(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT), value);
        }
    }

    /** {@code z = positive z} where {@code z > 0}, else {@code negative (e^z - 1)}. */
    static void elu(float positive, float negative, MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            FloatVector v = fromMemorySegment(SPECIES, z, from + ((long) i << SHIFT), ORDER);
            FloatVector y = v.abs().neg();
            FloatVector t = Macros.expm1(y);
            t.mul(negative)
                    .blend(v.mul(positive), v.compare(VectorOperators.GT, 0f))
                    .intoMemorySegment(z, from + ((long) i << SHIFT), ORDER);
        }
        if (bound < n) {
            eluRest(positive, negative, z, from, bound, n);
        }
    }

    private static void eluRest(float positive, float negative, MemorySegment z, long from, int first, int n) {
        OffHeap.require(z);
        for (int i = first; i < n; i++) {
            float v = z.get(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT));
            float value = v > 0 ? v * positive : expm1(-Math.abs(v)) * negative;
            z.set(ValueLayout.JAVA_FLOAT, from + ((long) i << SHIFT), value);
        }
    }
}

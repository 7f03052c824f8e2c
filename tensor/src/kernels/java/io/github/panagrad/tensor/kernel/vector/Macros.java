package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What kernels have in common and no method can do, because no method may take or return a vector: {@code
 * scripts/generate-kernels} writes these out where they are called. Called as a statement of its own, {@code FloatVector e =
 * Macros.exp(y);}.
 */
final class Macros {
    /** An {@code int} that becomes the integer as wide as the element type: {@code long} for double. */
    @Target(ElementType.TYPE_USE)
    @interface Bits {}

    private Macros() {}

    /** Becomes the first value in the float kernel and the second in the double one; may stand anywhere. */
    static <T> T perType(T forFloat, Object forDouble) {
        return forFloat;
    }

    /** Returns {@code c[0] + x (c[1] + x (c[2] + ...))}, by Horner's rule. */
    static FloatVector horner(FloatVector x, float[] c) {
        FloatVector p = broadcast(SPECIES, c[c.length - 1]);
        for (int i = c.length - 2; i >= 0; i--) {
            p = p.fma(x, broadcast(SPECIES, c[i]));
        }
        return p;
    }

    /** The same of a single element. */
    static float horner(float x, float[] c) {
        float p = c[c.length - 1];
        for (int i = c.length - 2; i >= 0; i--) {
            p = Math.fma(p, x, c[i]);
        }
        return p;
    }

    /** Returns y / ln 2 with {@link VectorMath#ROUND} added, which leaves the nearest integer n in the low bits. */
    static FloatVector shifted(FloatVector y) {
        return y.fma(broadcast(SPECIES, VectorMath.LOG2_E), broadcast(SPECIES, VectorMath.ROUND));
    }

    /** Returns {@code y - n ln 2}, with n from {@link #shifted}. */
    static FloatVector reduced(FloatVector y, FloatVector shifted) {
        FloatVector n = shifted.sub(VectorMath.ROUND);
        FloatVector high = n.fma(broadcast(SPECIES, -VectorMath.LN2_HIGH), y);
        return n.fma(broadcast(SPECIES, -VectorMath.LN2_LOW), high);
    }

    /** Returns {@code e^r - 1} for |r| <= ln(2)/2. */
    static FloatVector expm1OfReduced(FloatVector r) {
        FloatVector p = Macros.horner(r, VectorMath.EXP);
        return p.mul(r).fma(r, r);
    }

    /** Returns 2^n, with n from {@link #shifted}. */
    static FloatVector powerOfTwo(FloatVector shifted) {
        IntVector n = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, VectorMath.EXPONENT_SHIFT);
        return n.add(VectorMath.ONE).reinterpretAsFloats();
    }

    /** Returns {@code e^y} for y <= 0; 0 where it would be subnormal. */
    static FloatVector exp(FloatVector y) {
        FloatVector shifted = Macros.shifted(y);
        FloatVector r = Macros.reduced(y, shifted);
        FloatVector t = Macros.expm1OfReduced(r);
        FloatVector scale = Macros.powerOfTwo(shifted);
        return t.add(1f).mul(scale).blend(0f, y.compare(VectorOperators.LT, VectorMath.MIN_EXP));
    }

    /** Returns {@code e^(y + low)} for y <= 0 and low the rounding error of y; 0 where e^y would be subnormal. */
    static FloatVector expOfSum(FloatVector y, FloatVector low) {
        FloatVector shifted = Macros.shifted(y);
        FloatVector main = Macros.reduced(y, shifted);
        FloatVector r = main.add(low);
        FloatVector t = Macros.expm1OfReduced(r);
        FloatVector scale = Macros.powerOfTwo(shifted);
        return t.add(1f).mul(scale).blend(0f, y.compare(VectorOperators.LT, VectorMath.MIN_EXP));
    }

    /** Returns {@code e^y - 1} for y <= 0. */
    static FloatVector expm1(FloatVector y) {
        FloatVector shifted = Macros.shifted(y);
        FloatVector r = Macros.reduced(y, shifted);
        FloatVector t = Macros.expm1OfReduced(r);
        FloatVector scale = Macros.powerOfTwo(shifted);
        return t.fma(scale, scale.sub(1f)).blend(-1f, y.compare(VectorOperators.LT, VectorMath.MIN_EXPM1));
    }

    /** Returns {@code ln(1 + y)} for y in [0, 1]. */
    static FloatVector log1p(FloatVector y) {
        FloatVector s = y.div(y.add(2f));
        FloatVector square = s.mul(s);
        FloatVector p = Macros.horner(square, VectorMath.LOG);
        FloatVector twice = s.add(s);
        return p.mul(square).fma(twice, twice);
    }
}

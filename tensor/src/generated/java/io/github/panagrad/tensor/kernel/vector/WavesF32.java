// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Waves.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.WaveKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Cosines and sines of a number times several frequencies, from exactly rounded operations only, as in {@link VectorMathF32}.
 *
 * <p>Method: with the angle in turns, the nearest whole number is subtracted, without an error; what is left, r, is at most half
 * a turn. Both are a sine of at most a quarter of a turn, {@code cos 2πr = sin 2π(¼ − |r|)} and {@code sin 2πr = ± sin 2π
 * min(|r|, ½ − |r|)}, which is computed by its Taylor polynomial of degree 13, whose remainder is below 1e-9 (float64: 23,
 * below 1e-19). For a given number of turns the results are at most 3 ε wrong, with ε = 2^-24 (float64: 2^-53).
 */
final class WavesF32 implements WaveKernels {
    /** From here on nothing is known about the position within a turn. */
    private static final float MOST_TURNS = 0x1p22f;

    private static final float TURN = 6.2831855f;
    private static final float INVERSE_TURN = 0.15915494f;

    /** (sin 2πv − 2πv) / v³, in v². */
    private static final float SINE_0 = -41.3417f;
    private static final float SINE_1 = 81.60525f;
    private static final float SINE_2 = -76.70586f;
    private static final float SINE_3 = 42.058693f;
    private static final float SINE_4 = -15.094643f;
    private static final float SINE_5 = 3.8199525f;

    @Override
    public void waves(
            Tensor samples,
            int column,
            Tensor frequencies,
            @Nullable Tensor phases,
            Tensor cosines,
            @Nullable Tensor sines) {
        int n = cosines.columns();
        OffHeap.require(samples.segment());
        // What nobody wants is written where the cosine then goes.
        Tensor others = sines == null ? cosines : sines;
        for (int r = 0; r < cosines.rows(); r++) {
            long at = ((long) r * samples.stride() + column) << SHIFT;
            float x = samples.segment().get(ValueLayout.JAVA_FLOAT, at);
            wave(
                    x,
                    frequencies.segment(),
                    phases == null ? frequencies.segment() : phases.segment(),
                    phases == null ? 0 : INVERSE_TURN,
                    cosines.segment(),
                    ((long) r * cosines.stride()) << SHIFT,
                    others.segment(),
                    ((long) r * others.stride()) << SHIFT,
                    n);
        }
    }

    /** One number; the phases, in radians, are multiplied by a factor. */
    private static void wave(
            float x,
            MemorySegment frequencies,
            MemorySegment phases,
            float factor,
            MemorySegment cosines,
            long to,
            MemorySegment sines,
            long too,
            int n) {
        OffHeap.require(frequencies, phases, cosines, sines);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector t = fromMemorySegment(SPECIES, frequencies, at, ORDER)
                    .fma(
                            broadcast(SPECIES, x),
                            fromMemorySegment(SPECIES, phases, at, ORDER).mul(factor));
            FloatVector rest = t.sub(t.add(VectorMathF32.ROUND).sub(VectorMathF32.ROUND));
            FloatVector r = rest.blend(0f, t.abs().compare(VectorOperators.GE, MOST_TURNS));
            FloatVector a = r.abs();
            VectorMask<Float> far = a.compare(VectorOperators.GT, 0.25f);
            FloatVector u = a.blend(broadcast(SPECIES, 0.5f).sub(a), far);
            FloatVector v = u.blend(u.neg(), r.compare(VectorOperators.LT, 0f));
            FloatVector w = broadcast(SPECIES, 0.25f).sub(a);
            FloatVector q = v.mul(v);
            FloatVector p = broadcast(SPECIES, SINE_5).fma(q, broadcast(SPECIES, SINE_4));
            p = p.fma(q, broadcast(SPECIES, SINE_3));
            p = p.fma(q, broadcast(SPECIES, SINE_2));
            p = p.fma(q, broadcast(SPECIES, SINE_1));
            p = p.fma(q, broadcast(SPECIES, SINE_0));
            FloatVector s = w.mul(w);
            FloatVector o = broadcast(SPECIES, SINE_5).fma(s, broadcast(SPECIES, SINE_4));
            o = o.fma(s, broadcast(SPECIES, SINE_3));
            o = o.fma(s, broadcast(SPECIES, SINE_2));
            o = o.fma(s, broadcast(SPECIES, SINE_1));
            o = o.fma(s, broadcast(SPECIES, SINE_0));
            v.fma(broadcast(SPECIES, TURN), p.mul(q).mul(v)).intoMemorySegment(sines, too + at, ORDER);
            w.fma(broadcast(SPECIES, TURN), o.mul(s).mul(w)).intoMemorySegment(cosines, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float phase = phases.get(ValueLayout.JAVA_FLOAT, at) * factor;
            float t = Math.fma(frequencies.get(ValueLayout.JAVA_FLOAT, at), x, phase);
            float rest = t - ((t + VectorMathF32.ROUND) - VectorMathF32.ROUND);
            float r = Math.abs(t) >= MOST_TURNS ? 0 : rest;
            float a = Math.abs(r);
            float u = a > 0.25f ? 0.5f - a : a;
            sines.set(ValueLayout.JAVA_FLOAT, too + at, sine(r < 0 ? -u : u));
            cosines.set(ValueLayout.JAVA_FLOAT, to + at, sine(0.25f - a));
        }
    }

    /** Returns sin 2πv for |v| <= 1/4. */
    private static float sine(float v) {
        float q = v * v;
        float p = Math.fma(SINE_5, q, SINE_4);
        p = Math.fma(p, q, SINE_3);
        p = Math.fma(p, q, SINE_2);
        p = Math.fma(p, q, SINE_1);
        p = Math.fma(p, q, SINE_0);
        return Math.fma(v, TURN, p * q * v);
    }

    @Override
    public void waveGradient(Tensor cosines, Tensor sines, Tensor gradient, @Nullable Tensor sineGradient) {
        for (int r = 0; r < gradient.rows(); r++) {
            long cosine = ((long) r * cosines.stride()) << SHIFT;
            long sine = ((long) r * sines.stride()) << SHIFT;
            long at = ((long) r * gradient.stride()) << SHIFT;
            if (sineGradient == null) {
                turn(sines.segment(), sine, gradient.segment(), at, gradient.columns());
            } else {
                turn(
                        cosines.segment(),
                        cosine,
                        sines.segment(),
                        sine,
                        gradient.segment(),
                        at,
                        sineGradient.segment(),
                        ((long) r * sineGradient.stride()) << SHIFT,
                        gradient.columns());
            }
        }
    }

    /** {@code gradient = −gradient ⊙ sines}. */
    private static void turn(MemorySegment sines, long sine, MemorySegment gradient, long to, int n) {
        OffHeap.require(sines, gradient);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector g = fromMemorySegment(SPECIES, gradient, to + at, ORDER);
            g.mul(fromMemorySegment(SPECIES, sines, sine + at, ORDER))
                    .neg()
                    .intoMemorySegment(gradient, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float g = gradient.get(ValueLayout.JAVA_FLOAT, to + at);
            gradient.set(ValueLayout.JAVA_FLOAT, to + at, -(g * sines.get(ValueLayout.JAVA_FLOAT, sine + at)));
        }
    }

    /** {@code gradient = other ⊙ cosines − gradient ⊙ sines}. */
    private static void turn(
            MemorySegment cosines,
            long cosine,
            MemorySegment sines,
            long sine,
            MemorySegment gradient,
            long to,
            MemorySegment other,
            long from,
            int n) {
        OffHeap.require(cosines, sines, gradient, other);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector g = fromMemorySegment(SPECIES, gradient, to + at, ORDER);
            FloatVector h = fromMemorySegment(SPECIES, other, from + at, ORDER);
            FloatVector down = g.mul(fromMemorySegment(SPECIES, sines, sine + at, ORDER));
            h.mul(fromMemorySegment(SPECIES, cosines, cosine + at, ORDER))
                    .sub(down)
                    .intoMemorySegment(gradient, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float g = gradient.get(ValueLayout.JAVA_FLOAT, to + at);
            float h = other.get(ValueLayout.JAVA_FLOAT, from + at);
            float down = g * sines.get(ValueLayout.JAVA_FLOAT, sine + at);
            gradient.set(ValueLayout.JAVA_FLOAT, to + at, h * cosines.get(ValueLayout.JAVA_FLOAT, cosine + at) - down);
        }
    }
}

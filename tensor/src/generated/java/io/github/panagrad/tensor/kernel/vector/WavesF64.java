// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Waves.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.WaveKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Cosines and sines of a number times several frequencies, from exactly rounded operations only, as in {@link VectorMathF64}.
 *
 * <p>Method: with the angle in turns, the nearest whole number is subtracted, without an error; what is left, r, is at most half
 * a turn. Both are a sine of at most a quarter of a turn, {@code cos 2πr = sin 2π(¼ − |r|)} and {@code sin 2πr = ± sin 2π
 * min(|r|, ½ − |r|)}, which is computed by its Taylor polynomial of degree 13, whose remainder is below 1e-9 (float64: 23,
 * below 1e-19). For a given number of turns the results are at most 3 ε wrong, with ε = 2^-24 (float64: 2^-53).
 */
final class WavesF64 implements WaveKernels {
    /** From here on nothing is known about the position within a turn. */
    private static final double MOST_TURNS = 0x1p51;

    private static final double TURN = 6.283185307179586;
    private static final double INVERSE_TURN = 0.15915494309189535;

    /** (sin 2πv − 2πv) / v³, in v². */
    private static final double SINE_0 = -41.34170224039976;
    private static final double SINE_1 = 81.60524927607506;
    private static final double SINE_2 = -76.70585975306139;
    private static final double SINE_3 = 42.058693944897655;
    private static final double SINE_4 = -15.09464257682299;
    private static final double SINE_5 = 3.819952584848282;
    private static final double SINE_6 = -0.7181223017785006;
    private static final double SINE_7 = 0.10422916220813984;
    private static final double SINE_8 = -0.012031585942120627;
    private static final double SINE_9 = 0.0011309237482517963;
    private static final double SINE_10 = -8.823533599243006e-05;

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
            double x = samples.segment().get(ValueLayout.JAVA_DOUBLE, at);
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
            double x,
            MemorySegment frequencies,
            MemorySegment phases,
            double factor,
            MemorySegment cosines,
            long to,
            MemorySegment sines,
            long too,
            int n) {
        OffHeap.require(frequencies, phases, cosines, sines);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector t = fromMemorySegment(SPECIES, frequencies, at, ORDER)
                    .fma(
                            broadcast(SPECIES, x),
                            fromMemorySegment(SPECIES, phases, at, ORDER).mul(factor));
            DoubleVector rest = t.sub(t.add(VectorMathF64.ROUND).sub(VectorMathF64.ROUND));
            DoubleVector r = rest.blend(0.0, t.abs().compare(VectorOperators.GE, MOST_TURNS));
            DoubleVector a = r.abs();
            VectorMask<Double> far = a.compare(VectorOperators.GT, 0.25);
            DoubleVector u = a.blend(broadcast(SPECIES, 0.5).sub(a), far);
            DoubleVector v = u.blend(u.neg(), r.compare(VectorOperators.LT, 0.0));
            DoubleVector w = broadcast(SPECIES, 0.25).sub(a);
            DoubleVector q = v.mul(v);
            DoubleVector p = broadcast(SPECIES, SINE_10).fma(q, broadcast(SPECIES, SINE_9));
            p = p.fma(q, broadcast(SPECIES, SINE_8));
            p = p.fma(q, broadcast(SPECIES, SINE_7));
            p = p.fma(q, broadcast(SPECIES, SINE_6));
            p = p.fma(q, broadcast(SPECIES, SINE_5));
            p = p.fma(q, broadcast(SPECIES, SINE_4));
            p = p.fma(q, broadcast(SPECIES, SINE_3));
            p = p.fma(q, broadcast(SPECIES, SINE_2));
            p = p.fma(q, broadcast(SPECIES, SINE_1));
            p = p.fma(q, broadcast(SPECIES, SINE_0));
            DoubleVector s = w.mul(w);
            DoubleVector o = broadcast(SPECIES, SINE_10).fma(s, broadcast(SPECIES, SINE_9));
            o = o.fma(s, broadcast(SPECIES, SINE_8));
            o = o.fma(s, broadcast(SPECIES, SINE_7));
            o = o.fma(s, broadcast(SPECIES, SINE_6));
            o = o.fma(s, broadcast(SPECIES, SINE_5));
            o = o.fma(s, broadcast(SPECIES, SINE_4));
            o = o.fma(s, broadcast(SPECIES, SINE_3));
            o = o.fma(s, broadcast(SPECIES, SINE_2));
            o = o.fma(s, broadcast(SPECIES, SINE_1));
            o = o.fma(s, broadcast(SPECIES, SINE_0));
            v.fma(broadcast(SPECIES, TURN), p.mul(q).mul(v)).intoMemorySegment(sines, too + at, ORDER);
            w.fma(broadcast(SPECIES, TURN), o.mul(s).mul(w)).intoMemorySegment(cosines, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double phase = phases.get(ValueLayout.JAVA_DOUBLE, at) * factor;
            double t = Math.fma(frequencies.get(ValueLayout.JAVA_DOUBLE, at), x, phase);
            double rest = t - ((t + VectorMathF64.ROUND) - VectorMathF64.ROUND);
            double r = Math.abs(t) >= MOST_TURNS ? 0 : rest;
            double a = Math.abs(r);
            double u = a > 0.25 ? 0.5 - a : a;
            sines.set(ValueLayout.JAVA_DOUBLE, too + at, sine(r < 0 ? -u : u));
            cosines.set(ValueLayout.JAVA_DOUBLE, to + at, sine(0.25 - a));
        }
    }

    /** Returns sin 2πv for |v| <= 1/4. */
    private static double sine(double v) {
        double q = v * v;
        double p = Math.fma(SINE_10, q, SINE_9);
        p = Math.fma(p, q, SINE_8);
        p = Math.fma(p, q, SINE_7);
        p = Math.fma(p, q, SINE_6);
        p = Math.fma(p, q, SINE_5);
        p = Math.fma(p, q, SINE_4);
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
            DoubleVector g = fromMemorySegment(SPECIES, gradient, to + at, ORDER);
            g.mul(fromMemorySegment(SPECIES, sines, sine + at, ORDER))
                    .neg()
                    .intoMemorySegment(gradient, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double g = gradient.get(ValueLayout.JAVA_DOUBLE, to + at);
            gradient.set(ValueLayout.JAVA_DOUBLE, to + at, -(g * sines.get(ValueLayout.JAVA_DOUBLE, sine + at)));
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
            DoubleVector g = fromMemorySegment(SPECIES, gradient, to + at, ORDER);
            DoubleVector h = fromMemorySegment(SPECIES, other, from + at, ORDER);
            DoubleVector down = g.mul(fromMemorySegment(SPECIES, sines, sine + at, ORDER));
            h.mul(fromMemorySegment(SPECIES, cosines, cosine + at, ORDER))
                    .sub(down)
                    .intoMemorySegment(gradient, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double g = gradient.get(ValueLayout.JAVA_DOUBLE, to + at);
            double h = other.get(ValueLayout.JAVA_DOUBLE, from + at);
            double down = g * sines.get(ValueLayout.JAVA_DOUBLE, sine + at);
            gradient.set(ValueLayout.JAVA_DOUBLE, to + at, h * cosines.get(ValueLayout.JAVA_DOUBLE, cosine + at) - down);
        }
    }
}

package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Optimiser updates, each one pass over contiguous parameters, gradient and state. What is left behind the last whole
 * register goes through the same operations one by one, in a method of its own: with both in one, the first compiler
 * gives up, and the second is then never asked.
 *
 * <p>Where a gradient stays zero (a dead unit, a pixel that is always black) its averages shrink until they are
 * subnormal and stay so, and arithmetic with subnormal numbers is many times slower. What is too small to show in any
 * update is therefore set to 0.
 */
final class OptimizersF64 {
    private static final double TINY_STATE = Double.MIN_NORMAL * 1024;

    /** Its square, times what an average takes of it, is still a normal number. */
    private static final double TINY_GRADIENT = Math.sqrt(Double.MIN_NORMAL * 0x1p30);

    private OptimizersF64() {}

    /** {@code g = gradient + l2 theta; v = beta v + (1 - beta) g; theta = theta - rate v}. */
    static void momentum(Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector keep = broadcast(SPECIES, beta);
        DoubleVector take = broadcast(SPECIES, (1 - beta));
        DoubleVector step = broadcast(SPECIES, -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(keep).add(slope.mul(take));
            velocity = velocity.blend(0.0, velocity.abs().compare(VectorOperators.LT, TINY_STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(step, parameter).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            momentum(t, g, v, (long) i << SHIFT, -rate, beta, (1 - beta), l2);
        }
    }

    private static void momentum(
            MemorySegment t,
            MemorySegment g,
            MemorySegment v,
            long at,
            double step,
            double keep,
            double take,
            double l2) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double velocity = v.get(ValueLayout.JAVA_DOUBLE, at) * keep + slope * take;
        velocity = Math.abs(velocity) < TINY_STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_DOUBLE, at, velocity);
        t.set(ValueLayout.JAVA_DOUBLE, at, Math.fma(velocity, step, parameter));
    }

    /** {@code g = gradient + l2 theta; s = beta s + (1 - beta) g²; theta = theta - rate g / (sqrt(s) + epsilon)}. */
    static void rmsProp(
            Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double epsilon, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment s = state.segment();
        OffHeap.require(t, g, s);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector keep = broadcast(SPECIES, beta);
        DoubleVector take = broadcast(SPECIES, (1 - beta));
        DoubleVector step = broadcast(SPECIES, rate);
        DoubleVector floor = broadcast(SPECIES, epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0.0, slope.abs().compare(VectorOperators.LT, TINY_GRADIENT));
            DoubleVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(keep)
                    .add(slope.mul(slope).mul(take));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TINY_STATE));
            second.intoMemorySegment(s, at, ORDER);
            parameter.sub(slope.mul(step).div(second.sqrt().add(floor))).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            rmsProp(t, g, s, (long) i << SHIFT, rate, beta, (1 - beta), epsilon, l2);
        }
    }

    private static void rmsProp(
            MemorySegment t,
            MemorySegment g,
            MemorySegment s,
            long at,
            double step,
            double keep,
            double take,
            double floor,
            double l2) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        slope = Math.abs(slope) < TINY_GRADIENT ? 0 : slope;
        double second = s.get(ValueLayout.JAVA_DOUBLE, at) * keep + slope * slope * take;
        second = second < TINY_STATE ? 0 : second;
        s.set(ValueLayout.JAVA_DOUBLE, at, second);
        t.set(ValueLayout.JAVA_DOUBLE, at, parameter - slope * step / (Math.sqrt(second) + floor));
    }

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code theta = theta - rate m / (sqrt(secondScale v) + epsilon)}.
     */
    static void adam(
            Tensor theta,
            Tensor gradient,
            Tensor firstState,
            Tensor secondState,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = firstState.segment();
        MemorySegment v = secondState.segment();
        OffHeap.require(t, g, m, v);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector keep1 = broadcast(SPECIES, beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - beta1));
        DoubleVector keep2 = broadcast(SPECIES, beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - beta2));
        DoubleVector step = broadcast(SPECIES, rate);
        DoubleVector correction = broadcast(SPECIES, secondScale);
        DoubleVector floor = broadcast(SPECIES, epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0.0, slope.abs().compare(VectorOperators.LT, TINY_GRADIENT));
            DoubleVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER).mul(keep1).add(slope.mul(take1));
            first = first.blend(0.0, first.abs().compare(VectorOperators.LT, TINY_STATE));
            DoubleVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TINY_STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            parameter.sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope = Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            adam(t, m, v, at, slope, rate, secondScale, beta1, beta2, epsilon);
        }
    }

    private static void adam(
            MemorySegment t,
            MemorySegment m,
            MemorySegment v,
            long at,
            double gradient,
            double step,
            double correction,
            double beta1,
            double beta2,
            double floor) {
        double slope = Math.abs(gradient) < TINY_GRADIENT ? 0 : gradient;
        double first = m.get(ValueLayout.JAVA_DOUBLE, at) * beta1 + slope * (1 - beta1);
        first = Math.abs(first) < TINY_STATE ? 0 : first;
        double second = v.get(ValueLayout.JAVA_DOUBLE, at) * beta2 + slope * slope * (1 - beta2);
        second = second < TINY_STATE ? 0 : second;
        m.set(ValueLayout.JAVA_DOUBLE, at, first);
        v.set(ValueLayout.JAVA_DOUBLE, at, second);
        double root = Math.sqrt(second * correction) + floor;
        t.set(ValueLayout.JAVA_DOUBLE, at, t.get(ValueLayout.JAVA_DOUBLE, at) - first * step / root);
    }
}

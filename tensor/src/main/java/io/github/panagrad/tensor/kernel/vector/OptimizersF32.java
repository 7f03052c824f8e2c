package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
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
final class OptimizersF32 {
    private static final float TINY_STATE = Float.MIN_NORMAL * 1024;

    /** Its square, times what an average takes of it, is still a normal number. */
    private static final float TINY_GRADIENT = (float) Math.sqrt(Float.MIN_NORMAL * 0x1p30);

    private OptimizersF32() {}

    /** {@code g = gradient + l2 theta; v = beta v + (1 - beta) g; theta = theta - rate v}. */
    static void momentum(Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector keep = broadcast(SPECIES, (float) beta);
        FloatVector take = broadcast(SPECIES, (float) (1 - beta));
        FloatVector step = broadcast(SPECIES, (float) -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(keep).add(slope.mul(take));
            velocity = velocity.blend(0f, velocity.abs().compare(VectorOperators.LT, TINY_STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(step, parameter).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            momentum(t, g, v, (long) i << SHIFT, (float) -rate, (float) beta, (float) (1 - beta), (float) l2);
        }
    }

    private static void momentum(
            MemorySegment t, MemorySegment g, MemorySegment v, long at, float step, float keep, float take, float l2) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float velocity = v.get(ValueLayout.JAVA_FLOAT, at) * keep + slope * take;
        velocity = Math.abs(velocity) < TINY_STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_FLOAT, at, velocity);
        t.set(ValueLayout.JAVA_FLOAT, at, Math.fma(velocity, step, parameter));
    }

    /** {@code g = gradient + l2 theta; s = beta s + (1 - beta) g²; theta = theta - rate g / (sqrt(s) + epsilon)}. */
    static void rmsProp(
            Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double epsilon, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment s = state.segment();
        OffHeap.require(t, g, s);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector keep = broadcast(SPECIES, (float) beta);
        FloatVector take = broadcast(SPECIES, (float) (1 - beta));
        FloatVector step = broadcast(SPECIES, (float) rate);
        FloatVector floor = broadcast(SPECIES, (float) epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, TINY_GRADIENT));
            FloatVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(keep)
                    .add(slope.mul(slope).mul(take));
            second = second.blend(0f, second.compare(VectorOperators.LT, TINY_STATE));
            second.intoMemorySegment(s, at, ORDER);
            parameter.sub(slope.mul(step).div(second.sqrt().add(floor))).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            rmsProp(t, g, s, (long) i << SHIFT, (float) rate, (float) beta, (float) (1 - beta), (float) epsilon, (float)
                    l2);
        }
    }

    private static void rmsProp(
            MemorySegment t,
            MemorySegment g,
            MemorySegment s,
            long at,
            float step,
            float keep,
            float take,
            float floor,
            float l2) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_FLOAT, at));
        slope = Math.abs(slope) < TINY_GRADIENT ? 0 : slope;
        float second = s.get(ValueLayout.JAVA_FLOAT, at) * keep + slope * slope * take;
        second = second < TINY_STATE ? 0 : second;
        s.set(ValueLayout.JAVA_FLOAT, at, second);
        t.set(ValueLayout.JAVA_FLOAT, at, parameter - slope * step / ((float) Math.sqrt(second) + floor));
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
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector keep1 = broadcast(SPECIES, (float) beta1);
        FloatVector take1 = broadcast(SPECIES, (float) (1 - beta1));
        FloatVector keep2 = broadcast(SPECIES, (float) beta2);
        FloatVector take2 = broadcast(SPECIES, (float) (1 - beta2));
        FloatVector step = broadcast(SPECIES, (float) rate);
        FloatVector correction = broadcast(SPECIES, (float) secondScale);
        FloatVector floor = broadcast(SPECIES, (float) epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, TINY_GRADIENT));
            FloatVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER).mul(keep1).add(slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, TINY_STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, TINY_STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            parameter.sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope = Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) l2, g.get(ValueLayout.JAVA_FLOAT, at));
            adam(t, m, v, at, slope, (float) rate, (float) secondScale, beta1, beta2, (float) epsilon);
        }
    }

    private static void adam(
            MemorySegment t,
            MemorySegment m,
            MemorySegment v,
            long at,
            float gradient,
            float step,
            float correction,
            double beta1,
            double beta2,
            float floor) {
        float slope = Math.abs(gradient) < TINY_GRADIENT ? 0 : gradient;
        float first = m.get(ValueLayout.JAVA_FLOAT, at) * (float) beta1 + slope * (float) (1 - beta1);
        first = Math.abs(first) < TINY_STATE ? 0 : first;
        float second = v.get(ValueLayout.JAVA_FLOAT, at) * (float) beta2 + slope * slope * (float) (1 - beta2);
        second = second < TINY_STATE ? 0 : second;
        m.set(ValueLayout.JAVA_FLOAT, at, first);
        v.set(ValueLayout.JAVA_FLOAT, at, second);
        float root = (float) Math.sqrt(second * correction) + floor;
        t.set(ValueLayout.JAVA_FLOAT, at, t.get(ValueLayout.JAVA_FLOAT, at) - first * step / root);
    }
}

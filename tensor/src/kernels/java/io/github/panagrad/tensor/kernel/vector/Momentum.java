package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.LANES;
import static io.github.panagrad.tensor.kernel.vector.Lanes.ORDER;
import static io.github.panagrad.tensor.kernel.vector.Lanes.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Gradient descent, and updates that remember an average of gradients. What is left behind the last whole register goes
 * through the same operations one by one, in a method of its own: with both in one, the first compiler gives up, and the
 * second is then never asked.
 */
final class Momentum {
    private Momentum() {}

    /** {@code g = gradient + l2 theta; theta = shrink theta - rate g}. */
    static void sgd(Tensor theta, Tensor gradient, double rate, double l2, double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        OffHeap.require(t, g);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
        FloatVector step = broadcast(SPECIES, (float) -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope.fma(step, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            sgd(t, g, (long) i << SHIFT, (float) -rate, (float) l2, (float) shrink);
        }
    }

    private static void sgd(MemorySegment t, MemorySegment g, long at, float step, float l2, float scale) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_FLOAT, at));
        t.set(ValueLayout.JAVA_FLOAT, at, Math.fma(slope, step, parameter * scale));
    }

    /** {@code g = gradient + l2 theta; v = keep v + take g; theta = shrink theta - rate v}. */
    static void momentum(
            Tensor theta,
            Tensor gradient,
            Tensor state,
            double rate,
            double keep,
            double take,
            double l2,
            double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
        FloatVector kept = broadcast(SPECIES, (float) keep);
        FloatVector taken = broadcast(SPECIES, (float) take);
        FloatVector step = broadcast(SPECIES, (float) -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(kept).add(slope.mul(taken));
            velocity = velocity.blend(0f, velocity.abs().compare(VectorOperators.LT, Tiny.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(step, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            momentum(t, g, v, (long) i << SHIFT, (float) -rate, (float) keep, (float) take, (float) l2, (float) shrink);
        }
    }

    private static void momentum(
            MemorySegment t,
            MemorySegment g,
            MemorySegment v,
            long at,
            float step,
            float keep,
            float take,
            float l2,
            float scale) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float velocity = v.get(ValueLayout.JAVA_FLOAT, at) * keep + slope * take;
        velocity = Math.abs(velocity) < Tiny.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_FLOAT, at, velocity);
        t.set(ValueLayout.JAVA_FLOAT, at, Math.fma(velocity, step, parameter * scale));
    }

    /** {@code g = gradient + l2 theta; v = beta v + g; theta = shrink theta - rate (g + beta v)}. */
    static void nesterov(
            Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double l2, double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
        FloatVector kept = broadcast(SPECIES, (float) beta);
        FloatVector step = broadcast(SPECIES, (float) -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector velocity = fromMemorySegment(SPECIES, v, at, ORDER).fma(kept, slope);
            velocity = velocity.blend(0f, velocity.abs().compare(VectorOperators.LT, Tiny.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(kept, slope).fma(step, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            nesterov(t, g, v, (long) i << SHIFT, (float) -rate, (float) beta, (float) l2, (float) shrink);
        }
    }

    private static void nesterov(
            MemorySegment t, MemorySegment g, MemorySegment v, long at, float step, float keep, float l2, float scale) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float velocity = Math.fma(v.get(ValueLayout.JAVA_FLOAT, at), keep, slope);
        velocity = Math.abs(velocity) < Tiny.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_FLOAT, at, velocity);
        t.set(ValueLayout.JAVA_FLOAT, at, Math.fma(Math.fma(velocity, keep, slope), step, parameter * scale));
    }

    /**
     * {@code g = gradient + l2 theta; theta = shrink theta - rate sign(beta1 m + (1 - beta1) g);}
     * {@code m = beta2 m + (1 - beta2) g}. What has no sign, 0 and NaN, stays what it is.
     */
    static void lion(
            Tensor theta,
            Tensor gradient,
            Tensor state,
            double rate,
            double beta1,
            double beta2,
            double l2,
            double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = state.segment();
        OffHeap.require(t, g, m);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
        FloatVector keep1 = broadcast(SPECIES, (float) beta1);
        FloatVector take1 = broadcast(SPECIES, (float) (1 - beta1));
        FloatVector keep2 = broadcast(SPECIES, (float) beta2);
        FloatVector take2 = broadcast(SPECIES, (float) (1 - beta2));
        FloatVector up = broadcast(SPECIES, (float) rate);
        FloatVector down = broadcast(SPECIES, (float) -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector moment = fromMemorySegment(SPECIES, m, at, ORDER);
            FloatVector move = moment.mul(keep1).add(slope.mul(take1));
            move = move.blend(up, move.compare(VectorOperators.GT, 0f))
                    .blend(down, move.compare(VectorOperators.LT, 0f));
            moment = moment.mul(keep2).add(slope.mul(take2));
            moment = moment.blend(0f, moment.abs().compare(VectorOperators.LT, Tiny.STATE));
            moment.intoMemorySegment(m, at, ORDER);
            parameter.mul(scale).sub(move).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            lion(t, g, m, (long) i << SHIFT, (float) rate, beta1, beta2, (float) l2, (float) shrink);
        }
    }

    private static void lion(
            MemorySegment t,
            MemorySegment g,
            MemorySegment m,
            long at,
            float rate,
            double beta1,
            double beta2,
            float l2,
            float scale) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float before = m.get(ValueLayout.JAVA_FLOAT, at);
        float direction = before * (float) beta1 + slope * (float) (1 - beta1);
        float moment = before * (float) beta2 + slope * (float) (1 - beta2);
        m.set(ValueLayout.JAVA_FLOAT, at, Math.abs(moment) < Tiny.STATE ? 0 : moment);
        t.set(ValueLayout.JAVA_FLOAT, at, parameter * scale - Math.signum(direction) * rate);
    }
}

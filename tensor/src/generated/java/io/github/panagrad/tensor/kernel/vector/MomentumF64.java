// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Momentum.java by scripts/generate-kernels: edit that, not this.
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
 * Gradient descent, and updates that remember an average of gradients. What is left behind the last whole register goes
 * through the same operations one by one, in a method of its own: with both in one, the first compiler gives up, and the
 * second is then never asked.
 */
final class MomentumF64 {
    private MomentumF64() {}

    /** {@code g = gradient + l2 theta; theta = shrink theta - rate g}. */
    static void sgd(Tensor theta, Tensor gradient, double rate, double l2, double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        OffHeap.require(t, g);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector scale = broadcast(SPECIES, shrink);
        DoubleVector step = broadcast(SPECIES, -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope.fma(step, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            sgd(t, g, (long) i << SHIFT, -rate, l2, shrink);
        }
    }

    private static void sgd(MemorySegment t, MemorySegment g, long at, double step, double l2, double scale) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        t.set(ValueLayout.JAVA_DOUBLE, at, Math.fma(slope, step, parameter * scale));
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
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector scale = broadcast(SPECIES, shrink);
        DoubleVector kept = broadcast(SPECIES, keep);
        DoubleVector taken = broadcast(SPECIES, take);
        DoubleVector step = broadcast(SPECIES, -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(kept).add(slope.mul(taken));
            velocity = velocity.blend(0.0, velocity.abs().compare(VectorOperators.LT, TinyF64.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(step, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            momentum(t, g, v, (long) i << SHIFT, -rate, keep, take, l2, shrink);
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
            double l2,
            double scale) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double velocity = v.get(ValueLayout.JAVA_DOUBLE, at) * keep + slope * take;
        velocity = Math.abs(velocity) < TinyF64.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_DOUBLE, at, velocity);
        t.set(ValueLayout.JAVA_DOUBLE, at, Math.fma(velocity, step, parameter * scale));
    }

    /** {@code g = gradient + l2 theta; v = beta v + g; theta = shrink theta - rate (g + beta v)}. */
    static void nesterov(
            Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double l2, double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector scale = broadcast(SPECIES, shrink);
        DoubleVector kept = broadcast(SPECIES, beta);
        DoubleVector step = broadcast(SPECIES, -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector velocity = fromMemorySegment(SPECIES, v, at, ORDER).fma(kept, slope);
            velocity = velocity.blend(0.0, velocity.abs().compare(VectorOperators.LT, TinyF64.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(kept, slope).fma(step, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            nesterov(t, g, v, (long) i << SHIFT, -rate, beta, l2, shrink);
        }
    }

    private static void nesterov(
            MemorySegment t, MemorySegment g, MemorySegment v, long at, double step, double keep, double l2, double scale) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double velocity = Math.fma(v.get(ValueLayout.JAVA_DOUBLE, at), keep, slope);
        velocity = Math.abs(velocity) < TinyF64.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_DOUBLE, at, velocity);
        t.set(ValueLayout.JAVA_DOUBLE, at, Math.fma(Math.fma(velocity, keep, slope), step, parameter * scale));
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
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector scale = broadcast(SPECIES, shrink);
        DoubleVector keep1 = broadcast(SPECIES, beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - beta1));
        DoubleVector keep2 = broadcast(SPECIES, beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - beta2));
        DoubleVector up = broadcast(SPECIES, rate);
        DoubleVector down = broadcast(SPECIES, -rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector moment = fromMemorySegment(SPECIES, m, at, ORDER);
            DoubleVector move = moment.mul(keep1).add(slope.mul(take1));
            move = move.blend(up, move.compare(VectorOperators.GT, 0.0))
                    .blend(down, move.compare(VectorOperators.LT, 0.0));
            moment = moment.mul(keep2).add(slope.mul(take2));
            moment = moment.blend(0.0, moment.abs().compare(VectorOperators.LT, TinyF64.STATE));
            moment.intoMemorySegment(m, at, ORDER);
            parameter.mul(scale).sub(move).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            lion(t, g, m, (long) i << SHIFT, rate, beta1, beta2, l2, shrink);
        }
    }

    private static void lion(
            MemorySegment t,
            MemorySegment g,
            MemorySegment m,
            long at,
            double rate,
            double beta1,
            double beta2,
            double l2,
            double scale) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double before = m.get(ValueLayout.JAVA_DOUBLE, at);
        double direction = before * beta1 + slope * (1 - beta1);
        double moment = before * beta2 + slope * (1 - beta2);
        m.set(ValueLayout.JAVA_DOUBLE, at, Math.abs(moment) < TinyF64.STATE ? 0 : moment);
        t.set(ValueLayout.JAVA_DOUBLE, at, parameter * scale - Math.signum(direction) * rate);
    }
}

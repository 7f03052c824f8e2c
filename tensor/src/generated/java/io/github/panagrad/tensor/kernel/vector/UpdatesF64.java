// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Updates.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateKernels;
import io.github.panagrad.tensor.kernel.UpdateStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The updates of optimisers; here are gradient descent and those that remember an average of gradients. The tail after the
 * last full vector goes through the same operations one by one, in a method of its own: with both in one, the first
 * compiler gives up, and the second is then never asked.
 */
final class UpdatesF64 implements UpdateKernels {
    @Override
    public void update(UpdateStep step, Decay decay, Tensor theta, Tensor gradient, Tensor[] state) {
        switch (step) {
            case UpdateStep.Sgd sgd -> sgd(sgd, decay, theta, gradient);
            case UpdateStep.Momentum momentum -> momentum(momentum, decay, theta, gradient, state[0]);
            case UpdateStep.Nesterov nesterov -> nesterov(nesterov, decay, theta, gradient, state[0]);
            case UpdateStep.Lion lion -> lion(lion, decay, theta, gradient, state[0]);
            case UpdateStep.RmsProp rmsProp -> AdaptiveF64.rmsProp(rmsProp, decay, theta, gradient, state[0]);
            case UpdateStep.Adam adam -> AdaptiveF64.adam(adam, decay, theta, gradient, state[0], state[1]);
            case UpdateStep.AmsGrad amsGrad ->
                AdamVariantsF64.amsGrad(amsGrad, decay, theta, gradient, state[0], state[1], state[2]);
            case UpdateStep.Nadam nadam -> AdamVariantsF64.nadam(nadam, decay, theta, gradient, state[0], state[1]);
        }
    }

    /** {@code g = gradient + l2 theta; theta = shrink theta - rate g}. */
    static void sgd(UpdateStep.Sgd step, Decay decay, Tensor theta, Tensor gradient) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        OffHeap.require(t, g);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector rate = broadcast(SPECIES, -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope.fma(rate, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            sgd(step, decay, t, g, (long) i << SHIFT);
        }
    }

    private static void sgd(UpdateStep.Sgd step, Decay decay, MemorySegment t, MemorySegment g, long at) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        t.set(ValueLayout.JAVA_DOUBLE, at, Math.fma(slope, -step.rate, parameter * decay.shrink));
    }

    /** {@code g = gradient + l2 theta; v = keep v + take g; theta = shrink theta - rate v}. */
    static void momentum(UpdateStep.Momentum step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector kept = broadcast(SPECIES, step.keep);
        DoubleVector taken = broadcast(SPECIES, step.take);
        DoubleVector rate = broadcast(SPECIES, -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(kept).add(slope.mul(taken));
            velocity = velocity.blend(0.0, velocity.abs().compare(VectorOperators.LT, TinyF64.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(rate, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            momentum(step, decay, t, g, v, (long) i << SHIFT);
        }
    }

    private static void momentum(
            UpdateStep.Momentum step, Decay decay, MemorySegment t, MemorySegment g, MemorySegment v, long at) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double velocity = v.get(ValueLayout.JAVA_DOUBLE, at) * step.keep + slope * step.take;
        velocity = Math.abs(velocity) < TinyF64.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_DOUBLE, at, velocity);
        t.set(ValueLayout.JAVA_DOUBLE, at, Math.fma(velocity, -step.rate, parameter * decay.shrink));
    }

    /** {@code g = gradient + l2 theta; v = beta v + g; theta = shrink theta - rate (g + beta v)}. */
    static void nesterov(UpdateStep.Nesterov step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector kept = broadcast(SPECIES, step.beta);
        DoubleVector rate = broadcast(SPECIES, -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector velocity = fromMemorySegment(SPECIES, v, at, ORDER).fma(kept, slope);
            velocity = velocity.blend(0.0, velocity.abs().compare(VectorOperators.LT, TinyF64.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(kept, slope).fma(rate, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            nesterov(step, decay, t, g, v, (long) i << SHIFT);
        }
    }

    private static void nesterov(
            UpdateStep.Nesterov step, Decay decay, MemorySegment t, MemorySegment g, MemorySegment v, long at) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double velocity = Math.fma(v.get(ValueLayout.JAVA_DOUBLE, at), step.beta, slope);
        velocity = Math.abs(velocity) < TinyF64.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_DOUBLE, at, velocity);
        t.set(
                ValueLayout.JAVA_DOUBLE,
                at,
                Math.fma(
                        Math.fma(velocity, step.beta, slope),
                        -step.rate,
                        parameter * decay.shrink));
    }

    /**
     * {@code g = gradient + l2 theta; theta = shrink theta - rate sign(beta1 m + (1 - beta1) g);}
     * {@code m = beta2 m + (1 - beta2) g}. What has no sign, 0 and NaN, stays what it is.
     */
    static void lion(UpdateStep.Lion step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = state.segment();
        OffHeap.require(t, g, m);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector keep1 = broadcast(SPECIES, step.beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - step.beta1));
        DoubleVector keep2 = broadcast(SPECIES, step.beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - step.beta2));
        DoubleVector up = broadcast(SPECIES, step.rate);
        DoubleVector down = broadcast(SPECIES, -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
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
            lion(step, decay, t, g, m, (long) i << SHIFT);
        }
    }

    private static void lion(
            UpdateStep.Lion step, Decay decay, MemorySegment t, MemorySegment g, MemorySegment m, long at) {
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at);
        double slope = Math.fma(parameter, decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
        double before = m.get(ValueLayout.JAVA_DOUBLE, at);
        double direction = before * step.beta1 + slope * (1 - step.beta1);
        double moment = before * step.beta2 + slope * (1 - step.beta2);
        m.set(ValueLayout.JAVA_DOUBLE, at, Math.abs(moment) < TinyF64.STATE ? 0 : moment);
        t.set(
                ValueLayout.JAVA_DOUBLE,
                at,
                parameter * decay.shrink - Math.signum(direction) * step.rate);
    }
}

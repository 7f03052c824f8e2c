// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Updates.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateKernels;
import io.github.panagrad.tensor.kernel.UpdateStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The updates of optimisers; here are gradient descent and those that remember an average of gradients. The tail after the
 * last full vector goes through the same operations one by one, in a method of its own: with both in one, the first
 * compiler gives up, and the second is then never asked.
 */
final class UpdatesF32 implements UpdateKernels {
    @Override
    public void update(UpdateStep step, Decay decay, Tensor theta, Tensor gradient, Tensor[] state) {
        switch (step) {
            case UpdateStep.Sgd sgd -> sgd(sgd, decay, theta, gradient);
            case UpdateStep.Momentum momentum -> momentum(momentum, decay, theta, gradient, state[0]);
            case UpdateStep.Nesterov nesterov -> nesterov(nesterov, decay, theta, gradient, state[0]);
            case UpdateStep.Lion lion -> lion(lion, decay, theta, gradient, state[0]);
            case UpdateStep.RmsProp rmsProp -> AdaptiveF32.rmsProp(rmsProp, decay, theta, gradient, state[0]);
            case UpdateStep.Adam adam -> AdaptiveF32.adam(adam, decay, theta, gradient, state[0], state[1]);
            case UpdateStep.AmsGrad amsGrad ->
                AdamVariantsF32.amsGrad(amsGrad, decay, theta, gradient, state[0], state[1], state[2]);
            case UpdateStep.Nadam nadam -> AdamVariantsF32.nadam(nadam, decay, theta, gradient, state[0], state[1]);
        }
    }

    /** {@code g = gradient + l2 theta; theta = shrink theta - rate g}. */
    static void sgd(UpdateStep.Sgd step, Decay decay, Tensor theta, Tensor gradient) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        OffHeap.require(t, g);
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector rate = broadcast(SPECIES, (float) -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope.fma(rate, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            sgd(step, decay, t, g, (long) i << SHIFT);
        }
    }

    private static void sgd(UpdateStep.Sgd step, Decay decay, MemorySegment t, MemorySegment g, long at) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
        t.set(ValueLayout.JAVA_FLOAT, at, Math.fma(slope, (float) -step.rate, parameter * (float) decay.shrink));
    }

    /** {@code g = gradient + l2 theta; v = keep v + take g; theta = shrink theta - rate v}. */
    static void momentum(UpdateStep.Momentum step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector kept = broadcast(SPECIES, (float) step.keep);
        FloatVector taken = broadcast(SPECIES, (float) step.take);
        FloatVector rate = broadcast(SPECIES, (float) -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(kept).add(slope.mul(taken));
            velocity = velocity.blend(0f, velocity.abs().compare(VectorOperators.LT, TinyF32.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(rate, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            momentum(step, decay, t, g, v, (long) i << SHIFT);
        }
    }

    private static void momentum(
            UpdateStep.Momentum step, Decay decay, MemorySegment t, MemorySegment g, MemorySegment v, long at) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float velocity = v.get(ValueLayout.JAVA_FLOAT, at) * (float) step.keep + slope * (float) step.take;
        velocity = Math.abs(velocity) < TinyF32.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_FLOAT, at, velocity);
        t.set(ValueLayout.JAVA_FLOAT, at, Math.fma(velocity, (float) -step.rate, parameter * (float) decay.shrink));
    }

    /** {@code g = gradient + l2 theta; v = beta v + g; theta = shrink theta - rate (g + beta v)}. */
    static void nesterov(UpdateStep.Nesterov step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        OffHeap.require(t, g, v);
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector kept = broadcast(SPECIES, (float) step.beta);
        FloatVector rate = broadcast(SPECIES, (float) -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector velocity = fromMemorySegment(SPECIES, v, at, ORDER).fma(kept, slope);
            velocity = velocity.blend(0f, velocity.abs().compare(VectorOperators.LT, TinyF32.STATE));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(kept, slope).fma(rate, parameter.mul(scale)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            nesterov(step, decay, t, g, v, (long) i << SHIFT);
        }
    }

    private static void nesterov(
            UpdateStep.Nesterov step, Decay decay, MemorySegment t, MemorySegment g, MemorySegment v, long at) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float velocity = Math.fma(v.get(ValueLayout.JAVA_FLOAT, at), (float) step.beta, slope);
        velocity = Math.abs(velocity) < TinyF32.STATE ? 0 : velocity;
        v.set(ValueLayout.JAVA_FLOAT, at, velocity);
        t.set(
                ValueLayout.JAVA_FLOAT,
                at,
                Math.fma(
                        Math.fma(velocity, (float) step.beta, slope),
                        (float) -step.rate,
                        parameter * (float) decay.shrink));
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
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector keep1 = broadcast(SPECIES, (float) step.beta1);
        FloatVector take1 = broadcast(SPECIES, (float) (1 - step.beta1));
        FloatVector keep2 = broadcast(SPECIES, (float) step.beta2);
        FloatVector take2 = broadcast(SPECIES, (float) (1 - step.beta2));
        FloatVector up = broadcast(SPECIES, (float) step.rate);
        FloatVector down = broadcast(SPECIES, (float) -step.rate);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            FloatVector moment = fromMemorySegment(SPECIES, m, at, ORDER);
            FloatVector move = moment.mul(keep1).add(slope.mul(take1));
            move = move.blend(up, move.compare(VectorOperators.GT, 0f))
                    .blend(down, move.compare(VectorOperators.LT, 0f));
            moment = moment.mul(keep2).add(slope.mul(take2));
            moment = moment.blend(0f, moment.abs().compare(VectorOperators.LT, TinyF32.STATE));
            moment.intoMemorySegment(m, at, ORDER);
            parameter.mul(scale).sub(move).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            lion(step, decay, t, g, m, (long) i << SHIFT);
        }
    }

    private static void lion(
            UpdateStep.Lion step, Decay decay, MemorySegment t, MemorySegment g, MemorySegment m, long at) {
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at);
        float slope = Math.fma(parameter, (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
        float before = m.get(ValueLayout.JAVA_FLOAT, at);
        float direction = before * (float) step.beta1 + slope * (float) (1 - step.beta1);
        float moment = before * (float) step.beta2 + slope * (float) (1 - step.beta2);
        m.set(ValueLayout.JAVA_FLOAT, at, Math.abs(moment) < TinyF32.STATE ? 0 : moment);
        t.set(
                ValueLayout.JAVA_FLOAT,
                at,
                parameter * (float) decay.shrink - Math.signum(direction) * (float) step.rate);
    }
}

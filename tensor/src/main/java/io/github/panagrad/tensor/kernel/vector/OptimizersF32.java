package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.all;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.store;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Optimiser updates, each one pass over contiguous parameters, gradient and state. */
final class OptimizersF32 {
    private OptimizersF32() {}

    /** {@code g = gradient + l2 theta; v = beta v + (1 - beta) g; theta = theta - rate v}. */
    static void momentum(Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        FloatVector decay = all(l2);
        FloatVector keep = all(beta);
        FloatVector take = all(1 - beta);
        FloatVector step = all(-rate);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = load(t, at);
            FloatVector slope = parameter.fma(decay, load(g, at));
            FloatVector velocity = load(v, at).mul(keep).add(slope.mul(take));
            store(velocity, v, at);
            store(velocity.fma(step, parameter), t, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = LanesF32.rest(bound, n);
            FloatVector parameter = load(t, at, rest);
            FloatVector slope = parameter.fma(decay, load(g, at, rest));
            FloatVector velocity = load(v, at, rest).mul(keep).add(slope.mul(take));
            store(velocity, v, at, rest);
            store(velocity.fma(step, parameter), t, at, rest);
        }
    }

    /** {@code g = gradient + l2 theta; s = beta s + (1 - beta) g²; theta = theta - rate g / (sqrt(s) + epsilon)}. */
    static void rmsProp(
            Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double epsilon, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment s = state.segment();
        FloatVector decay = all(l2);
        FloatVector keep = all(beta);
        FloatVector take = all(1 - beta);
        FloatVector step = all(rate);
        FloatVector floor = all(epsilon);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = load(t, at);
            FloatVector slope = parameter.fma(decay, load(g, at));
            FloatVector second = load(s, at).mul(keep).add(slope.mul(slope).mul(take));
            store(second, s, at);
            store(parameter.sub(slope.mul(step).div(second.sqrt().add(floor))), t, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = LanesF32.rest(bound, n);
            FloatVector parameter = load(t, at, rest);
            FloatVector slope = parameter.fma(decay, load(g, at, rest));
            FloatVector second =
                    load(s, at, rest).mul(keep).add(slope.mul(slope).mul(take));
            store(second, s, at, rest);
            store(parameter.sub(slope.mul(step).div(second.sqrt().add(floor))), t, at, rest);
        }
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
        FloatVector decay = all(l2);
        FloatVector keep1 = all(beta1);
        FloatVector take1 = all(1 - beta1);
        FloatVector keep2 = all(beta2);
        FloatVector take2 = all(1 - beta2);
        FloatVector step = all(rate);
        FloatVector correction = all(secondScale);
        FloatVector floor = all(epsilon);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = load(t, at);
            FloatVector slope = parameter.fma(decay, load(g, at));
            FloatVector first = load(m, at).mul(keep1).add(slope.mul(take1));
            FloatVector second = load(v, at).mul(keep2).add(slope.mul(slope).mul(take2));
            store(first, m, at);
            store(second, v, at);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            store(parameter.sub(first.mul(step).div(root)), t, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = LanesF32.rest(bound, n);
            FloatVector parameter = load(t, at, rest);
            FloatVector slope = parameter.fma(decay, load(g, at, rest));
            FloatVector first = load(m, at, rest).mul(keep1).add(slope.mul(take1));
            FloatVector second =
                    load(v, at, rest).mul(keep2).add(slope.mul(slope).mul(take2));
            store(first, m, at, rest);
            store(second, v, at, rest);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            store(parameter.sub(first.mul(step).div(root)), t, at, rest);
        }
    }
}

package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.all;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.load;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.store;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** Optimiser updates, each one pass over contiguous parameters, gradient and state. */
final class OptimizersF64 {
    private OptimizersF64() {}

    /** {@code g = gradient + l2 theta; v = beta v + (1 - beta) g; theta = theta - rate v}. */
    static void momentum(Tensor theta, Tensor gradient, Tensor state, double rate, double beta, double l2) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment v = state.segment();
        DoubleVector decay = all(l2);
        DoubleVector keep = all(beta);
        DoubleVector take = all(1 - beta);
        DoubleVector step = all(-rate);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = load(t, at);
            DoubleVector slope = parameter.fma(decay, load(g, at));
            DoubleVector velocity = load(v, at).mul(keep).add(slope.mul(take));
            store(velocity, v, at);
            store(velocity.fma(step, parameter), t, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = LanesF64.rest(bound, n);
            DoubleVector parameter = load(t, at, rest);
            DoubleVector slope = parameter.fma(decay, load(g, at, rest));
            DoubleVector velocity = load(v, at, rest).mul(keep).add(slope.mul(take));
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
        DoubleVector decay = all(l2);
        DoubleVector keep = all(beta);
        DoubleVector take = all(1 - beta);
        DoubleVector step = all(rate);
        DoubleVector floor = all(epsilon);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = load(t, at);
            DoubleVector slope = parameter.fma(decay, load(g, at));
            DoubleVector second = load(s, at).mul(keep).add(slope.mul(slope).mul(take));
            store(second, s, at);
            store(parameter.sub(slope.mul(step).div(second.sqrt().add(floor))), t, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = LanesF64.rest(bound, n);
            DoubleVector parameter = load(t, at, rest);
            DoubleVector slope = parameter.fma(decay, load(g, at, rest));
            DoubleVector second =
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
        DoubleVector decay = all(l2);
        DoubleVector keep1 = all(beta1);
        DoubleVector take1 = all(1 - beta1);
        DoubleVector keep2 = all(beta2);
        DoubleVector take2 = all(1 - beta2);
        DoubleVector step = all(rate);
        DoubleVector correction = all(secondScale);
        DoubleVector floor = all(epsilon);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = load(t, at);
            DoubleVector slope = parameter.fma(decay, load(g, at));
            DoubleVector first = load(m, at).mul(keep1).add(slope.mul(take1));
            DoubleVector second = load(v, at).mul(keep2).add(slope.mul(slope).mul(take2));
            store(first, m, at);
            store(second, v, at);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            store(parameter.sub(first.mul(step).div(root)), t, at);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = LanesF64.rest(bound, n);
            DoubleVector parameter = load(t, at, rest);
            DoubleVector slope = parameter.fma(decay, load(g, at, rest));
            DoubleVector first = load(m, at, rest).mul(keep1).add(slope.mul(take1));
            DoubleVector second =
                    load(v, at, rest).mul(keep2).add(slope.mul(slope).mul(take2));
            store(first, m, at, rest);
            store(second, v, at, rest);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            store(parameter.sub(first.mul(step).div(root)), t, at, rest);
        }
    }
}

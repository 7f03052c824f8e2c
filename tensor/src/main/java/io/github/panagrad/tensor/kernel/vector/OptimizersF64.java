package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

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
        OffHeap.require(t, g, v);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector keep = broadcast(SPECIES, beta);
        DoubleVector take = broadcast(SPECIES, (1 - beta));
        DoubleVector step = broadcast(SPECIES, -rate);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER).mul(keep).add(slope.mul(take));
            velocity.intoMemorySegment(v, at, ORDER);
            velocity.fma(step, parameter).intoMemorySegment(t, at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER, rest);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER, rest));
            DoubleVector velocity =
                    fromMemorySegment(SPECIES, v, at, ORDER, rest).mul(keep).add(slope.mul(take));
            velocity.intoMemorySegment(v, at, ORDER, rest);
            velocity.fma(step, parameter).intoMemorySegment(t, at, ORDER, rest);
        }
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
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(keep)
                    .add(slope.mul(slope).mul(take));
            second.intoMemorySegment(s, at, ORDER);
            parameter.sub(slope.mul(step).div(second.sqrt().add(floor))).intoMemorySegment(t, at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER, rest);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER, rest));
            DoubleVector second = fromMemorySegment(SPECIES, s, at, ORDER, rest)
                    .mul(keep)
                    .add(slope.mul(slope).mul(take));
            second.intoMemorySegment(s, at, ORDER, rest);
            parameter.sub(slope.mul(step).div(second.sqrt().add(floor))).intoMemorySegment(t, at, ORDER, rest);
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
        OffHeap.require(t, g, m, v);
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector keep1 = broadcast(SPECIES, beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - beta1));
        DoubleVector keep2 = broadcast(SPECIES, beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - beta2));
        DoubleVector step = broadcast(SPECIES, rate);
        DoubleVector correction = broadcast(SPECIES, secondScale);
        DoubleVector floor = broadcast(SPECIES, epsilon);
        int n = theta.size();
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            DoubleVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER).mul(keep1).add(slope.mul(take1));
            DoubleVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            parameter.sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER, rest);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER, rest));
            DoubleVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER, rest).mul(keep1).add(slope.mul(take1));
            DoubleVector second = fromMemorySegment(SPECIES, v, at, ORDER, rest)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            first.intoMemorySegment(m, at, ORDER, rest);
            second.intoMemorySegment(v, at, ORDER, rest);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            parameter.sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER, rest);
        }
    }
}

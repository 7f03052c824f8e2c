// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/AdamVariants.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** AMSGrad and Nadam, as Adam in {@link AdaptiveF64}. */
final class AdamVariantsF64 {
    private AdamVariantsF64() {}

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code largest = max(largest, v); theta = shrink theta - rate m / (sqrt(secondScale largest) + epsilon)}.
     */
    static void amsGrad(
            UpdateStep.AmsGrad step,
            Decay decay,
            Tensor theta,
            Tensor gradient,
            Tensor firstState,
            Tensor secondState,
            Tensor largest) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = firstState.segment();
        MemorySegment v = secondState.segment();
        MemorySegment x = largest.segment();
        OffHeap.require(t, g, m, v);
        OffHeap.require(x);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector keep1 = broadcast(SPECIES, step.beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - step.beta1));
        DoubleVector keep2 = broadcast(SPECIES, step.beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - step.beta2));
        DoubleVector rate = broadcast(SPECIES, step.rate);
        DoubleVector correction = broadcast(SPECIES, step.secondScale);
        DoubleVector floor = broadcast(SPECIES, step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0.0, slope.abs().compare(VectorOperators.LT, TinyF64.GRADIENT));
            DoubleVector first = fromMemorySegment(SPECIES, m, at, ORDER).fma(keep1, slope.mul(take1));
            first = first.blend(0.0, first.abs().compare(VectorOperators.LT, TinyF64.STATE));
            DoubleVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .fma(keep2, slope.mul(slope).mul(take2));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TinyF64.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            DoubleVector before = fromMemorySegment(SPECIES, x, at, ORDER);
            DoubleVector most = second.blend(before, before.compare(VectorOperators.GT, second));
            most.intoMemorySegment(x, at, ORDER);
            DoubleVector root = most.mul(correction).sqrt().add(floor);
            parameter.mul(scale).sub(first.mul(rate).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope =
                    Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            double first = moments(step, m, v, at, slope);
            double second = v.get(ValueLayout.JAVA_DOUBLE, at);
            double before = x.get(ValueLayout.JAVA_DOUBLE, at);
            double most = before > second ? before : second;
            x.set(ValueLayout.JAVA_DOUBLE, at, most);
            double root = Math.sqrt(most * step.secondScale) + step.epsilon;
            double parameter = t.get(ValueLayout.JAVA_DOUBLE, at) * decay.shrink;
            t.set(ValueLayout.JAVA_DOUBLE, at, parameter - first * step.rate / root);
        }
    }

    /** Updates both averages and returns the first. */
    private static double moments(UpdateStep.Moments step, MemorySegment m, MemorySegment v, long at, double gradient) {
        double slope = Math.abs(gradient) < TinyF64.GRADIENT ? 0 : gradient;
        double first = Math.fma(m.get(ValueLayout.JAVA_DOUBLE, at), step.beta1, slope * (1 - step.beta1));
        first = Math.abs(first) < TinyF64.STATE ? 0 : first;
        double second = Math.fma(
                v.get(ValueLayout.JAVA_DOUBLE, at), step.beta2, slope * slope * (1 - step.beta2));
        second = second < TinyF64.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_DOUBLE, at, first);
        v.set(ValueLayout.JAVA_DOUBLE, at, second);
        return first;
    }

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code theta = shrink theta - (gradientRate g + momentRate m) / (sqrt(secondScale v) + epsilon)}.
     */
    static void nadam(
            UpdateStep.Nadam step, Decay decay, Tensor theta, Tensor gradient, Tensor firstState, Tensor secondState) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = firstState.segment();
        MemorySegment v = secondState.segment();
        OffHeap.require(t, g, m, v);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector keep1 = broadcast(SPECIES, step.beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - step.beta1));
        DoubleVector keep2 = broadcast(SPECIES, step.beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - step.beta2));
        DoubleVector slopeStep = broadcast(SPECIES, step.gradientRate);
        DoubleVector momentStep = broadcast(SPECIES, step.rate);
        DoubleVector correction = broadcast(SPECIES, step.secondScale);
        DoubleVector floor = broadcast(SPECIES, step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0.0, slope.abs().compare(VectorOperators.LT, TinyF64.GRADIENT));
            DoubleVector first = fromMemorySegment(SPECIES, m, at, ORDER).fma(keep1, slope.mul(take1));
            first = first.blend(0.0, first.abs().compare(VectorOperators.LT, TinyF64.STATE));
            DoubleVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .fma(keep2, slope.mul(slope).mul(take2));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TinyF64.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            DoubleVector move = first.fma(momentStep, slope.mul(slopeStep)).div(root);
            parameter.mul(scale).sub(move).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope =
                    Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            slope = Math.abs(slope) < TinyF64.GRADIENT ? 0 : slope;
            double first = moments(step, m, v, at, slope);
            double second = v.get(ValueLayout.JAVA_DOUBLE, at);
            double root = Math.sqrt(second * step.secondScale) + step.epsilon;
            double move = Math.fma(first, step.rate, slope * step.gradientRate);
            double parameter = t.get(ValueLayout.JAVA_DOUBLE, at) * decay.shrink;
            t.set(ValueLayout.JAVA_DOUBLE, at, parameter - move / root);
        }
    }
}

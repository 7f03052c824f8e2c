package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** AMSGrad and Nadam, as Adam in {@link Adaptive}. */
final class AdamVariants {
    private AdamVariants() {}

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
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector keep1 = broadcast(SPECIES, (float) step.beta1);
        FloatVector take1 = broadcast(SPECIES, (float) (1 - step.beta1));
        FloatVector keep2 = broadcast(SPECIES, (float) step.beta2);
        FloatVector take2 = broadcast(SPECIES, (float) (1 - step.beta2));
        FloatVector rate = broadcast(SPECIES, (float) step.rate);
        FloatVector correction = broadcast(SPECIES, (float) step.secondScale);
        FloatVector floor = broadcast(SPECIES, (float) step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, Tiny.GRADIENT));
            FloatVector first = fromMemorySegment(SPECIES, m, at, ORDER).fma(keep1, slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, Tiny.STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .fma(keep2, slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, Tiny.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector before = fromMemorySegment(SPECIES, x, at, ORDER);
            FloatVector most = second.blend(before, before.compare(VectorOperators.GT, second));
            most.intoMemorySegment(x, at, ORDER);
            FloatVector root = most.mul(correction).sqrt().add(floor);
            parameter.mul(scale).sub(first.mul(rate).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope =
                    Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
            float first = moments(step, m, v, at, slope);
            float second = v.get(ValueLayout.JAVA_FLOAT, at);
            float before = x.get(ValueLayout.JAVA_FLOAT, at);
            float most = before > second ? before : second;
            x.set(ValueLayout.JAVA_FLOAT, at, most);
            float root = (float) Math.sqrt(most * (float) step.secondScale) + (float) step.epsilon;
            float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) decay.shrink;
            t.set(ValueLayout.JAVA_FLOAT, at, parameter - first * (float) step.rate / root);
        }
    }

    /** Updates both averages and returns the first. */
    private static float moments(UpdateStep.Moments step, MemorySegment m, MemorySegment v, long at, float gradient) {
        float slope = Math.abs(gradient) < Tiny.GRADIENT ? 0 : gradient;
        float first = Math.fma(m.get(ValueLayout.JAVA_FLOAT, at), (float) step.beta1, slope * (float) (1 - step.beta1));
        first = Math.abs(first) < Tiny.STATE ? 0 : first;
        float second = Math.fma(
                v.get(ValueLayout.JAVA_FLOAT, at), (float) step.beta2, slope * slope * (float) (1 - step.beta2));
        second = second < Tiny.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_FLOAT, at, first);
        v.set(ValueLayout.JAVA_FLOAT, at, second);
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
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector keep1 = broadcast(SPECIES, (float) step.beta1);
        FloatVector take1 = broadcast(SPECIES, (float) (1 - step.beta1));
        FloatVector keep2 = broadcast(SPECIES, (float) step.beta2);
        FloatVector take2 = broadcast(SPECIES, (float) (1 - step.beta2));
        FloatVector slopeStep = broadcast(SPECIES, (float) step.gradientRate);
        FloatVector momentStep = broadcast(SPECIES, (float) step.rate);
        FloatVector correction = broadcast(SPECIES, (float) step.secondScale);
        FloatVector floor = broadcast(SPECIES, (float) step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, Tiny.GRADIENT));
            FloatVector first = fromMemorySegment(SPECIES, m, at, ORDER).fma(keep1, slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, Tiny.STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .fma(keep2, slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, Tiny.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            FloatVector move = first.fma(momentStep, slope.mul(slopeStep)).div(root);
            parameter.mul(scale).sub(move).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope =
                    Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
            slope = Math.abs(slope) < Tiny.GRADIENT ? 0 : slope;
            float first = moments(step, m, v, at, slope);
            float second = v.get(ValueLayout.JAVA_FLOAT, at);
            float root = (float) Math.sqrt(second * (float) step.secondScale) + (float) step.epsilon;
            float move = Math.fma(first, (float) step.rate, slope * (float) step.gradientRate);
            float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) decay.shrink;
            t.set(ValueLayout.JAVA_FLOAT, at, parameter - move / root);
        }
    }
}

// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/AdamVariants.java by scripts/generate-kernels: edit that, not this.
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

/** AMSGrad and Nadam, as Adam in {@link AdaptiveF32}. */
final class AdamVariantsF32 {
    private AdamVariantsF32() {}

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code largest = max(largest, v); theta = shrink theta - rate m / (sqrt(secondScale largest) + epsilon)}.
     */
    static void amsGrad(
            Tensor theta,
            Tensor gradient,
            Tensor firstState,
            Tensor secondState,
            Tensor largest,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = firstState.segment();
        MemorySegment v = secondState.segment();
        MemorySegment x = largest.segment();
        OffHeap.require(t, g, m, v);
        OffHeap.require(x);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
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
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, TinyF32.GRADIENT));
            FloatVector first = fromMemorySegment(SPECIES, m, at, ORDER).fma(keep1, slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, TinyF32.STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .fma(keep2, slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, TinyF32.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector before = fromMemorySegment(SPECIES, x, at, ORDER);
            FloatVector most = second.blend(before, before.compare(VectorOperators.GT, second));
            most.intoMemorySegment(x, at, ORDER);
            FloatVector root = most.mul(correction).sqrt().add(floor);
            parameter.mul(scale).sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope = Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) l2, g.get(ValueLayout.JAVA_FLOAT, at));
            float first = moments(m, v, at, slope, beta1, beta2);
            float second = v.get(ValueLayout.JAVA_FLOAT, at);
            float before = x.get(ValueLayout.JAVA_FLOAT, at);
            float most = before > second ? before : second;
            x.set(ValueLayout.JAVA_FLOAT, at, most);
            float root = (float) Math.sqrt(most * (float) secondScale) + (float) epsilon;
            float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) shrink;
            t.set(ValueLayout.JAVA_FLOAT, at, parameter - first * (float) rate / root);
        }
    }

    /** Updates both averages and returns the first. */
    private static float moments(
            MemorySegment m, MemorySegment v, long at, float gradient, double beta1, double beta2) {
        float slope = Math.abs(gradient) < TinyF32.GRADIENT ? 0 : gradient;
        float first = Math.fma(m.get(ValueLayout.JAVA_FLOAT, at), (float) beta1, slope * (float) (1 - beta1));
        first = Math.abs(first) < TinyF32.STATE ? 0 : first;
        float second = Math.fma(v.get(ValueLayout.JAVA_FLOAT, at), (float) beta2, slope * slope * (float) (1 - beta2));
        second = second < TinyF32.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_FLOAT, at, first);
        v.set(ValueLayout.JAVA_FLOAT, at, second);
        return first;
    }

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code theta = shrink theta - (gradientRate g + momentRate m) / (sqrt(secondScale v) + epsilon)}.
     */
    static void nadam(
            Tensor theta,
            Tensor gradient,
            Tensor firstState,
            Tensor secondState,
            double gradientRate,
            double momentRate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment m = firstState.segment();
        MemorySegment v = secondState.segment();
        OffHeap.require(t, g, m, v);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
        FloatVector keep1 = broadcast(SPECIES, (float) beta1);
        FloatVector take1 = broadcast(SPECIES, (float) (1 - beta1));
        FloatVector keep2 = broadcast(SPECIES, (float) beta2);
        FloatVector take2 = broadcast(SPECIES, (float) (1 - beta2));
        FloatVector slopeStep = broadcast(SPECIES, (float) gradientRate);
        FloatVector momentStep = broadcast(SPECIES, (float) momentRate);
        FloatVector correction = broadcast(SPECIES, (float) secondScale);
        FloatVector floor = broadcast(SPECIES, (float) epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, TinyF32.GRADIENT));
            FloatVector first = fromMemorySegment(SPECIES, m, at, ORDER).fma(keep1, slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, TinyF32.STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .fma(keep2, slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, TinyF32.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            FloatVector move = first.fma(momentStep, slope.mul(slopeStep)).div(root);
            parameter.mul(scale).sub(move).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope = Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) l2, g.get(ValueLayout.JAVA_FLOAT, at));
            slope = Math.abs(slope) < TinyF32.GRADIENT ? 0 : slope;
            float first = moments(m, v, at, slope, beta1, beta2);
            float second = v.get(ValueLayout.JAVA_FLOAT, at);
            float root = (float) Math.sqrt(second * (float) secondScale) + (float) epsilon;
            float move = Math.fma(first, (float) momentRate, slope * (float) gradientRate);
            float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) shrink;
            t.set(ValueLayout.JAVA_FLOAT, at, parameter - move / root);
        }
    }
}

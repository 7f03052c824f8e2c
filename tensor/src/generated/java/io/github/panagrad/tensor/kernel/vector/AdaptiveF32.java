// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Adaptive.java by scripts/generate-kernels: edit that, not this.
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

/**
 * RMSprop and Adam: updates by the root of an average of squared gradients. What is left behind the last whole register
 * goes one by one, as in {@link MomentumF32}.
 */
final class AdaptiveF32 {
    private AdaptiveF32() {}

    /**
     * {@code g = gradient + l2 theta; s = keep s + take g²; theta = shrink theta - rate g / (sqrt(s) + epsilon)}.
     */
    static void rmsProp(
            Tensor theta,
            Tensor gradient,
            Tensor state,
            double rate,
            double keep,
            double take,
            double epsilon,
            double l2,
            double shrink) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment s = state.segment();
        OffHeap.require(t, g, s);
        FloatVector decay = broadcast(SPECIES, (float) l2);
        FloatVector scale = broadcast(SPECIES, (float) shrink);
        FloatVector kept = broadcast(SPECIES, (float) keep);
        FloatVector taken = broadcast(SPECIES, (float) take);
        FloatVector step = broadcast(SPECIES, (float) rate);
        FloatVector floor = broadcast(SPECIES, (float) epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, TinyF32.GRADIENT));
            FloatVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(kept)
                    .add(slope.mul(slope).mul(taken));
            second = second.blend(0f, second.compare(VectorOperators.LT, TinyF32.STATE));
            second.intoMemorySegment(s, at, ORDER);
            FloatVector root = second.sqrt().add(floor);
            parameter.mul(scale).sub(slope.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope = Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) l2, g.get(ValueLayout.JAVA_FLOAT, at));
            rmsProp(t, s, at, slope, (float) rate, (float) keep, (float) take, (float) epsilon, (float) shrink);
        }
    }

    private static void rmsProp(
            MemorySegment t,
            MemorySegment s,
            long at,
            float gradient,
            float step,
            float keep,
            float take,
            float floor,
            float scale) {
        float slope = Math.abs(gradient) < TinyF32.GRADIENT ? 0 : gradient;
        float second = s.get(ValueLayout.JAVA_FLOAT, at) * keep + slope * slope * take;
        second = second < TinyF32.STATE ? 0 : second;
        s.set(ValueLayout.JAVA_FLOAT, at, second);
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * scale;
        t.set(ValueLayout.JAVA_FLOAT, at, parameter - slope * step / ((float) Math.sqrt(second) + floor));
    }

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code theta = shrink theta - rate m / (sqrt(secondScale v) + epsilon)}.
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
        FloatVector step = broadcast(SPECIES, (float) rate);
        FloatVector correction = broadcast(SPECIES, (float) secondScale);
        FloatVector floor = broadcast(SPECIES, (float) epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, TinyF32.GRADIENT));
            FloatVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER).mul(keep1).add(slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, TinyF32.STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, TinyF32.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            parameter.mul(scale).sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope = Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) l2, g.get(ValueLayout.JAVA_FLOAT, at));
            float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) shrink;
            t.set(ValueLayout.JAVA_FLOAT, at, parameter);
            adam(t, m, v, at, slope, (float) rate, (float) secondScale, beta1, beta2, (float) epsilon);
        }
    }

    /** Takes the step of a parameter that has shrunk. */
    private static void adam(
            MemorySegment t,
            MemorySegment m,
            MemorySegment v,
            long at,
            float gradient,
            float step,
            float correction,
            double beta1,
            double beta2,
            float floor) {
        float slope = Math.abs(gradient) < TinyF32.GRADIENT ? 0 : gradient;
        float first = m.get(ValueLayout.JAVA_FLOAT, at) * (float) beta1 + slope * (float) (1 - beta1);
        first = Math.abs(first) < TinyF32.STATE ? 0 : first;
        float second = v.get(ValueLayout.JAVA_FLOAT, at) * (float) beta2 + slope * slope * (float) (1 - beta2);
        second = second < TinyF32.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_FLOAT, at, first);
        v.set(ValueLayout.JAVA_FLOAT, at, second);
        float root = (float) Math.sqrt(second * correction) + floor;
        t.set(ValueLayout.JAVA_FLOAT, at, t.get(ValueLayout.JAVA_FLOAT, at) - first * step / root);
    }
}

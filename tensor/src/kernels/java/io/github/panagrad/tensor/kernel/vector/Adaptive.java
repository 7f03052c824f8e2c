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

/**
 * RMSprop and Adam: updates by the root of an average of squared gradients. The tail after the last full vector
 * goes one by one, as in {@link Updates}.
 */
final class Adaptive {
    private Adaptive() {}

    /**
     * {@code g = gradient + l2 theta; s = keep s + take g²; theta = shrink theta - rate g / (sqrt(s) + epsilon)}.
     */
    static void rmsProp(UpdateStep.RmsProp step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment s = state.segment();
        OffHeap.require(t, g, s);
        FloatVector l2 = broadcast(SPECIES, (float) decay.l2);
        FloatVector scale = broadcast(SPECIES, (float) decay.shrink);
        FloatVector kept = broadcast(SPECIES, (float) step.keep);
        FloatVector taken = broadcast(SPECIES, (float) step.take);
        FloatVector rate = broadcast(SPECIES, (float) step.rate);
        FloatVector floor = broadcast(SPECIES, (float) step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, Tiny.GRADIENT));
            FloatVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(kept)
                    .add(slope.mul(slope).mul(taken));
            second = second.blend(0f, second.compare(VectorOperators.LT, Tiny.STATE));
            second.intoMemorySegment(s, at, ORDER);
            FloatVector root = second.sqrt().add(floor);
            parameter.mul(scale).sub(slope.mul(rate).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope =
                    Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
            rmsProp(step, decay, t, s, at, slope);
        }
    }

    private static void rmsProp(
            UpdateStep.RmsProp step, Decay decay, MemorySegment t, MemorySegment s, long at, float gradient) {
        float slope = Math.abs(gradient) < Tiny.GRADIENT ? 0 : gradient;
        float second = s.get(ValueLayout.JAVA_FLOAT, at) * (float) step.keep + slope * slope * (float) step.take;
        second = second < Tiny.STATE ? 0 : second;
        s.set(ValueLayout.JAVA_FLOAT, at, second);
        float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) decay.shrink;
        t.set(
                ValueLayout.JAVA_FLOAT,
                at,
                parameter - slope * (float) step.rate / ((float) Math.sqrt(second) + (float) step.epsilon));
    }

    /**
     * {@code g = gradient + l2 theta; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code theta = shrink theta - rate m / (sqrt(secondScale v) + epsilon)}.
     */
    static void adam(
            UpdateStep.Adam step, Decay decay, Tensor theta, Tensor gradient, Tensor firstState, Tensor secondState) {
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
        FloatVector rate = broadcast(SPECIES, (float) step.rate);
        FloatVector correction = broadcast(SPECIES, (float) step.secondScale);
        FloatVector floor = broadcast(SPECIES, (float) step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            FloatVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0f, slope.abs().compare(VectorOperators.LT, Tiny.GRADIENT));
            FloatVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER).mul(keep1).add(slope.mul(take1));
            first = first.blend(0f, first.abs().compare(VectorOperators.LT, Tiny.STATE));
            FloatVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            second = second.blend(0f, second.compare(VectorOperators.LT, Tiny.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            FloatVector root = second.mul(correction).sqrt().add(floor);
            parameter.mul(scale).sub(first.mul(rate).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            float slope =
                    Math.fma(t.get(ValueLayout.JAVA_FLOAT, at), (float) decay.l2, g.get(ValueLayout.JAVA_FLOAT, at));
            float parameter = t.get(ValueLayout.JAVA_FLOAT, at) * (float) decay.shrink;
            t.set(ValueLayout.JAVA_FLOAT, at, parameter);
            adam(step, t, m, v, at, slope);
        }
    }

    /** Takes the step of a parameter that has shrunk. */
    private static void adam(
            UpdateStep.Adam step, MemorySegment t, MemorySegment m, MemorySegment v, long at, float gradient) {
        float slope = Math.abs(gradient) < Tiny.GRADIENT ? 0 : gradient;
        float first = m.get(ValueLayout.JAVA_FLOAT, at) * (float) step.beta1 + slope * (float) (1 - step.beta1);
        first = Math.abs(first) < Tiny.STATE ? 0 : first;
        float second =
                v.get(ValueLayout.JAVA_FLOAT, at) * (float) step.beta2 + slope * slope * (float) (1 - step.beta2);
        second = second < Tiny.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_FLOAT, at, first);
        v.set(ValueLayout.JAVA_FLOAT, at, second);
        float root = (float) Math.sqrt(second * (float) step.secondScale) + (float) step.epsilon;
        t.set(ValueLayout.JAVA_FLOAT, at, t.get(ValueLayout.JAVA_FLOAT, at) - first * (float) step.rate / root);
    }
}

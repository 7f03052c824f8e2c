// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Adaptive.java by scripts/generate-kernels: edit that, not this.
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

/**
 * RMSprop and Adam: updates by the root of an average of squared gradients. The tail after the last full vector
 * goes one by one, as in {@link UpdatesF64}.
 */
final class AdaptiveF64 {
    private AdaptiveF64() {}

    /**
     * {@code g = gradient + l2 theta; s = keep s + take g²; theta = shrink theta - rate g / (sqrt(s) + epsilon)}.
     */
    static void rmsProp(UpdateStep.RmsProp step, Decay decay, Tensor theta, Tensor gradient, Tensor state) {
        MemorySegment t = theta.segment();
        MemorySegment g = gradient.segment();
        MemorySegment s = state.segment();
        OffHeap.require(t, g, s);
        DoubleVector l2 = broadcast(SPECIES, decay.l2);
        DoubleVector scale = broadcast(SPECIES, decay.shrink);
        DoubleVector kept = broadcast(SPECIES, step.keep);
        DoubleVector taken = broadcast(SPECIES, step.take);
        DoubleVector rate = broadcast(SPECIES, step.rate);
        DoubleVector floor = broadcast(SPECIES, step.epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(l2, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0.0, slope.abs().compare(VectorOperators.LT, TinyF64.GRADIENT));
            DoubleVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(kept)
                    .add(slope.mul(slope).mul(taken));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TinyF64.STATE));
            second.intoMemorySegment(s, at, ORDER);
            DoubleVector root = second.sqrt().add(floor);
            parameter.mul(scale).sub(slope.mul(rate).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope =
                    Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            rmsProp(step, decay, t, s, at, slope);
        }
    }

    private static void rmsProp(
            UpdateStep.RmsProp step, Decay decay, MemorySegment t, MemorySegment s, long at, double gradient) {
        double slope = Math.abs(gradient) < TinyF64.GRADIENT ? 0 : gradient;
        double second = s.get(ValueLayout.JAVA_DOUBLE, at) * step.keep + slope * slope * step.take;
        second = second < TinyF64.STATE ? 0 : second;
        s.set(ValueLayout.JAVA_DOUBLE, at, second);
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at) * decay.shrink;
        t.set(
                ValueLayout.JAVA_DOUBLE,
                at,
                parameter - slope * step.rate / (Math.sqrt(second) + step.epsilon));
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
            DoubleVector first =
                    fromMemorySegment(SPECIES, m, at, ORDER).mul(keep1).add(slope.mul(take1));
            first = first.blend(0.0, first.abs().compare(VectorOperators.LT, TinyF64.STATE));
            DoubleVector second = fromMemorySegment(SPECIES, v, at, ORDER)
                    .mul(keep2)
                    .add(slope.mul(slope).mul(take2));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TinyF64.STATE));
            first.intoMemorySegment(m, at, ORDER);
            second.intoMemorySegment(v, at, ORDER);
            DoubleVector root = second.mul(correction).sqrt().add(floor);
            parameter.mul(scale).sub(first.mul(rate).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope =
                    Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), decay.l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            double parameter = t.get(ValueLayout.JAVA_DOUBLE, at) * decay.shrink;
            t.set(ValueLayout.JAVA_DOUBLE, at, parameter);
            adam(step, t, m, v, at, slope);
        }
    }

    /** Takes the step of a parameter that has shrunk. */
    private static void adam(
            UpdateStep.Adam step, MemorySegment t, MemorySegment m, MemorySegment v, long at, double gradient) {
        double slope = Math.abs(gradient) < TinyF64.GRADIENT ? 0 : gradient;
        double first = m.get(ValueLayout.JAVA_DOUBLE, at) * step.beta1 + slope * (1 - step.beta1);
        first = Math.abs(first) < TinyF64.STATE ? 0 : first;
        double second =
                v.get(ValueLayout.JAVA_DOUBLE, at) * step.beta2 + slope * slope * (1 - step.beta2);
        second = second < TinyF64.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_DOUBLE, at, first);
        v.set(ValueLayout.JAVA_DOUBLE, at, second);
        double root = Math.sqrt(second * step.secondScale) + step.epsilon;
        t.set(ValueLayout.JAVA_DOUBLE, at, t.get(ValueLayout.JAVA_DOUBLE, at) - first * step.rate / root);
    }
}

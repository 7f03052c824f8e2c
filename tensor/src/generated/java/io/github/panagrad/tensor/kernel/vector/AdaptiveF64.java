// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Adaptive.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * RMSprop and Adam: updates by the root of an average of squared gradients. What is left behind the last whole register
 * goes one by one, as in {@link MomentumF64}.
 */
final class AdaptiveF64 {
    private AdaptiveF64() {}

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
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector scale = broadcast(SPECIES, shrink);
        DoubleVector kept = broadcast(SPECIES, keep);
        DoubleVector taken = broadcast(SPECIES, take);
        DoubleVector step = broadcast(SPECIES, rate);
        DoubleVector floor = broadcast(SPECIES, epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
            slope = slope.blend(0.0, slope.abs().compare(VectorOperators.LT, TinyF64.GRADIENT));
            DoubleVector second = fromMemorySegment(SPECIES, s, at, ORDER)
                    .mul(kept)
                    .add(slope.mul(slope).mul(taken));
            second = second.blend(0.0, second.compare(VectorOperators.LT, TinyF64.STATE));
            second.intoMemorySegment(s, at, ORDER);
            DoubleVector root = second.sqrt().add(floor);
            parameter.mul(scale).sub(slope.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope = Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            rmsProp(t, s, at, slope, rate, keep, take, epsilon, shrink);
        }
    }

    private static void rmsProp(
            MemorySegment t,
            MemorySegment s,
            long at,
            double gradient,
            double step,
            double keep,
            double take,
            double floor,
            double scale) {
        double slope = Math.abs(gradient) < TinyF64.GRADIENT ? 0 : gradient;
        double second = s.get(ValueLayout.JAVA_DOUBLE, at) * keep + slope * slope * take;
        second = second < TinyF64.STATE ? 0 : second;
        s.set(ValueLayout.JAVA_DOUBLE, at, second);
        double parameter = t.get(ValueLayout.JAVA_DOUBLE, at) * scale;
        t.set(ValueLayout.JAVA_DOUBLE, at, parameter - slope * step / (Math.sqrt(second) + floor));
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
        DoubleVector decay = broadcast(SPECIES, l2);
        DoubleVector scale = broadcast(SPECIES, shrink);
        DoubleVector keep1 = broadcast(SPECIES, beta1);
        DoubleVector take1 = broadcast(SPECIES, (1 - beta1));
        DoubleVector keep2 = broadcast(SPECIES, beta2);
        DoubleVector take2 = broadcast(SPECIES, (1 - beta2));
        DoubleVector step = broadcast(SPECIES, rate);
        DoubleVector correction = broadcast(SPECIES, secondScale);
        DoubleVector floor = broadcast(SPECIES, epsilon);
        int bound = SPECIES.loopBound(theta.size());
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector parameter = fromMemorySegment(SPECIES, t, at, ORDER);
            DoubleVector slope = parameter.fma(decay, fromMemorySegment(SPECIES, g, at, ORDER));
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
            parameter.mul(scale).sub(first.mul(step).div(root)).intoMemorySegment(t, at, ORDER);
        }
        for (int i = bound; i < theta.size(); i++) {
            long at = (long) i << SHIFT;
            double slope = Math.fma(t.get(ValueLayout.JAVA_DOUBLE, at), l2, g.get(ValueLayout.JAVA_DOUBLE, at));
            double parameter = t.get(ValueLayout.JAVA_DOUBLE, at) * shrink;
            t.set(ValueLayout.JAVA_DOUBLE, at, parameter);
            adam(t, m, v, at, slope, rate, secondScale, beta1, beta2, epsilon);
        }
    }

    /** Takes the step of a parameter that has shrunk. */
    private static void adam(
            MemorySegment t,
            MemorySegment m,
            MemorySegment v,
            long at,
            double gradient,
            double step,
            double correction,
            double beta1,
            double beta2,
            double floor) {
        double slope = Math.abs(gradient) < TinyF64.GRADIENT ? 0 : gradient;
        double first = m.get(ValueLayout.JAVA_DOUBLE, at) * beta1 + slope * (1 - beta1);
        first = Math.abs(first) < TinyF64.STATE ? 0 : first;
        double second = v.get(ValueLayout.JAVA_DOUBLE, at) * beta2 + slope * slope * (1 - beta2);
        second = second < TinyF64.STATE ? 0 : second;
        m.set(ValueLayout.JAVA_DOUBLE, at, first);
        v.set(ValueLayout.JAVA_DOUBLE, at, second);
        double root = Math.sqrt(second * correction) + floor;
        t.set(ValueLayout.JAVA_DOUBLE, at, t.get(ValueLayout.JAVA_DOUBLE, at) - first * step / root);
    }
}

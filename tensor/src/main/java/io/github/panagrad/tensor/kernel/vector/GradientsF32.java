package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** A layer's delta multiplied by the derivative of its activation, which the activation's own value gives. */
final class GradientsF32 {
    private GradientsF32() {}

    /** {@code delta = delta * f'(z) * mask / keep}, with {@code output = f(z) * mask / keep}. */
    static void gradient(
            ActivationCode f, float slope, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        float undo = (float) (mask == null ? 1 : keep);
        float scale = (float) (mask == null ? 1 : 1 / keep);
        if (output.isContiguous() && delta.isContiguous()) {
            row(f, slope, undo, scale, output.segment(), 0, delta.segment(), 0, delta.size());
        } else {
            for (int r = 0; r < delta.rows(); r++) {
                long from = ((long) r * output.stride()) << SHIFT;
                long to = ((long) r * delta.stride()) << SHIFT;
                row(f, slope, undo, scale, output.segment(), from, delta.segment(), to, delta.columns());
            }
        }
        // A dropped output of ReLU is 0, where its derivative is 0, too.
        if (mask != null && f != ActivationCode.RELU) {
            long rowBytes = (long) delta.stride() << SHIFT;
            DropoutF32.apply(mask, 0, 1 / keep, delta.segment(), 0, rowBytes, delta.rows(), delta.columns());
        }
    }

    private static void row(
            ActivationCode f,
            float slope,
            float undo,
            float scale,
            MemorySegment a,
            long from,
            MemorySegment d,
            long to,
            int n) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> relu(scale, a, from, d, to, n);
            case LEAKY_RELU -> leakyRelu(slope, a, from, d, to, n);
            case SIGMOID -> sigmoid(undo, a, from, d, to, n);
            case TANH -> tanh(undo, a, from, d, to, n);
        }
    }

    private static void relu(float scale, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            VectorMask<Float> positive =
                    fromMemorySegment(SPECIES, a, from + at, ORDER).compare(VectorOperators.GT, 0f);
            zero(SPECIES)
                    .blend(fromMemorySegment(SPECIES, d, to + at, ORDER).mul(scale), positive)
                    .intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER, rest);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            zero(SPECIES)
                    .blend(delta.mul(scale), x.compare(VectorOperators.GT, 0f))
                    .intoMemorySegment(d, to + at, ORDER, rest);
        }
    }

    private static void leakyRelu(float slope, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            VectorMask<Float> positive =
                    fromMemorySegment(SPECIES, a, from + at, ORDER).compare(VectorOperators.GT, 0f);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(slope).blend(delta, positive).intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER, rest);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            delta.mul(slope).blend(delta, x.compare(VectorOperators.GT, 0f)).intoMemorySegment(d, to + at, ORDER, rest);
        }
    }

    private static void sigmoid(float undo, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER).mul(undo);
            fromMemorySegment(SPECIES, d, to + at, ORDER)
                    .mul(x.mul(broadcast(SPECIES, 1f).sub(x)))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector x =
                    fromMemorySegment(SPECIES, a, from + at, ORDER, rest).mul(undo);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            delta.mul(x.mul(broadcast(SPECIES, 1f).sub(x))).intoMemorySegment(d, to + at, ORDER, rest);
        }
    }

    private static void tanh(float undo, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER).mul(undo);
            fromMemorySegment(SPECIES, d, to + at, ORDER)
                    .mul(broadcast(SPECIES, 1f).sub(x.mul(x)))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector x =
                    fromMemorySegment(SPECIES, a, from + at, ORDER, rest).mul(undo);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            delta.mul(broadcast(SPECIES, 1f).sub(x.mul(x))).intoMemorySegment(d, to + at, ORDER, rest);
        }
    }
}

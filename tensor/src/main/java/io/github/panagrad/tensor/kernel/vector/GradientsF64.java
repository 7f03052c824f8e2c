package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** A layer's delta multiplied by the derivative of its activation, which the activation's own value gives. */
final class GradientsF64 {
    private GradientsF64() {}

    /** {@code delta = delta * f'(z) * mask / keep}, with {@code output = f(z) * mask / keep}. */
    static void gradient(
            ActivationCode f, double slope, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        double undo = (mask == null ? 1 : keep);
        double scale = (mask == null ? 1 : 1 / keep);
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
            DropoutF64.apply(mask, 0, 1 / keep, delta.segment(), 0, rowBytes, delta.rows(), delta.columns());
        }
    }

    private static void row(
            ActivationCode f,
            double slope,
            double undo,
            double scale,
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

    private static void relu(double scale, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            VectorMask<Double> positive =
                    fromMemorySegment(SPECIES, a, from + at, ORDER).compare(VectorOperators.GT, 0.0);
            zero(SPECIES)
                    .blend(fromMemorySegment(SPECIES, d, to + at, ORDER).mul(scale), positive)
                    .intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER, rest);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            zero(SPECIES)
                    .blend(delta.mul(scale), x.compare(VectorOperators.GT, 0.0))
                    .intoMemorySegment(d, to + at, ORDER, rest);
        }
    }

    private static void leakyRelu(double slope, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            VectorMask<Double> positive =
                    fromMemorySegment(SPECIES, a, from + at, ORDER).compare(VectorOperators.GT, 0.0);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(slope).blend(delta, positive).intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER, rest);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            delta.mul(slope)
                    .blend(delta, x.compare(VectorOperators.GT, 0.0))
                    .intoMemorySegment(d, to + at, ORDER, rest);
        }
    }

    private static void sigmoid(double undo, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER).mul(undo);
            fromMemorySegment(SPECIES, d, to + at, ORDER)
                    .mul(x.mul(broadcast(SPECIES, 1.0).sub(x)))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector x =
                    fromMemorySegment(SPECIES, a, from + at, ORDER, rest).mul(undo);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            delta.mul(x.mul(broadcast(SPECIES, 1.0).sub(x))).intoMemorySegment(d, to + at, ORDER, rest);
        }
    }

    private static void tanh(double undo, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER).mul(undo);
            fromMemorySegment(SPECIES, d, to + at, ORDER)
                    .mul(broadcast(SPECIES, 1.0).sub(x.mul(x)))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        if (bound < n) {
            long at = (long) bound << SHIFT;
            VectorMask<Double> rest = SPECIES.indexInRange(bound, n);
            DoubleVector x =
                    fromMemorySegment(SPECIES, a, from + at, ORDER, rest).mul(undo);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER, rest);
            delta.mul(broadcast(SPECIES, 1.0).sub(x.mul(x))).intoMemorySegment(d, to + at, ORDER, rest);
        }
    }
}

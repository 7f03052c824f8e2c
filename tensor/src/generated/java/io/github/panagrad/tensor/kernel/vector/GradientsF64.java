// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Gradients.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * A layer's delta multiplied by the derivative of its activation, which the activation's own value gives or was kept.
 */
final class GradientsF64 {
    private static final double SIXTH = 1.0 / 6;

    private GradientsF64() {}

    /** {@code delta = delta * f'(z) * mask / keep}, with {@code output = f(z) * mask / keep}. */
    static void gradient(Activation f, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        double undo = (mask == null ? 1 : keep);
        double scale = (mask == null ? 1 : 1 / keep);
        boolean whole = output.isContiguous() && delta.isContiguous();
        int pieces = whole ? 1 : delta.rows();
        int n = whole ? delta.size() : delta.columns();
        for (int r = 0; r < pieces; r++) {
            long from = ((long) r * output.stride()) << SHIFT;
            long to = ((long) r * delta.stride()) << SHIFT;
            row(f, undo, scale, output.segment(), from, delta.segment(), to, n);
        }
        // A dropped output of ReLU is 0, where its derivative is 0, too.
        if (mask != null && !(f instanceof Activation.Relu)) {
            DropoutF64.apply(mask, keep, delta, 0, delta.rows());
        }
    }

    /** {@code delta = delta * slopes * mask / keep}, of activations that keep their slopes. */
    static void gradient(Tensor slopes, @Nullable DropoutMask mask, double keep, Tensor delta) {
        boolean whole = slopes.isContiguous() && delta.isContiguous();
        int pieces = whole ? 1 : delta.rows();
        int n = whole ? delta.size() : delta.columns();
        for (int r = 0; r < pieces; r++) {
            long from = ((long) r * slopes.stride()) << SHIFT;
            long to = ((long) r * delta.stride()) << SHIFT;
            multiply(slopes.segment(), from, delta.segment(), to, n);
        }
        if (mask != null) {
            DropoutF64.apply(mask, keep, delta, 0, delta.rows());
        }
    }

    private static void row(
            Activation f, double undo, double scale, MemorySegment a, long from, MemorySegment d, long to, int n) {
        switch (f) {
            case Activation.Identity _ -> {}
            case Activation.Relu _ -> relu(scale, a, from, d, to, n);
            case Activation.LeakyRelu leaky -> leakyRelu(leaky.slope(), a, from, d, to, n);
            case Activation.Sigmoid _ -> sigmoid(undo, a, from, d, to, n);
            case Activation.Tanh _ -> tanh(undo, a, from, d, to, n);
            case Activation.Elu elu -> elu(undo, 1, elu.alpha(), a, from, d, to, n);
            case Activation.Selu _ ->
                elu(undo, ActivationsF64.SELU_POSITIVE, ActivationsF64.SELU_NEGATIVE, a, from, d, to, n);
            case Activation.HardSigmoid _ -> hardSigmoid(scale, a, from, d, to, n);
            case Activation.Softsign _ -> softsign(undo, a, from, d, to, n);
            case Activation.Gelu _,
                    Activation.GeluTanh _,
                    Activation.Silu _,
                    Activation.Softplus _,
                    Activation.Mish _,
                    Activation.Custom _ -> throw new IllegalArgumentException(f.name() + " keeps its slopes");
            case Activation.PRelu _, Activation.Parametric _ ->
                throw new IllegalArgumentException(f.name() + " has kernels of its own");
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
            delta.mul(slope).blend(delta, x.compare(VectorOperators.GT, 0.0)).intoMemorySegment(d, to + at, ORDER, rest);
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

    /** The derivative where {@code a <= 0} is {@code a + negative}. */
    private static void elu(
            double undo, double positive, double negative, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(x.mul(undo).add(negative).blend(positive, x.compare(VectorOperators.GT, 0.0)))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double x = a.get(ValueLayout.JAVA_DOUBLE, from + at);
            double delta = d.get(ValueLayout.JAVA_DOUBLE, to + at);
            d.set(ValueLayout.JAVA_DOUBLE, to + at, delta * (x > 0 ? positive : x * undo + negative));
        }
    }

    /** The largest output is {@code scale}, to the bit; there and at 0 the derivative is 0. */
    private static void hardSigmoid(double scale, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(SIXTH)
                    .blend(
                            0.0,
                            x.compare(VectorOperators.GT, 0.0)
                                    .and(x.compare(VectorOperators.LT, scale))
                                    .not())
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double x = a.get(ValueLayout.JAVA_DOUBLE, from + at);
            double delta = d.get(ValueLayout.JAVA_DOUBLE, to + at);
            d.set(ValueLayout.JAVA_DOUBLE, to + at, x > 0 && x < scale ? delta * SIXTH : 0);
        }
    }

    /** The derivative is {@code (1 - |a|)²}. */
    private static void softsign(double undo, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(broadcast(SPECIES, 1.0).sub(x.mul(undo).abs()))
                    .mul(broadcast(SPECIES, 1.0).sub(x.mul(undo).abs()))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double x = a.get(ValueLayout.JAVA_DOUBLE, from + at);
            double delta = d.get(ValueLayout.JAVA_DOUBLE, to + at);
            d.set(ValueLayout.JAVA_DOUBLE, to + at, delta * (1 - Math.abs(x * undo)) * (1 - Math.abs(x * undo)));
        }
    }

    /** {@code d = d * a}. */
    private static void multiply(MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            DoubleVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(x).intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double x = a.get(ValueLayout.JAVA_DOUBLE, from + at);
            double delta = d.get(ValueLayout.JAVA_DOUBLE, to + at);
            d.set(ValueLayout.JAVA_DOUBLE, to + at, delta * x);
        }
    }
}

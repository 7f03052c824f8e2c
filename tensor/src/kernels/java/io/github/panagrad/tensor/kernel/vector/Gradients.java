package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * A layer's delta multiplied by the derivative of its activation, which the activation's own value gives or was kept.
 */
final class Gradients {
    private static final float SIXTH = 1f / 6;

    private Gradients() {}

    /** {@code delta = delta * f'(z) * mask / keep}, with {@code output = f(z) * mask / keep}. */
    static void gradient(Activation f, Tensor output, @Nullable DropoutMask mask, double keep, Tensor delta) {
        float undo = (float) (mask == null ? 1 : keep);
        float scale = (float) (mask == null ? 1 : 1 / keep);
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
            Dropout.apply(mask, keep, delta, 0, delta.rows());
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
            Dropout.apply(mask, keep, delta, 0, delta.rows());
        }
    }

    private static void row(
            Activation f, float undo, float scale, MemorySegment a, long from, MemorySegment d, long to, int n) {
        switch (f) {
            case Activation.Identity _ -> {}
            case Activation.Relu _ -> relu(scale, a, from, d, to, n);
            case Activation.LeakyRelu leaky -> leakyRelu((float) leaky.slope(), a, from, d, to, n);
            case Activation.Sigmoid _ -> sigmoid(undo, a, from, d, to, n);
            case Activation.Tanh _ -> tanh(undo, a, from, d, to, n);
            case Activation.Elu elu -> elu(undo, 1, (float) elu.alpha(), a, from, d, to, n);
            case Activation.Selu _ ->
                elu(undo, Activations.SELU_POSITIVE, Activations.SELU_NEGATIVE, a, from, d, to, n);
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

    /** The derivative where {@code a <= 0} is {@code a + negative}. */
    private static void elu(
            float undo, float positive, float negative, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(x.mul(undo).add(negative).blend(positive, x.compare(VectorOperators.GT, 0f)))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float x = a.get(ValueLayout.JAVA_FLOAT, from + at);
            float delta = d.get(ValueLayout.JAVA_FLOAT, to + at);
            d.set(ValueLayout.JAVA_FLOAT, to + at, delta * (x > 0 ? positive : x * undo + negative));
        }
    }

    /** The largest output is {@code scale}, to the bit; there and at 0 the derivative is 0. */
    private static void hardSigmoid(float scale, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(SIXTH)
                    .blend(
                            0f,
                            x.compare(VectorOperators.GT, 0f)
                                    .and(x.compare(VectorOperators.LT, scale))
                                    .not())
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float x = a.get(ValueLayout.JAVA_FLOAT, from + at);
            float delta = d.get(ValueLayout.JAVA_FLOAT, to + at);
            d.set(ValueLayout.JAVA_FLOAT, to + at, x > 0 && x < scale ? delta * SIXTH : 0);
        }
    }

    /** The derivative is {@code (1 - |a|)²}. */
    private static void softsign(float undo, MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(broadcast(SPECIES, 1f).sub(x.mul(undo).abs()))
                    .mul(broadcast(SPECIES, 1f).sub(x.mul(undo).abs()))
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float x = a.get(ValueLayout.JAVA_FLOAT, from + at);
            float delta = d.get(ValueLayout.JAVA_FLOAT, to + at);
            d.set(ValueLayout.JAVA_FLOAT, to + at, delta * (1 - Math.abs(x * undo)) * (1 - Math.abs(x * undo)));
        }
    }

    /** {@code d = d * a}. */
    private static void multiply(MemorySegment a, long from, MemorySegment d, long to, int n) {
        OffHeap.require(a, d);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            FloatVector x = fromMemorySegment(SPECIES, a, from + at, ORDER);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + at, ORDER);
            delta.mul(x).intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            float x = a.get(ValueLayout.JAVA_FLOAT, from + at);
            float delta = d.get(ValueLayout.JAVA_FLOAT, to + at);
            d.set(ValueLayout.JAVA_FLOAT, to + at, delta * x);
        }
    }
}

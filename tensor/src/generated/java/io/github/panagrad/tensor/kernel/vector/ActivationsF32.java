// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/Activations.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ActivationKernels;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** Bias, activation and dropout over a layer's output, a block that stays in the first cache at a time. */
final class ActivationsF32 implements ActivationKernels {
    /** Elements of a block. */
    private static final int BLOCK = 4096;

    static final float SELU_POSITIVE = (float) Activation.Selu.LAMBDA;
    static final float SELU_NEGATIVE = (float) (Activation.Selu.LAMBDA * Activation.Selu.ALPHA);

    @Override
    public void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes) {
        MemorySegment out = z.segment();
        // Slopes that nobody wants are written where the value then goes.
        Tensor derivatives = slopes == null ? z : slopes;
        int columns = z.columns();
        long rowBytes = (long) z.stride() << SHIFT;
        long slopeBytes = (long) derivatives.stride() << SHIFT;
        boolean whole = z.isContiguous() && derivatives.isContiguous();
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        float least = f instanceof Activation.Relu ? 0 : Float.NEGATIVE_INFINITY;
        int rows;
        for (int r = 0; r < z.rows(); r += rows) {
            rows = Math.min(most, z.rows() - r);
            BiasF32.add(bias, least, z, r, rows);
            int pieces = whole ? 1 : rows;
            int n = whole ? rows * columns : columns;
            for (int i = r; i < r + pieces; i++) {
                apply(f, out, i * rowBytes, derivatives.segment(), i * slopeBytes, n);
            }
            if (mask != null) {
                DropoutF32.apply(mask, keep, z, r, rows);
            }
        }
    }

    @Override
    public void activationGradient(
            Activation f,
            Tensor output,
            @Nullable Tensor slopes,
            @Nullable DropoutMask mask,
            double keep,
            Tensor delta) {
        if (slopes != null) {
            GradientsF32.gradient(slopes, mask, keep, delta);
            return;
        }
        GradientsF32.gradient(f, output, mask, keep, delta);
    }

    @Override
    public void sigmoid(Tensor z) {
        for (int from = 0; from < z.size(); from += BLOCK) {
            sigmoid(z.segment(), (long) from << SHIFT, Math.min(BLOCK, z.size() - from));
        }
    }

    private static void apply(Activation f, MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        switch (f) {
            case Activation.Identity _, Activation.Relu _ -> {}
            case Activation.LeakyRelu leaky -> leakyRelu((float) leaky.slope(), z, from, n);
            case Activation.Sigmoid _ -> sigmoid(z, from, n);
            case Activation.Tanh _ -> VectorMathF32.tanh(z, from, n);
            case Activation.Gelu _ -> NormalVectorMathF32.gelu(z, from, slopes, to, n);
            case Activation.GeluTanh _ -> SmoothVectorMathF32.geluTanh(z, from, slopes, to, n);
            case Activation.Silu _ -> SmoothVectorMathF32.silu(z, from, slopes, to, n);
            case Activation.Elu elu -> SmoothVectorMathF32.elu(1, (float) elu.alpha(), z, from, n);
            case Activation.Selu _ -> SmoothVectorMathF32.elu(SELU_POSITIVE, SELU_NEGATIVE, z, from, n);
            case Activation.Softplus _ -> SmoothVectorMathF32.softplus(z, from, slopes, to, n);
            case Activation.Mish _ -> SmoothVectorMathF32.mish(z, from, slopes, to, n);
            case Activation.HardSigmoid _ -> hardSigmoid(z, from, n);
            case Activation.Softsign _ -> softsign(z, from, n);
            case Activation.Custom custom -> custom(custom, z, from, slopes, to, n);
            case Activation.PRelu _, Activation.Parametric _ ->
                throw new IllegalArgumentException(f.name() + " has kernels of its own");
        }
    }

    private static void custom(Activation.Custom f, MemorySegment z, long from, MemorySegment slopes, long to, int n) {
        for (int i = 0; i < n; i++) {
            long at = (long) i << SHIFT;
            double v = z.get(ValueLayout.JAVA_FLOAT, from + at);
            slopes.set(ValueLayout.JAVA_FLOAT, to + at, (float) f.derivative().applyAsDouble(v));
            z.set(ValueLayout.JAVA_FLOAT, from + at, (float) f.function().applyAsDouble(v));
        }
    }

    private static void leakyRelu(float slope, MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER);
            x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoMemorySegment(z, at, ORDER);
        }
        if (bound < n) {
            long at = from + ((long) bound << SHIFT);
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER, rest);
            x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoMemorySegment(z, at, ORDER, rest);
        }
    }

    /**
     * {@code 1 / (1 + e)} for positive z and {@code e / (1 + e)} for negative ones, with {@code e = e^-|z|}: at most 2.5 ulp
     * wrong.
     */
    private static void sigmoid(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        VectorMathF32.decay(z, from, n);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector e = fromMemorySegment(SPECIES, z, at, ORDER);
            FloatVector top =
                    e.abs().blend(1f, e.test(VectorOperators.IS_NEGATIVE).not());
            top.div(e.abs().add(1f)).intoMemorySegment(z, at, ORDER);
        }
        if (bound < n) {
            long at = from + ((long) bound << SHIFT);
            VectorMask<Float> rest = SPECIES.indexInRange(bound, n);
            FloatVector e = fromMemorySegment(SPECIES, z, at, ORDER, rest);
            FloatVector top =
                    e.abs().blend(1f, e.test(VectorOperators.IS_NEGATIVE).not());
            top.div(e.abs().add(1f)).intoMemorySegment(z, at, ORDER, rest);
        }
    }

    /** {@code z = min(max(z + 3, 0), 6) / 6}: in this order exact where it begins, at -3. */
    private static void hardSigmoid(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER).add(3f);
            x = x.blend(0f, x.compare(VectorOperators.LT, 0f));
            x = x.blend(6f, x.compare(VectorOperators.GT, 6f));
            x.div(6f).intoMemorySegment(z, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            float x = z.get(ValueLayout.JAVA_FLOAT, at) + 3;
            x = x < 0 ? 0 : x;
            x = x > 6 ? 6 : x;
            z.set(ValueLayout.JAVA_FLOAT, at, x / 6);
        }
    }

    /** {@code z = z / (1 + |z|)}. */
    private static void softsign(MemorySegment z, long from, int n) {
        OffHeap.require(z);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = from + ((long) i << SHIFT);
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER);
            // Infinity divided by itself is not a number.
            x = x.blend(Float.MAX_VALUE, x.compare(VectorOperators.GT, Float.MAX_VALUE));
            x = x.blend(-Float.MAX_VALUE, x.compare(VectorOperators.LT, -Float.MAX_VALUE));
            x.div(x.abs().add(1f)).intoMemorySegment(z, at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = from + ((long) i << SHIFT);
            float x = z.get(ValueLayout.JAVA_FLOAT, at);
            x = x > Float.MAX_VALUE ? Float.MAX_VALUE : x;
            x = x < -Float.MAX_VALUE ? -Float.MAX_VALUE : x;
            z.set(ValueLayout.JAVA_FLOAT, at, x / (Math.abs(x) + 1));
        }
    }
}

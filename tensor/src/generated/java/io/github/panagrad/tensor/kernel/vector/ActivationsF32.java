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

    @Override
    public void activate(
            Activation f, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor slopes) {
        ActivationCode code = ActivationCode.of(f);
        float positive = (float) ActivationCode.positive(f);
        float negative = (float) ActivationCode.negative(f);
        MemorySegment out = z.segment();
        // Slopes that nobody wants are written where the value then goes.
        Tensor derivatives = slopes == null ? z : slopes;
        int columns = z.columns();
        long rowBytes = (long) z.stride() << SHIFT;
        long slopeBytes = (long) derivatives.stride() << SHIFT;
        boolean whole = z.isContiguous() && derivatives.isContiguous();
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        float least = code == ActivationCode.RELU ? 0 : Float.NEGATIVE_INFINITY;
        int rows;
        for (int r = 0; r < z.rows(); r += rows) {
            rows = Math.min(most, z.rows() - r);
            addBias(bias.segment(), least, out, r * rowBytes, rowBytes, rows, columns);
            int pieces = whole ? 1 : rows;
            int n = whole ? rows * columns : columns;
            for (int i = r; i < r + pieces; i++) {
                apply(code, positive, negative, out, i * rowBytes, derivatives.segment(), i * slopeBytes, n);
            }
            if (mask != null) {
                DropoutF32.apply(mask, r, 1 / keep, out, r * rowBytes, rowBytes, rows, columns);
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
        float positive = (float) ActivationCode.positive(f);
        float negative = (float) ActivationCode.negative(f);
        GradientsF32.gradient(ActivationCode.of(f), positive, negative, output, mask, keep, delta);
    }

    @Override
    public void sigmoid(Tensor z) {
        for (int from = 0; from < z.size(); from += BLOCK) {
            sigmoid(z.segment(), (long) from << SHIFT, Math.min(BLOCK, z.size() - from));
        }
    }

    private static void apply(
            ActivationCode f,
            float positive,
            float negative,
            MemorySegment z,
            long from,
            MemorySegment slopes,
            long to,
            int n) {
        switch (f) {
            case IDENTITY, RELU -> {}
            case LEAKY_RELU -> leakyRelu(negative, z, from, n);
            case SIGMOID -> sigmoid(z, from, n);
            case TANH -> VectorMathF32.tanh(z, from, n);
            case GELU -> NormalVectorMathF32.gelu(z, from, slopes, to, n);
            case GELU_TANH -> SmoothVectorMathF32.geluTanh(z, from, slopes, to, n);
            case SILU -> SmoothVectorMathF32.silu(z, from, slopes, to, n);
            case ELU -> SmoothVectorMathF32.elu(positive, negative, z, from, n);
            case SOFTPLUS -> SmoothVectorMathF32.softplus(z, from, slopes, to, n);
            case MISH -> SmoothVectorMathF32.mish(z, from, slopes, to, n);
            case HARD_SIGMOID -> RationalActivationsF32.hardSigmoid(z, from, n);
            case SOFTSIGN -> RationalActivationsF32.softsign(z, from, n);
        }
    }

    /** {@code z = max(z + bias, least)}: with {@code least = 0} the bias and the whole of ReLU in one pass. */
    static void addBias(
            MemorySegment bias, float least, MemorySegment z, long from, long rowBytes, int rows, int columns) {
        int c = 0;
        for (; c <= columns - 4 * LANES; c += 4 * LANES) {
            fourRegisters(bias, (long) c << SHIFT, least, z, from + ((long) c << SHIFT), rowBytes, rows);
        }
        for (; c <= columns - LANES; c += LANES) {
            oneRegister(bias, (long) c << SHIFT, least, z, from + ((long) c << SHIFT), rowBytes, rows);
        }
        for (; c < columns; c++) {
            oneColumn(bias, (long) c << SHIFT, least, z, from + ((long) c << SHIFT), rowBytes, rows);
        }
    }

    // Down the rows, not along them: a layer may be narrow, and a loop of a few rounds is mostly its own overhead.
    // Comparing and blending are two instructions, where max() takes six to order zeros and pass NaN on; so do these.

    private static void fourRegisters(
            MemorySegment bias, long biasAt, float least, MemorySegment z, long from, long rowBytes, int rows) {
        OffHeap.require(bias, z);
        long step = (long) LANES << SHIFT;
        FloatVector bias0 = fromMemorySegment(SPECIES, bias, biasAt, ORDER);
        FloatVector bias1 = fromMemorySegment(SPECIES, bias, biasAt + step, ORDER);
        FloatVector bias2 = fromMemorySegment(SPECIES, bias, biasAt + 2 * step, ORDER);
        FloatVector bias3 = fromMemorySegment(SPECIES, bias, biasAt + 3 * step, ORDER);
        long at = from;
        for (int r = 0; r < rows; r++) {
            FloatVector x0 = fromMemorySegment(SPECIES, z, at, ORDER).add(bias0);
            FloatVector x1 = fromMemorySegment(SPECIES, z, at + step, ORDER).add(bias1);
            FloatVector x2 = fromMemorySegment(SPECIES, z, at + 2 * step, ORDER).add(bias2);
            FloatVector x3 = fromMemorySegment(SPECIES, z, at + 3 * step, ORDER).add(bias3);
            x0.blend(least, x0.compare(VectorOperators.LT, least)).intoMemorySegment(z, at, ORDER);
            x1.blend(least, x1.compare(VectorOperators.LT, least)).intoMemorySegment(z, at + step, ORDER);
            x2.blend(least, x2.compare(VectorOperators.LT, least)).intoMemorySegment(z, at + 2 * step, ORDER);
            x3.blend(least, x3.compare(VectorOperators.LT, least)).intoMemorySegment(z, at + 3 * step, ORDER);
            at += rowBytes;
        }
    }

    private static void oneRegister(
            MemorySegment bias, long biasAt, float least, MemorySegment z, long from, long rowBytes, int rows) {
        OffHeap.require(bias, z);
        FloatVector b = fromMemorySegment(SPECIES, bias, biasAt, ORDER);
        long at = from;
        for (int r = 0; r < rows; r++) {
            FloatVector x = fromMemorySegment(SPECIES, z, at, ORDER).add(b);
            x.blend(least, x.compare(VectorOperators.LT, least)).intoMemorySegment(z, at, ORDER);
            at += rowBytes;
        }
    }

    private static void oneColumn(
            MemorySegment bias, long biasAt, float least, MemorySegment z, long from, long rowBytes, int rows) {
        OffHeap.require(bias, z);
        float b = bias.get(ValueLayout.JAVA_FLOAT, biasAt);
        long at = from;
        for (int r = 0; r < rows; r++) {
            float x = z.get(ValueLayout.JAVA_FLOAT, at) + b;
            z.set(ValueLayout.JAVA_FLOAT, at, x < least ? least : x);
            at += rowBytes;
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
}

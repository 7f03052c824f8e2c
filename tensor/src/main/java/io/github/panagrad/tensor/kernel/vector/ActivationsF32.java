package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF32.LANES;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.ORDER;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SHIFT;
import static io.github.panagrad.tensor.kernel.vector.LanesF32.SPECIES;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** Bias, activation and dropout over a layer's output, a block that stays in the first cache at a time. */
final class ActivationsF32 {
    /** Elements of a block. */
    private static final int BLOCK = 4096;

    private ActivationsF32() {}

    /** {@code z = f(z + bias) * mask / keep}. */
    static void activate(
            ActivationCode f, float slope, Tensor bias, @Nullable DropoutMask mask, double keep, Tensor z) {
        MemorySegment out = z.segment();
        int columns = z.columns();
        long rowBytes = (long) z.stride() << SHIFT;
        int most = z.isContiguous() ? Math.max(1, BLOCK / Math.max(1, columns)) : 1;
        float least = f == ActivationCode.RELU ? 0 : Float.NEGATIVE_INFINITY;
        int rows;
        for (int r = 0; r < z.rows(); r += rows) {
            rows = Math.min(most, z.rows() - r);
            addBias(bias.segment(), least, out, r * rowBytes, rowBytes, rows, columns);
            apply(f, slope, out, r * rowBytes, rows * columns);
            if (mask != null) {
                for (int i = r; i < r + rows; i++) {
                    DropoutF32.apply(mask, i, 1 / keep, out, i * rowBytes, columns);
                }
            }
        }
    }

    /** {@code z = 1 / (1 + e^-z)} over contiguous elements. */
    static void sigmoid(Tensor z) {
        for (int from = 0; from < z.size(); from += BLOCK) {
            sigmoid(z.segment(), (long) from << SHIFT, Math.min(BLOCK, z.size() - from));
        }
    }

    private static void apply(ActivationCode f, float slope, MemorySegment z, long from, int n) {
        switch (f) {
            case IDENTITY, RELU -> {}
            case LEAKY_RELU -> leakyRelu(slope, z, from, n);
            case SIGMOID -> sigmoid(z, from, n);
            case TANH -> VectorMathF32.tanh(z, from, n);
        }
    }

    /** {@code z = max(z + bias, least)}: with {@code least = 0} the bias and the whole of ReLU in one pass. */
    private static void addBias(
            MemorySegment bias, float least, MemorySegment z, long from, long rowBytes, int rows, int columns) {
        OffHeap.require(bias, z);
        int bound = SPECIES.loopBound(columns);
        for (int r = 0; r < rows; r++) {
            long row = from + r * rowBytes;
            for (int c = 0; c < bound; c += LANES) {
                long at = (long) c << SHIFT;
                FloatVector b = fromMemorySegment(SPECIES, bias, at, ORDER);
                FloatVector x = fromMemorySegment(SPECIES, z, row + at, ORDER).add(b);
                x.max(least).intoMemorySegment(z, row + at, ORDER);
            }
            // For a few columns this, of the same bits, is quicker than a register under a mask.
            for (int c = bound; c < columns; c++) {
                long at = (long) c << SHIFT;
                float x = z.get(ValueLayout.JAVA_FLOAT, row + at) + bias.get(ValueLayout.JAVA_FLOAT, at);
                z.set(ValueLayout.JAVA_FLOAT, row + at, Math.max(x, least));
            }
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

    /** {@code 1 / (1 + e)} for positive z and {@code e / (1 + e)} for negative ones, with {@code e = e^-|z|}. */
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

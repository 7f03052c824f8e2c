package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.Lanes.*;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.PReluKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** ReLU with a learned slope for each column, and its gradients; down the rows, a register of columns at a time. */
final class PRelu implements PReluKernels {
    /** Elements of a block. */
    private static final int BLOCK = 4096;

    /** {@code kept = z + bias; z = (kept where kept > 0, else slope kept) * mask / keep}. */
    @Override
    public void prelu(
            Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept) {
        MemorySegment out = z.segment();
        // What nobody wants is written where the value then goes.
        Tensor sums = kept == null ? z : kept;
        int columns = z.columns();
        long rowBytes = (long) z.stride() << SHIFT;
        long sumBytes = (long) sums.stride() << SHIFT;
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        int rows;
        for (int r = 0; r < z.rows(); r += rows) {
            rows = Math.min(most, z.rows() - r);
            int c = 0;
            for (; c <= columns - LANES; c += LANES) {
                long at = (long) c << SHIFT;
                forward(
                        bias.segment(),
                        slope.segment(),
                        at,
                        out,
                        r * rowBytes + at,
                        rowBytes,
                        sums.segment(),
                        r * sumBytes + at,
                        sumBytes,
                        rows);
            }
            for (; c < columns; c++) {
                long at = (long) c << SHIFT;
                forwardOne(
                        bias.segment(),
                        slope.segment(),
                        at,
                        out,
                        r * rowBytes + at,
                        rowBytes,
                        sums.segment(),
                        r * sumBytes + at,
                        sumBytes,
                        rows);
            }
            if (mask != null) {
                Dropout.apply(mask, r, 1 / keep, out, r * rowBytes, rowBytes, rows, columns);
            }
        }
    }

    private static void forward(
            MemorySegment bias,
            MemorySegment slope,
            long column,
            MemorySegment z,
            long from,
            long rowBytes,
            MemorySegment sums,
            long to,
            long sumBytes,
            int rows) {
        OffHeap.require(bias, slope, z, sums);
        FloatVector b = fromMemorySegment(SPECIES, bias, column, ORDER);
        FloatVector s = fromMemorySegment(SPECIES, slope, column, ORDER);
        for (int r = 0; r < rows; r++) {
            FloatVector x =
                    fromMemorySegment(SPECIES, z, from + r * rowBytes, ORDER).add(b);
            x.intoMemorySegment(sums, to + r * sumBytes, ORDER);
            x.mul(s).blend(x, x.compare(VectorOperators.GT, 0f)).intoMemorySegment(z, from + r * rowBytes, ORDER);
        }
    }

    private static void forwardOne(
            MemorySegment bias,
            MemorySegment slope,
            long column,
            MemorySegment z,
            long from,
            long rowBytes,
            MemorySegment sums,
            long to,
            long sumBytes,
            int rows) {
        OffHeap.require(bias, slope, z, sums);
        float b = bias.get(ValueLayout.JAVA_FLOAT, column);
        float s = slope.get(ValueLayout.JAVA_FLOAT, column);
        for (int r = 0; r < rows; r++) {
            float x = z.get(ValueLayout.JAVA_FLOAT, from + r * rowBytes) + b;
            sums.set(ValueLayout.JAVA_FLOAT, to + r * sumBytes, x);
            z.set(ValueLayout.JAVA_FLOAT, from + r * rowBytes, x > 0 ? x : x * s);
        }
    }

    /** {@code d = delta * mask / keep; delta = d or d slope; slopeGradient = sum of d min(0, kept)}. */
    @Override
    public void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient) {
        MemorySegment d = delta.segment();
        int columns = delta.columns();
        long rowBytes = (long) delta.stride() << SHIFT;
        long keptBytes = (long) kept.stride() << SHIFT;
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        slopeGradient.fill(0);
        int rows;
        for (int r = 0; r < delta.rows(); r += rows) {
            rows = Math.min(most, delta.rows() - r);
            if (mask != null) {
                Dropout.apply(mask, r, 1 / keep, d, r * rowBytes, rowBytes, rows, columns);
            }
            int c = 0;
            for (; c <= columns - LANES; c += LANES) {
                long at = (long) c << SHIFT;
                backward(
                        kept.segment(),
                        r * keptBytes + at,
                        keptBytes,
                        slope.segment(),
                        at,
                        d,
                        r * rowBytes + at,
                        rowBytes,
                        slopeGradient.segment(),
                        rows);
            }
            for (; c < columns; c++) {
                long at = (long) c << SHIFT;
                backwardOne(
                        kept.segment(),
                        r * keptBytes + at,
                        keptBytes,
                        slope.segment(),
                        at,
                        d,
                        r * rowBytes + at,
                        rowBytes,
                        slopeGradient.segment(),
                        rows);
            }
        }
    }

    private static void backward(
            MemorySegment kept,
            long from,
            long keptBytes,
            MemorySegment slope,
            long column,
            MemorySegment d,
            long to,
            long rowBytes,
            MemorySegment gradient,
            int rows) {
        OffHeap.require(kept, slope, d, gradient);
        FloatVector s = fromMemorySegment(SPECIES, slope, column, ORDER);
        FloatVector sum = fromMemorySegment(SPECIES, gradient, column, ORDER);
        for (int r = 0; r < rows; r++) {
            FloatVector x = fromMemorySegment(SPECIES, kept, from + r * keptBytes, ORDER);
            FloatVector delta = fromMemorySegment(SPECIES, d, to + r * rowBytes, ORDER);
            VectorMask<Float> positive = x.compare(VectorOperators.GT, 0f);
            sum = sum.add(delta.mul(x).blend(0f, positive.or(delta.compare(VectorOperators.EQ, 0f))));
            delta.mul(s).blend(delta, positive).intoMemorySegment(d, to + r * rowBytes, ORDER);
        }
        sum.intoMemorySegment(gradient, column, ORDER);
    }

    private static void backwardOne(
            MemorySegment kept,
            long from,
            long keptBytes,
            MemorySegment slope,
            long column,
            MemorySegment d,
            long to,
            long rowBytes,
            MemorySegment gradient,
            int rows) {
        OffHeap.require(kept, slope, d, gradient);
        float s = slope.get(ValueLayout.JAVA_FLOAT, column);
        float sum = gradient.get(ValueLayout.JAVA_FLOAT, column);
        for (int r = 0; r < rows; r++) {
            float x = kept.get(ValueLayout.JAVA_FLOAT, from + r * keptBytes);
            float delta = d.get(ValueLayout.JAVA_FLOAT, to + r * rowBytes);
            sum += x > 0 || delta == 0 ? 0 : delta * x;
            d.set(ValueLayout.JAVA_FLOAT, to + r * rowBytes, x > 0 ? delta : delta * s);
        }
        gradient.set(ValueLayout.JAVA_FLOAT, column, sum);
    }
}

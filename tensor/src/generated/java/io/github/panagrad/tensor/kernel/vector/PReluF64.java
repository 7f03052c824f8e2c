// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/PRelu.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.PReluKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** ReLU with a learned slope for each column, and its gradients; down the rows, a register of columns at a time. */
final class PReluF64 implements PReluKernels {
    /** Elements of a block. */
    private static final int BLOCK = 4096;

    /** {@code kept = z + bias; z = (kept where kept > 0, else slope kept) * mask / keep}. */
    @Override
    public void prelu(
            Tensor bias, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor z, @Nullable Tensor kept) {
        // What nobody wants is written where the value then goes.
        Tensor sums = kept == null ? z : kept;
        int columns = z.columns();
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        int rows;
        for (int r = 0; r < z.rows(); r += rows) {
            rows = Math.min(most, z.rows() - r);
            int c = 0;
            for (; c <= columns - LANES; c += LANES) {
                forward(bias, slope, z, sums, r, rows, c);
            }
            for (; c < columns; c++) {
                forwardOne(bias, slope, z, sums, r, rows, c);
            }
            if (mask != null) {
                DropoutF64.apply(mask, keep, z, r, rows);
            }
        }
    }

    /** Some rows of a register of columns. */
    private static void forward(Tensor bias, Tensor slope, Tensor z, Tensor sums, int row, int rows, int c) {
        MemorySegment out = z.segment();
        MemorySegment kept = sums.segment();
        OffHeap.require(bias.segment(), slope.segment(), out, kept);
        DoubleVector s = fromMemorySegment(SPECIES, slope.segment(), (long) c << SHIFT, ORDER);
        int member = row % bias.rows();
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * z.stride() + c) << SHIFT;
            DoubleVector b =
                    fromMemorySegment(SPECIES, bias.segment(), ((long) member * bias.stride() + c) << SHIFT, ORDER);
            DoubleVector x = fromMemorySegment(SPECIES, out, at, ORDER).add(b);
            member = member + 1 == bias.rows() ? 0 : member + 1;
            x.intoMemorySegment(kept, ((long) r * sums.stride() + c) << SHIFT, ORDER);
            x.mul(s).blend(x, x.compare(VectorOperators.GT, 0.0)).intoMemorySegment(out, at, ORDER);
        }
    }

    private static void forwardOne(Tensor bias, Tensor slope, Tensor z, Tensor sums, int row, int rows, int c) {
        MemorySegment out = z.segment();
        MemorySegment kept = sums.segment();
        OffHeap.require(bias.segment(), slope.segment(), out, kept);
        double s = slope.segment().get(ValueLayout.JAVA_DOUBLE, (long) c << SHIFT);
        int member = row % bias.rows();
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * z.stride() + c) << SHIFT;
            double b = bias.segment().get(ValueLayout.JAVA_DOUBLE, ((long) member * bias.stride() + c) << SHIFT);
            double x = out.get(ValueLayout.JAVA_DOUBLE, at) + b;
            member = member + 1 == bias.rows() ? 0 : member + 1;
            kept.set(ValueLayout.JAVA_DOUBLE, ((long) r * sums.stride() + c) << SHIFT, x);
            out.set(ValueLayout.JAVA_DOUBLE, at, x > 0 ? x : x * s);
        }
    }

    /** {@code d = delta * mask / keep; delta = d or d slope; slopeGradient = sum of d min(0, kept)}. */
    @Override
    public void preluGradient(
            Tensor kept, Tensor slope, @Nullable DropoutMask mask, double keep, Tensor delta, Tensor slopeGradient) {
        int columns = delta.columns();
        int most = Math.max(1, BLOCK / Math.max(1, columns));
        slopeGradient.fill(0);
        int rows;
        for (int r = 0; r < delta.rows(); r += rows) {
            rows = Math.min(most, delta.rows() - r);
            if (mask != null) {
                DropoutF64.apply(mask, keep, delta, r, rows);
            }
            int c = 0;
            for (; c <= columns - LANES; c += LANES) {
                backward(kept, slope, delta, slopeGradient, r, rows, c);
            }
            for (; c < columns; c++) {
                backwardOne(kept, slope, delta, slopeGradient, r, rows, c);
            }
        }
    }

    private static void backward(
            Tensor kept, Tensor slope, Tensor delta, Tensor slopeGradient, int row, int rows, int c) {
        MemorySegment in = kept.segment();
        MemorySegment out = delta.segment();
        MemorySegment gradient = slopeGradient.segment();
        OffHeap.require(in, slope.segment(), out, gradient);
        DoubleVector s = fromMemorySegment(SPECIES, slope.segment(), (long) c << SHIFT, ORDER);
        DoubleVector sum = fromMemorySegment(SPECIES, gradient, (long) c << SHIFT, ORDER);
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * delta.stride() + c) << SHIFT;
            DoubleVector x = fromMemorySegment(SPECIES, in, ((long) r * kept.stride() + c) << SHIFT, ORDER);
            DoubleVector d = fromMemorySegment(SPECIES, out, at, ORDER);
            VectorMask<Double> positive = x.compare(VectorOperators.GT, 0.0);
            sum = sum.add(d.mul(x).blend(0.0, positive.or(d.compare(VectorOperators.EQ, 0.0))));
            d.mul(s).blend(d, positive).intoMemorySegment(out, at, ORDER);
        }
        sum.intoMemorySegment(gradient, (long) c << SHIFT, ORDER);
    }

    private static void backwardOne(
            Tensor kept, Tensor slope, Tensor delta, Tensor slopeGradient, int row, int rows, int c) {
        MemorySegment in = kept.segment();
        MemorySegment out = delta.segment();
        MemorySegment gradient = slopeGradient.segment();
        OffHeap.require(in, slope.segment(), out, gradient);
        double s = slope.segment().get(ValueLayout.JAVA_DOUBLE, (long) c << SHIFT);
        double sum = gradient.get(ValueLayout.JAVA_DOUBLE, (long) c << SHIFT);
        for (int r = row; r < row + rows; r++) {
            long at = ((long) r * delta.stride() + c) << SHIFT;
            double x = in.get(ValueLayout.JAVA_DOUBLE, ((long) r * kept.stride() + c) << SHIFT);
            double d = out.get(ValueLayout.JAVA_DOUBLE, at);
            sum += x > 0 || d == 0 ? 0 : d * x;
            out.set(ValueLayout.JAVA_DOUBLE, at, x > 0 ? d : d * s);
        }
        gradient.set(ValueLayout.JAVA_DOUBLE, (long) c << SHIFT, sum);
    }
}

// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/ColumnNorms.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ColumnNormKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;

/**
 * Batch normalisation: statistics of columns and their gradients. A register of columns at a time, down the rows; the
 * columns after the last full vector one by one, with the same operations.
 */
final class ColumnNormsF64 implements ColumnNormKernels {
    /** {@code mean = sum z / m; variance = sum (z - mean)² / m}. */
    @Override
    public void columnMoments(Tensor z, Tensor mean, Tensor variance) {
        MemorySegment in = z.segment();
        MemorySegment means = mean.segment();
        MemorySegment variances = variance.segment();
        OffHeap.require(in, means, variances);
        int rows = z.rows();
        long rowBytes = (long) z.stride() << SHIFT;
        double count = rows;
        int c = 0;
        for (; c <= z.columns() - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector sum = zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                sum = sum.add(fromMemorySegment(SPECIES, in, at + r * rowBytes, ORDER));
            }
            DoubleVector middle = sum.div(count);
            DoubleVector squares = zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                DoubleVector distance =
                        fromMemorySegment(SPECIES, in, at + r * rowBytes, ORDER).sub(middle);
                squares = distance.fma(distance, squares);
            }
            middle.intoMemorySegment(means, at, ORDER);
            squares.div(count).intoMemorySegment(variances, at, ORDER);
        }
        for (; c < z.columns(); c++) {
            moments(in, (long) c << SHIFT, rowBytes, rows, means, variances);
        }
    }

    private static void moments(
            MemorySegment in, long at, long rowBytes, int rows, MemorySegment means, MemorySegment variances) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += in.get(ValueLayout.JAVA_DOUBLE, at + r * rowBytes);
        }
        double middle = sum / rows;
        double squares = 0;
        for (int r = 0; r < rows; r++) {
            double distance = in.get(ValueLayout.JAVA_DOUBLE, at + r * rowBytes) - middle;
            squares = Math.fma(distance, distance, squares);
        }
        means.set(ValueLayout.JAVA_DOUBLE, at, middle);
        variances.set(ValueLayout.JAVA_DOUBLE, at, squares / rows);
    }

    /** {@code normalized = (z - mean) / sqrt(variance + epsilon); z = scale normalized}; the two may be one tensor. */
    @Override
    public void standardizeColumns(
            Tensor mean, Tensor variance, double epsilon, Tensor scale, Tensor z, Tensor normalized) {
        MemorySegment out = z.segment();
        MemorySegment kept = normalized.segment();
        OffHeap.require(out, kept, scale.segment());
        OffHeap.require(mean.segment(), variance.segment());
        int rows = z.rows();
        long rowBytes = (long) z.stride() << SHIFT;
        long keptBytes = (long) normalized.stride() << SHIFT;
        double floor = epsilon;
        int c = 0;
        for (; c <= z.columns() - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector middle = fromMemorySegment(SPECIES, mean.segment(), at, ORDER);
            DoubleVector inverse = broadcast(SPECIES, 1.0)
                    .div(fromMemorySegment(SPECIES, variance.segment(), at, ORDER)
                            .add(floor)
                            .sqrt());
            DoubleVector factor = fromMemorySegment(SPECIES, scale.segment(), at, ORDER);
            for (int r = 0; r < rows; r++) {
                DoubleVector unit = fromMemorySegment(SPECIES, out, at + r * rowBytes, ORDER)
                        .sub(middle)
                        .mul(inverse);
                unit.intoMemorySegment(kept, at + r * keptBytes, ORDER);
                unit.mul(factor).intoMemorySegment(out, at + r * rowBytes, ORDER);
            }
        }
        for (; c < z.columns(); c++) {
            long at = (long) c << SHIFT;
            double middle = mean.segment().get(ValueLayout.JAVA_DOUBLE, at);
            double inverse = 1.0 / Math.sqrt(variance.segment().get(ValueLayout.JAVA_DOUBLE, at) + floor);
            double factor = scale.segment().get(ValueLayout.JAVA_DOUBLE, at);
            for (int r = 0; r < rows; r++) {
                double unit = (out.get(ValueLayout.JAVA_DOUBLE, at + r * rowBytes) - middle) * inverse;
                kept.set(ValueLayout.JAVA_DOUBLE, at + r * keptBytes, unit);
                out.set(ValueLayout.JAVA_DOUBLE, at + r * rowBytes, unit * factor);
            }
        }
    }

    /**
     * {@code delta = scale / sqrt(variance + epsilon) (delta - shiftGradient / m - normalized scaleGradient / m)}, with m
     * the rows.
     */
    @Override
    public void columnGradient(
            Tensor variance,
            double epsilon,
            Tensor scale,
            Tensor normalized,
            Tensor shiftGradient,
            Tensor scaleGradient,
            Tensor delta) {
        MemorySegment d = delta.segment();
        MemorySegment x = normalized.segment();
        OffHeap.require(d, x, scale.segment());
        OffHeap.require(variance.segment(), shiftGradient.segment(), scaleGradient.segment());
        int rows = delta.rows();
        long rowBytes = (long) delta.stride() << SHIFT;
        long keptBytes = (long) normalized.stride() << SHIFT;
        double floor = epsilon;
        double count = rows;
        int c = 0;
        for (; c <= delta.columns() - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector factor = fromMemorySegment(SPECIES, scale.segment(), at, ORDER)
                    .div(fromMemorySegment(SPECIES, variance.segment(), at, ORDER)
                            .add(floor)
                            .sqrt());
            DoubleVector mean = fromMemorySegment(SPECIES, shiftGradient.segment(), at, ORDER)
                    .div(count);
            DoubleVector slope = fromMemorySegment(SPECIES, scaleGradient.segment(), at, ORDER)
                    .div(-count);
            for (int r = 0; r < rows; r++) {
                DoubleVector unit = fromMemorySegment(SPECIES, x, at + r * keptBytes, ORDER);
                DoubleVector above = fromMemorySegment(SPECIES, d, at + r * rowBytes, ORDER);
                unit.fma(slope, above.sub(mean)).mul(factor).intoMemorySegment(d, at + r * rowBytes, ORDER);
            }
        }
        for (; c < delta.columns(); c++) {
            long at = (long) c << SHIFT;
            double factor = scale.segment().get(ValueLayout.JAVA_DOUBLE, at)
                    / Math.sqrt(variance.segment().get(ValueLayout.JAVA_DOUBLE, at) + floor);
            double mean = shiftGradient.segment().get(ValueLayout.JAVA_DOUBLE, at) / count;
            double slope = scaleGradient.segment().get(ValueLayout.JAVA_DOUBLE, at) / -count;
            for (int r = 0; r < rows; r++) {
                double unit = x.get(ValueLayout.JAVA_DOUBLE, at + r * keptBytes);
                double above = d.get(ValueLayout.JAVA_DOUBLE, at + r * rowBytes);
                d.set(ValueLayout.JAVA_DOUBLE, at + r * rowBytes, Math.fma(unit, slope, above - mean) * factor);
            }
        }
    }

    /** {@code sums = sum of the rows of x y}, each column in the order of the rows. */
    @Override
    public void columnDots(Tensor x, Tensor y, Tensor sums) {
        MemorySegment first = x.segment();
        MemorySegment second = y.segment();
        MemorySegment out = sums.segment();
        OffHeap.require(first, second, out);
        int rows = x.rows();
        long firstBytes = (long) x.stride() << SHIFT;
        long secondBytes = (long) y.stride() << SHIFT;
        int c = 0;
        for (; c <= x.columns() - LANES; c += LANES) {
            long at = (long) c << SHIFT;
            DoubleVector sum = zero(SPECIES);
            for (int r = 0; r < rows; r++) {
                sum = fromMemorySegment(SPECIES, first, at + r * firstBytes, ORDER)
                        .fma(fromMemorySegment(SPECIES, second, at + r * secondBytes, ORDER), sum);
            }
            sum.intoMemorySegment(out, at, ORDER);
        }
        for (; c < x.columns(); c++) {
            long at = (long) c << SHIFT;
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum = Math.fma(
                        first.get(ValueLayout.JAVA_DOUBLE, at + r * firstBytes),
                        second.get(ValueLayout.JAVA_DOUBLE, at + r * secondBytes),
                        sum);
            }
            out.set(ValueLayout.JAVA_DOUBLE, at, sum);
        }
    }
}

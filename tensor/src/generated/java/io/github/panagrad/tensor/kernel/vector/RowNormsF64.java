// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/RowNorms.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import static io.github.panagrad.tensor.kernel.vector.LanesF64.*;
import static io.github.panagrad.tensor.kernel.vector.LanesF64.SPECIES;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromMemorySegment;
import static jdk.incubator.vector.DoubleVector.zero;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.RowNormKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;

/** Layer normalisation: statistics of rows and their gradients; and the norms of rows. Whole rows at a time. */
final class RowNormsF64 implements RowNormKernels {
    /**
     * {@code normalized = (z - mean) inverse; z = scale normalized}, with {@code inverse = 1 / sqrt(variance + epsilon)},
     * kept for the gradient.
     */
    @Override
    public void standardizeRows(double epsilon, Tensor scale, Tensor z, Tensor normalized, Tensor inverse) {
        OffHeap.require(inverse.segment());
        long rowBytes = (long) z.stride() << SHIFT;
        long keptBytes = (long) normalized.stride() << SHIFT;
        int columns = z.columns();
        for (int r = 0; r < z.rows(); r++) {
            double mean = sum(z.segment(), r * rowBytes, columns) / columns;
            double variance = squares(z.segment(), r * rowBytes, columns, mean) / columns;
            double factor = 1.0 / Math.sqrt(variance + epsilon);
            inverse.segment().set(ValueLayout.JAVA_DOUBLE, (long) r << SHIFT, factor);
            standardize(
                    mean,
                    factor,
                    scale.segment(),
                    z.segment(),
                    r * rowBytes,
                    normalized.segment(),
                    r * keptBytes,
                    columns);
        }
    }

    private static double sum(MemorySegment x, long from, int n) {
        OffHeap.require(x);
        DoubleVector sums = zero(SPECIES);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            sums = sums.add(fromMemorySegment(SPECIES, x, from + ((long) i << SHIFT), ORDER));
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sums = sums.add(sums.rearrange(fold));
        }
        double sum = sums.lane(0);
        for (int i = bound; i < n; i++) {
            sum += x.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT));
        }
        return sum;
    }

    /** Returns the sum of the squared distances from a point. */
    private static double squares(MemorySegment x, long from, int n, double point) {
        OffHeap.require(x);
        DoubleVector sums = zero(SPECIES);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            DoubleVector distance = fromMemorySegment(SPECIES, x, from + ((long) i << SHIFT), ORDER)
                    .sub(point);
            sums = distance.fma(distance, sums);
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sums = sums.add(sums.rearrange(fold));
        }
        double sum = sums.lane(0);
        for (int i = bound; i < n; i++) {
            double distance = x.get(ValueLayout.JAVA_DOUBLE, from + ((long) i << SHIFT)) - point;
            sum = Math.fma(distance, distance, sum);
        }
        return sum;
    }

    private static void standardize(
            double mean,
            double inverse,
            MemorySegment scale,
            MemorySegment z,
            long from,
            MemorySegment normalized,
            long to,
            int n) {
        OffHeap.require(scale, z, normalized);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector unit =
                    fromMemorySegment(SPECIES, z, from + at, ORDER).sub(mean).mul(inverse);
            unit.intoMemorySegment(normalized, to + at, ORDER);
            unit.mul(fromMemorySegment(SPECIES, scale, at, ORDER)).intoMemorySegment(z, from + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double unit = (z.get(ValueLayout.JAVA_DOUBLE, from + at) - mean) * inverse;
            normalized.set(ValueLayout.JAVA_DOUBLE, to + at, unit);
            z.set(ValueLayout.JAVA_DOUBLE, from + at, unit * scale.get(ValueLayout.JAVA_DOUBLE, at));
        }
    }

    /**
     * {@code g = scale delta; delta = inverse (g - mean(g) - normalized mean(g normalized))}, the means over each row.
     */
    @Override
    public void rowGradient(Tensor inverse, Tensor scale, Tensor normalized, Tensor delta) {
        OffHeap.require(inverse.segment());
        for (int r = 0; r < delta.rows(); r++) {
            gradient(
                    inverse.segment().get(ValueLayout.JAVA_DOUBLE, (long) r << SHIFT),
                    scale.segment(),
                    normalized.segment(),
                    ((long) r * normalized.stride()) << SHIFT,
                    delta.segment(),
                    ((long) r * delta.stride()) << SHIFT,
                    delta.columns());
        }
    }

    private static void gradient(
            double inverse, MemorySegment scale, MemorySegment x, long from, MemorySegment d, long to, int n) {
        OffHeap.require(scale, x, d);
        DoubleVector sums = zero(SPECIES);
        DoubleVector dots = zero(SPECIES);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector above =
                    fromMemorySegment(SPECIES, d, to + at, ORDER).mul(fromMemorySegment(SPECIES, scale, at, ORDER));
            above.intoMemorySegment(d, to + at, ORDER);
            sums = sums.add(above);
            dots = above.fma(fromMemorySegment(SPECIES, x, from + at, ORDER), dots);
        }
        for (VectorShuffle<Double> fold : LanesF64.FOLDS) {
            sums = sums.add(sums.rearrange(fold));
            dots = dots.add(dots.rearrange(fold));
        }
        double sum = sums.lane(0);
        double dot = dots.lane(0);
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double above = d.get(ValueLayout.JAVA_DOUBLE, to + at) * scale.get(ValueLayout.JAVA_DOUBLE, at);
            d.set(ValueLayout.JAVA_DOUBLE, to + at, above);
            sum += above;
            dot = Math.fma(above, x.get(ValueLayout.JAVA_DOUBLE, from + at), dot);
        }
        centre(sum / n, dot / -n, inverse, x, from, d, to, n);
    }

    /** {@code d = inverse (d - mean + x slope)}. */
    private static void centre(
            double mean, double slope, double inverse, MemorySegment x, long from, MemorySegment d, long to, int n) {
        OffHeap.require(x, d);
        DoubleVector factor = broadcast(SPECIES, slope);
        int bound = SPECIES.loopBound(n);
        for (int i = 0; i < bound; i += LANES) {
            long at = (long) i << SHIFT;
            DoubleVector above = fromMemorySegment(SPECIES, d, to + at, ORDER).sub(mean);
            fromMemorySegment(SPECIES, x, from + at, ORDER)
                    .fma(factor, above)
                    .mul(inverse)
                    .intoMemorySegment(d, to + at, ORDER);
        }
        for (int i = bound; i < n; i++) {
            long at = (long) i << SHIFT;
            double above = d.get(ValueLayout.JAVA_DOUBLE, to + at) - mean;
            d.set(
                    ValueLayout.JAVA_DOUBLE,
                    to + at,
                    Math.fma(x.get(ValueLayout.JAVA_DOUBLE, from + at), slope, above) * inverse);
        }
    }

    /** Scales each row whose norm is above a limit to that limit. */
    @Override
    public void limitRowNorms(double limit, Tensor x) {
        for (int r = 0; r < x.rows(); r++) {
            long from = ((long) r * x.stride()) << SHIFT;
            double squares = squares(x.segment(), from, x.columns(), 0);
            if (squares > limit * limit) {
                PenaltiesF64.scale((limit / Math.sqrt(squares)), x.segment(), from, x.columns());
            }
        }
    }
}

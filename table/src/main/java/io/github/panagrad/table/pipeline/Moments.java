package io.github.panagrad.table.pipeline;

import io.github.panagrad.pipeline.NumberSummary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Count, extremes, weighted mean and variance of a stream of numbers, in one pass: each block by two passes over itself, and blocks
 * combined by Chan, Golub and LeVeque, <em>Updating formulae and a pairwise algorithm for computing sample variances</em>
 * (1979). For use by one thread.
 */
final class Moments {
    /** Beyond these magnitudes squares overflow, or are lost below the smallest number. */
    private static final double LARGE = 0x1p+480;

    private static final double SMALL = 0x1p-480;

    private static final double UNIT_OF_LARGE = 0x1p-600;
    private static final double UNIT_OF_SMALL = 0x1p+540;

    /** All units that {@link #fittingUnit} may return. */
    static final double[] UNITS = {1, UNIT_OF_LARGE, UNIT_OF_SMALL};

    private final double unit;
    private long count;
    private long missing;
    private double weight;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    /**
     * Starts without numbers.
     *
     * @param unit a power of two that numbers are multiplied by while they are added up, so that squares stay in range
     */
    Moments(double unit) {
        this.unit = unit;
    }

    /**
     * Adds numbers; NaN is a missing one.
     *
     * @param values read
     * @param weights how many numbers each counts for in mean and variance; positive
     * @return the position of the first infinite one, or -1
     */
    int add(double[] values, double[] weights, int length) {
        int present = 0;
        double blockWeight = 0;
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double value = values[i];
            if (Double.isNaN(value)) {
                continue;
            }
            if (Double.isInfinite(value)) {
                return i;
            }
            present++;
            min = Math.min(min, value);
            max = Math.max(max, value);
            blockWeight += weights[i];
            sum += value * unit * weights[i];
        }
        missing += length - present;
        if (present == 0) {
            return -1;
        }
        count += present;
        double blockMean = sum / blockWeight;
        double blockSquares = 0;
        for (int i = 0; i < length; i++) {
            if (!Double.isNaN(values[i])) {
                double difference = values[i] * unit - blockMean;
                blockSquares += difference * difference * weights[i];
            }
        }
        combine(blockWeight, blockMean, blockSquares);
        return -1;
    }

    /** Adds the numbers of other moments in the same unit. */
    void add(Moments other) {
        missing += other.missing;
        if (other.count == 0) {
            return;
        }
        count += other.count;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        combine(other.weight, other.mean, other.squares);
    }

    private void combine(double otherWeight, double otherMean, double otherSquares) {
        double together = weight + otherWeight;
        double apart = otherMean - mean;
        mean += apart * otherWeight / together;
        squares += otherSquares + apart * apart * (weight * otherWeight / together);
        weight = together;
    }

    /**
     * Returns what numbers are, or null if all are missing.
     *
     * @param inUnit their moments in a unit
     */
    static @Nullable NumberSummary summary(DoubleFunction<Moments> inUnit) {
        Moments moments = inUnit.apply(1);
        if (moments.count() == 0) {
            return null;
        }
        double unit = moments.fittingUnit();
        return (unit == 1 ? moments : inUnit.apply(unit)).summary();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(missing);
        for (double number : new double[] {weight, min, max, mean, squares}) {
            out.writeDouble(number);
        }
    }

    static Moments read(double unit, DataInput in) throws IOException {
        Moments moments = new Moments(unit);
        moments.count = in.readLong();
        moments.missing = in.readLong();
        moments.weight = in.readDouble();
        moments.min = in.readDouble();
        moments.max = in.readDouble();
        moments.mean = in.readDouble();
        moments.squares = in.readDouble();
        return moments;
    }

    /** Returns the unit in which these numbers must be added up: 1, unless they are very large or very small. */
    double fittingUnit() {
        double largest = Math.max(Math.abs(min), Math.abs(max));
        if (count == 0 || largest == 0) {
            return 1;
        }
        if (largest > LARGE) {
            return UNIT_OF_LARGE;
        }
        return largest < SMALL ? UNIT_OF_SMALL : 1;
    }

    long count() {
        return count;
    }

    long missing() {
        return missing;
    }

    boolean isConstant() {
        return min == max;
    }

    NumberSummary summary() {
        // Rounding must not move the mean outside the range of the numbers.
        double middle = Math.clamp(mean / unit, min, max);
        return new NumberSummary(count, missing, middle, Math.sqrt(squares / weight) / unit, min, max);
    }
}

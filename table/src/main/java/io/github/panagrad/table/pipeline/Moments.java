package io.github.panagrad.table.pipeline;

import io.github.panagrad.pipeline.NumberSummary;

/**
 * Count, extremes, weighted mean and variance of a stream of numbers, in one pass: each block by two passes over itself, and blocks
 * combined by Chan, Golub and LeVeque, <em>Updating formulae and a pairwise algorithm for computing sample variances</em>
 * (1979). For use by one thread.
 */
final class Moments {
    /** Beyond these magnitudes squares overflow, or are lost below the smallest number. */
    private static final double LARGE = 0x1p+480;

    private static final double SMALL = 0x1p-480;

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
        double together = weight + blockWeight;
        double apart = blockMean - mean;
        mean += apart * blockWeight / together;
        squares += blockSquares + apart * apart * (weight * blockWeight / together);
        weight = together;
        return -1;
    }

    /** Returns the unit in which these numbers must be added up: 1, unless they are very large or very small. */
    double fittingUnit() {
        double largest = Math.max(Math.abs(min), Math.abs(max));
        if (count == 0 || largest == 0) {
            return 1;
        }
        if (largest > LARGE) {
            return 0x1p-600;
        }
        return largest < SMALL ? 0x1p+540 : 1;
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

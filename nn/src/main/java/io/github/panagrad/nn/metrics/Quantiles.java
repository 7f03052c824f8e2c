package io.github.panagrad.nn.metrics;

/** Quantiles of sorted numbers. */
final class Quantiles {
    private Quantiles() {}

    /**
     * Returns a quantile by linear interpolation at position {@code (n − 1) q}: definition 7 of Hyndman and Fan,
     * "Sample Quantiles in Statistical Packages", American Statistician 50, 1996. This is numpy's default, with
     * identical rounding.
     *
     * @param sorted at least one number; read
     */
    static double linear(double[] sorted, double level) {
        double position = (sorted.length - 1) * level;
        int below = (int) Math.floor(position);
        double low = sorted[below];
        double high = sorted[Math.min(below + 1, sorted.length - 1)];
        double part = position - below;
        return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
    }

    /** Returns the smallest value at which the cumulative weight reaches half of the total. */
    static double weightedMedian(double[] values, double[] weights, double total) {
        int[] order = SortedOrder.ascending(values);
        double sum = 0;
        double last = Double.NaN;
        for (int sample : order) {
            sum += weights[sample];
            if (weights[sample] > 0) {
                last = values[sample];
                if (sum >= total / 2) {
                    return last;
                }
            }
        }
        return last;
    }
}

package io.github.panagrad.nn.metrics;

/** Quantiles of sorted numbers. */
final class Quantiles {
    private Quantiles() {}

    /**
     * Between the two samples at {@code (n − 1) q}, linearly: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical
     * Packages", American Statistician 50, 1996; numpy's default, from whose rounding it does not differ.
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

    /** The smallest number at which the sum of the weights, from the smallest on, has reached half. */
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

package io.github.panagrad.pipeline;

/**
 * What a numeric column's training rows hold. A value.
 *
 * @param count the number of values that are not missing, at least 1
 * @param missing the number of missing ones
 * @param mean their mean
 * @param deviation their standard deviation, that of the population
 * @param min the smallest
 * @param max the largest
 */
public record NumberSummary(long count, long missing, double mean, double deviation, double min, double max) {
    /** Differences of at most so many units in the last place are rounding errors. */
    private static final int ROUNDING_ULPS = 64;

    /** Checks the values. */
    public NumberSummary {
        if (count < 1 || missing < 0) {
            throw new IllegalArgumentException("a summary of " + count + " values and " + missing + " missing ones");
        }
        if (!(Double.isFinite(mean)
                && Double.isFinite(deviation)
                && deviation >= 0
                && Double.isFinite(min)
                && Double.isFinite(max)
                && min <= max)) {
            throw new IllegalArgumentException("a summary with mean " + mean + ", standard deviation " + deviation
                    + ", minimum " + min + " and maximum " + max);
        }
    }

    /** Returns whether two numbers differ by no more than the rounding of a few operations, so that nothing may be divided by it. */
    public static boolean areSame(double low, double high) {
        return high - low <= ROUNDING_ULPS * Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
    }

    /** Returns whether all numbers are the same up to rounding. */
    public boolean isConstant() {
        return areSame(min, max);
    }
}

package io.github.panagrad.table.pipeline;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Quantiles of sorted numbers. */
final class QuantileKnots {
    /** The most points that ranks are interpolated between; as many as scikit-learn's QuantileTransformer has. */
    static final int MAX_KNOTS = 1000;

    private QuantileKnots() {}

    /** Returns a quantile, interpolated between the two next numbers as NumPy does by default (type 7 of Hyndman and Fan). */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        double part = at - low;
        return sorted[low] * (1 - part) + sorted[high] * part;
    }

    /**
     * Returns points from numbers to what their ranks become, or null if fewer than two are distinct.
     *
     * @param sorted the numbers; read
     * @param rank what a share in (0, 1) becomes; growing
     */
    static NumberCode.@Nullable Knots knots(double[] sorted, DoubleUnaryOperator rank) {
        double[] from = chosen(sorted);
        double[] to = new double[from.length];
        int length = 0;
        for (double number : from) {
            double code = rank.applyAsDouble(middleRank(sorted, number));
            if (length == 0 || code > to[length - 1]) {
                from[length] = number;
                to[length++] = code;
            }
        }
        return length < 2 ? null : new NumberCode.Knots(Arrays.copyOf(from, length), Arrays.copyOf(to, length));
    }

    /** Returns distinct numbers at even ranks; all of them if there are few. */
    private static double[] chosen(double[] sorted) {
        double[] different = different(sorted);
        if (different.length <= MAX_KNOTS) {
            return different;
        }
        double[] even = new double[MAX_KNOTS];
        for (int k = 0; k < MAX_KNOTS; k++) {
            even[k] = sorted[(int) Math.round(k * ((sorted.length - 1.0) / (MAX_KNOTS - 1)))];
        }
        return different(even);
    }

    private static double[] different(double[] sorted) {
        double[] different = new double[sorted.length];
        int length = 0;
        for (double number : sorted) {
            if (length == 0 || number > different[length - 1]) {
                different[length++] = number;
            }
        }
        return Arrays.copyOf(different, length);
    }

    /** Returns the share of numbers below one, its equals counted half. */
    private static double middleRank(double[] sorted, double number) {
        int first = below(sorted, number, false);
        int end = below(sorted, number, true);
        return (first + end) / 2.0 / sorted.length;
    }

    /** Returns how many numbers are smaller than one, or not larger. */
    private static int below(double[] sorted, double number, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < number || (orEqual && sorted[middle] == number)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

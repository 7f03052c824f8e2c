package io.github.panagrad.report;

import io.github.panagrad.report.chart.NamedCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The errors of a regression. Rows with a value that is not finite are left out and counted. */
final class Residuals {
    private static final int BINS = 40;

    /** The share of the errors at either end that the histogram leaves out, so that a few outliers do not flatten it. */
    private static final double TAIL = 0.005;

    private final double[] actual;
    private final double[] predicted;
    private final double[] sortedErrors;
    private final int left;

    Residuals(Evidence.Regression evidence) {
        int[] finite = IntStream.range(0, evidence.actual().length)
                .filter(i -> Double.isFinite(evidence.actual()[i] - evidence.predicted()[i]))
                .toArray();
        actual = Arrays.stream(finite).mapToDouble(i -> evidence.actual()[i]).toArray();
        predicted =
                Arrays.stream(finite).mapToDouble(i -> evidence.predicted()[i]).toArray();
        sortedErrors = IntStream.range(0, actual.length)
                .mapToDouble(i -> actual[i] - predicted[i])
                .sorted()
                .toArray();
        left = evidence.actual().length - actual.length;
    }

    /** Returns the number of rows with finite values. */
    int count() {
        return actual.length;
    }

    /** Returns the number of rows that were left out. */
    int leftOut() {
        return left;
    }

    double actual(int row) {
        return actual[row];
    }

    double predicted(int row) {
        return predicted[row];
    }

    double[] actual() {
        return actual;
    }

    double[] predicted() {
        return predicted;
    }

    /** Returns a quantile of the errors. */
    double quantile(double share) {
        return quantile(sortedErrors, share);
    }

    /** Returns a quantile of the absolute errors. */
    double absoluteQuantile(double share) {
        return quantile(Arrays.stream(sortedErrors).map(Math::abs).sorted().toArray(), share);
    }

    /** The linear interpolation that NumPy uses by default (type 7 of Hyndman and Fan, 1996). */
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /**
     * Errors of rows with similar true values.
     *
     * @param from the smallest true value
     * @param to the largest
     * @param rows how many
     * @param meanAbsolute the mean of the absolute errors
     * @param bias the mean of true value minus prediction
     */
    record Group(double from, double to, int rows, double meanAbsolute, double bias) {}

    /** Returns groups of equally many rows by true value; equal values may be in two of them. */
    List<Group> byActual(int groups) {
        int[] order = IntStream.range(0, actual.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> actual[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Group> found = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) g * order.length / groups);
            int to = (int) ((long) (g + 1) * order.length / groups);
            if (from == to) {
                continue;
            }
            double absolute = 0;
            double bias = 0;
            for (int i = from; i < to; i++) {
                double error = actual[order[i]] - predicted[order[i]];
                absolute += Math.abs(error);
                bias += error;
            }
            found.add(new Group(
                    actual[order[from]], actual[order[to - 1]], to - from, absolute / (to - from), bias / (to - from)));
        }
        return found;
    }

    /** Returns a histogram of the errors as steps; empty if they are all the same. */
    List<NamedCurve.Point> histogram() {
        double low = quantile(TAIL);
        double high = quantile(1 - TAIL);
        if (!(high > low)) {
            return List.of();
        }
        long[] bins = new long[BINS];
        for (double error : sortedErrors) {
            if (error >= low && error <= high) {
                bins[Math.min(BINS - 1, (int) ((error - low) / (high - low) * BINS))]++;
            }
        }
        List<NamedCurve.Point> steps = new ArrayList<>();
        double width = (high - low) / BINS;
        steps.add(new NamedCurve.Point(low, 0));
        for (int b = 0; b < BINS; b++) {
            steps.add(new NamedCurve.Point(low + b * width, bins[b]));
        }
        steps.add(new NamedCurve.Point(high, 0));
        return steps;
    }
}

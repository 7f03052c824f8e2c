package io.github.panagrad.nn.metrics;

import java.util.Arrays;

/** Selects points of a curve that are sufficient to draw it. */
final class Downsampling {
    private Downsampling() {}

    /**
     * Returns the first point, the last, and those in between that are far enough from the previous one, measured along
     * the axes.
     *
     * @param points the approximate number of points to keep, at least 2
     */
    static int[] keep(double[] x, double[] y, int points) {
        if (points < 2) {
            throw new MetricException("a curve needs at least 2 points, found " + points);
        }
        int size = x.length;
        int[] kept = new int[size];
        if (size <= points) {
            Arrays.setAll(kept, i -> i);
            return kept;
        }
        double length = 0;
        for (int i = 1; i < size; i++) {
            length += distance(x, y, i - 1, i);
        }
        double step = length / (points - 1);
        int count = 1;
        double since = 0;
        for (int i = 1; i < size - 1; i++) {
            since += distance(x, y, i - 1, i);
            // If a rate is undefined, so is the length: points are then selected by number.
            if (since >= step || (Double.isNaN(length) && (long) i * (points - 1) / (size - 1) >= count)) {
                kept[count++] = i;
                since = 0;
            }
        }
        kept[count++] = size - 1;
        return Arrays.copyOf(kept, count);
    }

    private static double distance(double[] x, double[] y, int from, int to) {
        return Math.abs(x[to] - x[from]) + Math.abs(y[to] - y[from]);
    }

    static double[] pick(double[] values, int[] kept) {
        double[] picked = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            picked[i] = values[kept[i]];
        }
        return picked;
    }
}

package io.github.panagrad.benchmarks.curves;

import java.util.List;

/**
 * A small chart.
 *
 * @param title above it
 * @param curves one for each entry of the legend
 */
record Panel(String title, List<Curve> curves) {
    /** Copies the list. */
    Panel {
        curves = List.copyOf(curves);
    }

    /**
     * Points from left to right.
     *
     * @param x their places
     * @param y their values, as many
     * @param isStepped whether a value holds until the next point; otherwise straight lines lead there
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Curve(double[] x, double[] y, boolean isStepped) {}
}

package io.github.panagrad.report.chart;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name as in the legend
 * @param points from left to right
 */
public record NamedCurve(String name, List<Point> points) {
    /** Copies the list. */
    public NamedCurve {
        points = List.copyOf(points);
    }

    /** A point of a line. */
    public record Point(double x, double y) {}
}

package io.github.panagrad.report;

/**
 * A line of a chart. Its arrays are not copied, and not to be changed.
 *
 * @param name as in the legend
 * @param x the horizontal coordinates
 * @param y as many vertical ones
 */
public record NamedCurve(String name, double[] x, double[] y) {
    /** Checks the lengths. */
    public NamedCurve {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "curve '" + name + "': " + x.length + " x coordinates but " + y.length + " y coordinates");
        }
    }
}

package io.github.panagrad.report;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.AtomicFile;
import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.chart.LineSimplification;
import io.github.panagrad.report.chart.NamedCurve;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.chart.XyPlot;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The class probabilities over a plane, with samples on top: for classifiers of two features.
 *
 * <p>Each point has the colour of the most probable class, more intense the more probable it is.
 *
 * @param horizontal the first feature
 * @param vertical the second feature
 * @param classes their names
 * @param grid probabilities by row (from the lower end of the second feature), column (from the lower end of the first) and
 *     class; not copied, must not change
 * @param points samples, a row of two features each; not copied, must not change
 * @param labels the class number of each sample; not copied, must not change
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
public record DecisionSurface(
        Axis horizontal, Axis vertical, List<String> classes, double[][][] grid, double[][] points, int[] labels) {
    /** More points would only cover each other. */
    private static final int MOST_POINTS = 1500;

    private static final int WIDTH = 560;
    private static final int HEIGHT = 480;

    /** The intensity of the colour where a class is certain; points of the same colour must remain visible. */
    private static final double STRONGEST = 0.5;

    /** Shapes differ as well as colours. */
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP);

    /**
     * A feature.
     *
     * @param name its name
     * @param low the lower end of what is shown
     * @param high the upper end
     */
    public record Axis(String name, double low, double high) {
        /**
         * Checks the ends, and shortens the name, which may be a file's.
         *
         * @throws IllegalArgumentException if they are not finite, or not in order
         */
        public Axis {
            name = Quoted.bare(name);
            if (!(low < high) || !Double.isFinite(high - low)) {
                throw new IllegalArgumentException(
                        "axis " + name + " needs finite ends, the lower one first; found " + low + " to " + high);
            }
        }

        /** Returns an axis that holds a feature of samples, with a margin. */
        static Axis holding(String name, double[][] points, int feature) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] point : points) {
                if (Double.isFinite(point[feature])) {
                    low = Math.min(low, point[feature]);
                    high = Math.max(high, point[feature]);
                }
            }
            double margin = high > low ? 0.08 * (high - low) : 1;
            return low > high ? new Axis(name, 0, 1) : new Axis(name, low - margin, high + margin);
        }
    }

    /**
     * Checks the arguments against each other.
     *
     * @throws IllegalArgumentException if samples and labels differ in number, a label is not of a class, a sample does not have
     *     two features, or the grid is empty or has another number of classes
     */
    public DecisionSurface {
        classes = List.copyOf(classes);
        if (points.length != labels.length) {
            throw new IllegalArgumentException(
                    "there are " + points.length + " samples but " + labels.length + " labels");
        }
        for (int i = 0; i < points.length; i++) {
            if (points[i].length != 2 || labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException("sample " + i + " has " + points[i].length + " features and label "
                        + labels[i] + ": expected 2 and a label from 0 to " + (classes.size() - 1));
            }
        }
        requireGrid(grid, classes.size());
    }

    private static void requireGrid(double[][][] grid, int classes) {
        if (grid.length == 0 || grid[0].length == 0) {
            throw new IllegalArgumentException("the grid is empty");
        }
        for (double[][] row : grid) {
            for (double[] cell : row) {
                if (row.length != grid[0].length || cell.length != classes) {
                    throw new IllegalArgumentException("the grid must have a probability for each of " + classes
                            + " classes in each of " + grid[0].length + " columns");
                }
            }
        }
    }

    /**
     * Evaluates a classifier on the plane around samples.
     *
     * @param predictor takes rows of two features, and returns for each the class probabilities: one for each class, or of two
     *     classes only that of the second. Called with a line of the grid at a time
     * @param features their two names
     * @param classes the names of the classes
     * @param points samples, a row of two features each; not copied, must not change
     * @param labels the class number of each sample; not copied, must not change
     * @param resolution cells of the grid along either axis, such as 150
     * @throws IllegalArgumentException if arguments do not fit each other
     */
    public static DecisionSurface of(
            UnaryOperator<double[][]> predictor,
            List<String> features,
            List<String> classes,
            double[][] points,
            int[] labels,
            int resolution) {
        if (features.size() != 2 || resolution < 2) {
            throw new IllegalArgumentException("a decision surface needs 2 features and 2 cells at least, found "
                    + features.size() + " and " + resolution);
        }
        for (int i = 0; i < points.length; i++) {
            if (points[i].length != 2) {
                throw new IllegalArgumentException(
                        "sample " + i + " has " + points[i].length + " features, expected 2");
            }
        }
        Axis horizontal = Axis.holding(features.get(0), points, 0);
        Axis vertical = Axis.holding(features.get(1), points, 1);
        double[][][] grid = new double[resolution][][];
        for (int r = 0; r < resolution; r++) {
            double[][] line = new double[resolution][];
            for (int c = 0; c < resolution; c++) {
                // The middle of a cell.
                line[c] = new double[] {
                    horizontal.low() + (horizontal.high() - horizontal.low()) * (c + 0.5) / resolution,
                    vertical.low() + (vertical.high() - vertical.low()) * (r + 0.5) / resolution
                };
            }
            grid[r] = predictor.apply(line);
            for (int c = 0; c < grid[r].length; c++) {
                grid[r][c] = grid[r][c].length == 1 && classes.size() == 2
                        ? new double[] {1 - grid[r][c][0], grid[r][c][0]}
                        : grid[r][c];
            }
        }
        return new DecisionSurface(horizontal, vertical, classes, grid, points, labels);
    }

    /**
     * Writes a PNG picture completely or not at all.
     *
     * @param file to write or replace; its directory must exist
     * @throws IOException if it cannot be written
     * @throws MissingFontsException if this machine has no fonts to write with
     */
    public void writePng(Path file) throws IOException {
        MissingFontsException.check();
        byte[] bytes = drawing().png();
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
    }

    /**
     * Writes an SVG file completely or not at all.
     *
     * @param file to write or replace; its directory must exist
     * @throws IOException if it cannot be written
     * @throws MissingFontsException if this machine has no fonts to write with
     */
    public void writeSvg(Path file) throws IOException {
        MissingFontsException.check();
        Drawing drawing = drawing();
        byte[] bytes = drawing.svg(drawing.vectors());
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
    }

    /** Returns the chart. */
    Drawing drawing() {
        Scale across = Scale.between(horizontal.low(), horizontal.high());
        Scale up = Scale.between(vertical.low(), vertical.high());
        XyPlot plot = new XyPlot(WIDTH, HEIGHT, horizontal.name(), across, vertical.name(), up);
        int[] some = LineSimplification.some(points.length, MOST_POINTS);
        for (int k = 0; k < classes.size(); k++) {
            List<NamedCurve.Point> samples = new ArrayList<>();
            for (int i : some) {
                if (labels[i] == k) {
                    samples.add(new NamedCurve.Point(points[i][0], points[i][1]));
                }
            }
            if (!samples.isEmpty() && k < 2 * Palette.size()) {
                plot.points(
                        new NamedCurve(classes.get(k), samples), Palette.series(k), MARKERS.get(k % MARKERS.size()));
            }
        }
        XYChart chart = plot.build();
        Color transparent = new Color(0, 0, 0, 0);
        chart.getStyler().setChartBackgroundColor(transparent);
        chart.getStyler().setPlotBackgroundColor(transparent);
        chart.getStyler().setPlotGridLinesVisible(false);
        chart.getStyler().setMarkerSize(5);
        return new Drawing(
                "decision-surface",
                "Decision surface",
                "The most probable class over " + horizontal.name() + " and " + vertical.name() + ", with "
                        + some.length + " of " + points.length + " samples. Classes: "
                        + String.join(", ", classes.subList(0, Math.min(classes.size(), 2 * Palette.size()))) + ".",
                chart,
                new Drawing.Background(picture(), () -> corners(chart)));
    }

    private double[] corners(XYChart chart) {
        double left = chart.getScreenXFromChart(horizontal.low());
        double top = chart.getScreenYFromChart(vertical.high());
        return new double[] {
            left,
            top,
            chart.getScreenXFromChart(horizontal.high()) - left,
            chart.getScreenYFromChart(vertical.low()) - top
        };
    }

    /** Returns a pixel for each cell, transparent where no class is more probable than the others. */
    private BufferedImage picture() {
        BufferedImage picture = new BufferedImage(grid[0].length, grid.length, BufferedImage.TYPE_INT_ARGB);
        for (int r = 0; r < grid.length; r++) {
            for (int c = 0; c < grid[0].length; c++) {
                picture.setRGB(c, grid.length - 1 - r, colour(grid[r][c]));
            }
        }
        return picture;
    }

    private static int colour(double[] probabilities) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            if (probabilities[k] > probabilities[best]) {
                best = k;
            }
        }
        double chance = 1.0 / probabilities.length;
        double certainty = probabilities.length == 1 ? probabilities[0] : (probabilities[best] - chance) / (1 - chance);
        // Where a model returns NaN the point is left empty.
        int alpha = Double.isNaN(certainty) ? 0 : (int) Math.round(255 * STRONGEST * Math.clamp(certainty, 0.0, 1.0));
        return (alpha << 24) | (Palette.series(best).getRGB() & 0xFFFFFF);
    }
}

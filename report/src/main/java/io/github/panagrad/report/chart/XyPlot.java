package io.github.panagrad.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of lines and points over two axes. For one thread. */
public final class XyPlot {
    /** A line with at most this many points shows each of them. */
    private static final int MARKED_POINTS = 25;

    private static final int MOST_POINTS = 600;
    private static final double TOLERANCE = 0.25;
    private static final float LINE_WIDTH = 1.8f;

    private final XYChart chart;
    private final Scale horizontal;
    private final Scale vertical;
    private int series;
    private int labelled;

    /** Makes an empty chart. */
    public XyPlot(
            int width, int height, String horizontalTitle, Scale horizontal, String verticalTitle, Scale vertical) {
        this.horizontal = horizontal;
        this.vertical = vertical;
        chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(ChartText.line(horizontalTitle))
                .yAxisTitle(ChartText.line(verticalTitle))
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisMin(horizontal.low());
        chart.getStyler().setXAxisMax(horizontal.high());
        chart.getStyler().setYAxisMin(vertical.low());
        chart.getStyler().setYAxisMax(vertical.high());
        // Two invisible points: XChart draws at most one tick where all points have the same value.
        XYSeries corners = chart.addSeries("corners", new double[] {horizontal.low(), horizontal.high()}, new double[] {
            vertical.low(), vertical.high()
        });
        corners.setLineStyle(SeriesLines.NONE);
        corners.setMarker(SeriesMarkers.NONE);
        corners.setShowInLegend(false);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(horizontal::label);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(vertical::label);
    }

    /** Adds a line; it is broken where a value has no position on its axis. */
    public XyPlot line(NamedCurve curve, Color colour, Marker marker) {
        double[][] points = positions(curve.points());
        double[][] thin = thinned(points);
        if (thin[0].length > 0) {
            add(curve.name(), thin, XYSeriesRenderStyle.Line, colour)
                    .setMarker(points[0].length <= MARKED_POINTS ? marker : SeriesMarkers.NONE);
        }
        return this;
    }

    /** Adds points. */
    public XyPlot points(NamedCurve curve, Color colour, Marker marker) {
        double[][] points = positions(curve.points());
        int[] placed = IntStream.range(0, points[0].length)
                .filter(i -> !Double.isNaN(points[0][i] + points[1][i]))
                .toArray();
        if (placed.length > 0) {
            double[][] chosen = {
                Arrays.stream(placed).mapToDouble(i -> points[0][i]).toArray(),
                Arrays.stream(placed).mapToDouble(i -> points[1][i]).toArray()
            };
            add(curve.name(), chosen, XYSeriesRenderStyle.Scatter, colour).setMarker(marker);
        }
        return this;
    }

    /** Adds steps with the area below them, down to 0. */
    public XyPlot steps(NamedCurve curve, Color colour) {
        XYSeries added = add(curve.name(), positions(curve.points()), XYSeriesRenderStyle.StepArea, colour);
        added.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 70));
        added.setMarker(SeriesMarkers.NONE);
        return this;
    }

    /** Adds a thin grey reference line without a legend. */
    public XyPlot reference(double fromX, double fromY, double toX, double toY) {
        double[][] ends = positions(List.of(new NamedCurve.Point(fromX, fromY), new NamedCurve.Point(toX, toY)));
        XYSeries added = add("", ends, XYSeriesRenderStyle.Line, Palette.AXIS);
        added.setLineStyle(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0));
        added.setMarker(SeriesMarkers.NONE);
        added.setShowInLegend(false);
        labelled--;
        return this;
    }

    /** Returns whether nothing visible was added. */
    public boolean isEmpty() {
        return labelled == 0;
    }

    /** Returns the chart; nothing can be added afterwards. */
    public XYChart build() {
        ChartStyle.legend(chart.getStyler(), labelled);
        return chart;
    }

    private XYSeries add(String name, double[][] points, XYSeriesRenderStyle style, Color colour) {
        // Names must differ; those given by users need not.
        XYSeries added = chart.addSeries("series " + series, points[0], points[1]);
        series++;
        labelled++;
        added.setLabel(ChartText.line(name));
        added.setXYSeriesRenderStyle(style);
        added.setLineColor(colour);
        added.setMarkerColor(colour);
        added.setLineStyle(new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return added;
    }

    private double[][] positions(List<NamedCurve.Point> points) {
        return new double[][] {
            points.stream().mapToDouble(point -> horizontal.position(point.x())).toArray(),
            points.stream().mapToDouble(point -> vertical.position(point.y())).toArray()
        };
    }

    /** Returns the points that are needed; the parts of a broken line are separated by a point whose y is NaN. */
    private double[][] thinned(double[][] points) {
        double tolerance = TOLERANCE;
        double[][] thin = thinned(points, tolerance);
        while (thin[0].length > MOST_POINTS && tolerance < chart.getHeight()) {
            tolerance *= 2;
            thin = thinned(points, tolerance);
        }
        return thin;
    }

    private double[][] thinned(double[][] points, double tolerance) {
        double[] x = new double[2 * points[0].length];
        double[] y = new double[2 * points[0].length];
        int count = 0;
        int end;
        for (int start = 0; start < points[0].length; start = end + 1) {
            end = start;
            while (end < points[0].length && !Double.isNaN(points[0][end] + points[1][end])) {
                end++;
            }
            if (end == start) {
                continue;
            }
            if (count > 0) {
                x[count] = x[count - 1];
                y[count++] = Double.NaN;
            }
            double[] pixelX = new double[end - start];
            double[] pixelY = new double[end - start];
            for (int i = start; i < end; i++) {
                pixelX[i - start] = chart.getWidth() * horizontal.share(points[0][i]);
                pixelY[i - start] = chart.getHeight() * vertical.share(points[1][i]);
            }
            boolean[] needed = LineSimplification.needed(pixelX, pixelY, end - start <= MARKED_POINTS ? -1 : tolerance);
            for (int i = start; i < end; i++) {
                if (needed[i - start]) {
                    x[count] = points[0][i];
                    y[count++] = points[1][i];
                }
            }
        }
        return new double[][] {Arrays.copyOf(x, count), Arrays.copyOf(y, count)};
    }
}

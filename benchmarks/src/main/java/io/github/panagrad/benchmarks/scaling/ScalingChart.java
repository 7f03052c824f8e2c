package io.github.panagrad.benchmarks.scaling;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One sweep as a chart: the time of a step and of its matrix products alone, both axes logarithmic. */
final class ScalingChart {
    /** The title of the vertical axis. */
    static final String TIME = "time of a step (ms, median)";

    private static final int WIDTH = 760;
    private static final int HEIGHT = 480;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color GRID = new Color(0xDDDDDD);
    private static final double MICROS_PER_MILLI = 1e3;

    /** Step and products, for each workload; distinguishable by colour-blind readers (Okabe and Ito). */
    private static final List<List<Color>> COLOURS = List.of(
            List.of(new Color(0x0072B2), new Color(0xE69F00)), List.of(new Color(0x009E73), new Color(0xCC79A7)));

    private static final BasicStroke SOLID = new BasicStroke(2);

    /** Drawn above the solid line, which shows between the dashes where the two are close together. */
    private static final BasicStroke DASHED =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 5}, 0);

    private ScalingChart() {}

    /**
     * Draws.
     *
     * @param points those of the sweep that were measured, one at least
     * @return the chart as SVG
     * @throws IOException if the encoder fails
     */
    static byte[] svg(Sweep sweep, List<Point.Measured> points) throws IOException {
        XYChart chart = chart(sweep, points);
        String svg = new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
        // XChart draws letters as outlines; this is for who cannot see them. None of it needs escaping.
        String texts = "\n  <title>" + chart.getTitle() + "</title>\n  <desc>" + chart.getYAxisTitle() + " by "
                + chart.getXAxisTitle() + ", on logarithmic axes. Lines: "
                + chart.getSeriesCollection().stream().map(XYSeries::getName).collect(Collectors.joining("; "))
                + "</desc>";
        int start = svg.indexOf('>', svg.indexOf("<svg ")) + 1;
        return (svg.substring(0, start) + texts + svg.substring(start)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the chart for an encoder. */
    static XYChart chart(Sweep sweep, List<Point.Measured> points) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(sweep.title())
                .xAxisTitle(sweep.axisTitle())
                .yAxisTitle(TIME)
                .build();
        stylePlainly(chart.getStyler());
        scaleHorizontally(chart.getStyler(), points);
        scaleVertically(chart.getStyler(), points);
        // A sweep that varies the network or the batch has a single line, whose workload is in the title.
        Map<String, List<Point.Measured>> lines = points.stream()
                .sorted(Comparator.comparingInt(point -> point.configuration().value()))
                .collect(Collectors.groupingBy(
                        point -> sweep == Sweep.THREADS ? point.configuration().workload() + ": " : "",
                        LinkedHashMap::new,
                        Collectors.toList()));
        int line = 0;
        for (Map.Entry<String, List<Point.Measured>> entry : lines.entrySet()) {
            List<Color> colours = COLOURS.get(line % COLOURS.size());
            add(chart, entry.getKey() + "training step", entry.getValue(), Figures::stepMicros)
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(colours.getFirst())
                    .setLineColor(colours.getFirst())
                    .setLineStyle(SOLID);
            add(chart, entry.getKey() + "products alone", entry.getValue(), Figures::productsMicros)
                    .setMarker(SeriesMarkers.DIAMOND)
                    .setMarkerColor(colours.getLast())
                    .setLineColor(colours.getLast())
                    .setLineStyle(DASHED);
            line++;
        }
        return chart;
    }

    private static XYSeries add(
            XYChart chart, String name, List<Point.Measured> points, ToDoubleFunction<Figures> micros) {
        return chart.addSeries(
                name,
                points.stream().mapToDouble(ScalingChart::exponent).toArray(),
                points.stream()
                        .mapToDouble(point -> micros.applyAsDouble(point.figures()) / MICROS_PER_MILLI)
                        .toArray());
    }

    private static void stylePlainly(XYStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setAxisTitleFont(FONT);
        styler.setAxisTickLabelsFont(FONT);
        styler.setLegendFont(FONT);
        styler.setChartTitleFont(FONT.deriveFont(Font.BOLD, 14));
        styler.setChartTitleBoxVisible(false);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Vertical);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setMarkerSize(7);
    }

    /**
     * The horizontal axis shows exponents of two, because those are what is measured, and XChart's own logarithmic axes
     * have powers of ten.
     */
    private static double exponent(Point.Measured point) {
        return Math.log(point.configuration().value()) / Math.log(2);
    }

    private static void scaleHorizontally(XYStyler styler, List<Point.Measured> points) {
        DoubleSummaryStatistics exponents =
                points.stream().mapToDouble(ScalingChart::exponent).summaryStatistics();
        double span = exponents.getMax() - exponents.getMin();
        if (span > 0) {
            // One tick for each power of two: the hint is rounded up to a step of 1.
            styler.setXAxisTickMarkSpacingHint((int) (0.7 * WIDTH / Math.max(1, span)));
        }
        styler.setXAxisTickLabelsFormattingFunction(ScalingChart::powerOfTwo);
    }

    /** Blank, not empty, between the powers: XChart cannot lay out an empty label. */
    static String powerOfTwo(double exponent) {
        double value = Math.pow(2, exponent);
        return Math.abs(value - Math.rint(value)) < 1e-6 ? String.valueOf(Math.round(value)) : " ";
    }

    /** The vertical axis shows whole decades. */
    private static void scaleVertically(XYStyler styler, List<Point.Measured> points) {
        DoubleSummaryStatistics millis = points.stream()
                .flatMapToDouble(point -> DoubleStream.of(
                        point.figures().stepMicros(), point.figures().productsMicros()))
                .map(micros -> micros / MICROS_PER_MILLI)
                .summaryStatistics();
        double lowest = Math.floor(Math.log10(millis.getMin()));
        double highest = Math.max(lowest + 1, Math.ceil(Math.log10(millis.getMax())));
        boolean wide = highest - lowest > 2;
        styler.setYAxisLogarithmic(true);
        styler.setYAxisMin(Math.pow(10, lowest));
        styler.setYAxisMax(Math.pow(10, highest));
        styler.setYAxisLogarithmicDecadeOnly(wide);
        styler.setYAxisTickLabelsFormattingFunction(ScalingChart::millis);
    }

    /** Of the lines between decades only those at 2 and 5 have a label. */
    static String millis(double value) {
        double leading = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        boolean labelled = Stream.of(1, 2, 5).anyMatch(digit -> Math.abs(leading - digit) < 1e-6);
        return labelled ? new BigDecimal(value, new MathContext(1)).toPlainString() : " ";
    }
}

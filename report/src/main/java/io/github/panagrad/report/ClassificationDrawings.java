package io.github.panagrad.report;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.metrics.CalibrationCurve;
import io.github.panagrad.nn.metrics.ClassificationReport;
import io.github.panagrad.nn.metrics.ClassificationReport.ClassReport;
import io.github.panagrad.nn.metrics.PrecisionRecallCurve;
import io.github.panagrad.nn.metrics.RocCurve;
import io.github.panagrad.report.chart.ChartStyle;
import io.github.panagrad.report.chart.ChartText;
import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.chart.NamedCurve;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.chart.XyPlot;
import io.github.panagrad.report.page.Numbers;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Predicted classes against the true ones, as charts. */
final class ClassificationDrawings {
    /** More curves in one chart cannot be distinguished. */
    static final int MOST_CURVES = 6;

    private static final int WIDTH = 380;
    private static final int HEIGHT = 330;

    /** With a legend at its side. */
    private static final int WIDE = 620;

    private ClassificationDrawings() {}

    /** A curve and the area below it, which is not NaN. */
    private record AreaCurve(NamedCurve curve, double area) {}

    /** Returns the charts for which there is data. */
    static List<Drawing> of(ClassificationReport report) {
        List<Drawing> drawings = new ArrayList<>();
        drawings.add(confusion(ConfusionCut.of(names(report), report.counts())));
        // With two classes the curves of one are enough.
        List<ClassReport> drawn =
                report.classes().size() == 2 ? report.classes().subList(1, 2) : report.classes();
        areas(
                drawings,
                defined(drawn.stream().map(ClassificationDrawings::roc)),
                "roc",
                "ROC curve",
                "false-positive rate",
                "true-positive rate",
                true);
        areas(
                drawings,
                defined(drawn.stream().map(ClassificationDrawings::precisionRecall)),
                "precision-recall",
                "Precision and recall",
                "recall",
                "precision",
                false);
        report.calibration().ifPresent(curve -> calibration(drawings, curve));
        return drawings;
    }

    /** Returns the names of the classes. */
    static List<String> names(ClassificationReport report) {
        return report.classes().stream()
                .map(ClassReport::name)
                .map(Quoted::bare)
                .toList();
    }

    private static List<AreaCurve> defined(Stream<AreaCurve> curves) {
        return curves.filter(curve -> !Double.isNaN(curve.area)).toList();
    }

    private static AreaCurve roc(ClassReport one) {
        RocCurve roc = one.roc();
        List<NamedCurve.Point> points = IntStream.range(0, roc.size())
                .mapToObj(i -> new NamedCurve.Point(roc.falsePositiveRate(i), roc.truePositiveRate(i)))
                .toList();
        return new AreaCurve(new NamedCurve(Quoted.bare(one.name()), points), roc.area());
    }

    private static AreaCurve precisionRecall(ClassReport one) {
        PrecisionRecallCurve curve = one.precisionRecall();
        List<NamedCurve.Point> points = IntStream.range(0, curve.size())
                .mapToObj(i -> new NamedCurve.Point(curve.recall(i), curve.precision(i)))
                .toList();
        return new AreaCurve(new NamedCurve(Quoted.bare(one.name()), points), curve.averagePrecision());
    }

    private static void areas(
            List<Drawing> drawings,
            List<AreaCurve> curves,
            String file,
            String title,
            String horizontal,
            String vertical,
            boolean hasDiagonal) {
        List<AreaCurve> shown = shown(curves);
        XyPlot plot = new XyPlot(
                shown.size() > 3 ? WIDE : WIDTH,
                HEIGHT,
                horizontal,
                Scale.between(-0.02, 1.02),
                vertical,
                Scale.between(-0.02, 1.02));
        if (hasDiagonal) {
            plot.reference(0, 0, 1, 1);
        }
        for (int i = 0; i < shown.size(); i++) {
            AreaCurve curve = shown.get(i);
            NamedCurve named = new NamedCurve(
                    curve.curve().name() + " (" + Numbers.figure(curve.area()) + ")",
                    curve.curve().points());
            plot.line(named, Palette.series(i), SeriesMarkers.NONE);
        }
        if (!plot.isEmpty()) {
            String cut = shown.size() < curves.size()
                    ? " The " + shown.size() + " smallest areas of " + curves.size() + " classes."
                    : "";
            drawings.add(Drawing.of(
                    file,
                    title,
                    title + ": " + vertical + " by " + horizontal + ". Areas: "
                            + shown.stream()
                                    .map(curve -> curve.curve().name() + " " + Numbers.figure(curve.area()))
                                    .collect(Collectors.joining(", "))
                            + "." + cut,
                    plot.build()));
        }
    }

    /** Returns all curves, or those with the smallest areas if there are too many. */
    private static List<AreaCurve> shown(List<AreaCurve> curves) {
        return curves.size() <= MOST_CURVES
                ? curves
                : curves.stream()
                        .sorted(Comparator.comparingDouble(AreaCurve::area))
                        .limit(MOST_CURVES)
                        .toList();
    }

    private static void calibration(List<Drawing> drawings, CalibrationCurve curve) {
        List<NamedCurve.Point> points = curve.bins().stream()
                .map(bin -> new NamedCurve.Point(bin.meanPrediction(), bin.frequency()))
                .toList();
        XyPlot plot = new XyPlot(
                WIDTH,
                HEIGHT,
                "mean predicted probability",
                Scale.between(-0.02, 1.02),
                "observed share",
                Scale.between(-0.02, 1.02));
        plot.reference(0, 0, 1, 1);
        plot.line(new NamedCurve("observed", points), Palette.TRAINING, SeriesMarkers.CIRCLE);
        if (!plot.isEmpty()) {
            drawings.add(Drawing.of(
                    "calibration",
                    "Calibration",
                    "Observed share by mean predicted probability, in " + points.size()
                            + " bins; perfect calibration is on the dashed line.",
                    plot.build()));
        }
    }

    private static Drawing confusion(ConfusionCut cut) {
        int classes = cut.classes().size();
        int width = Math.max(420, 160 + 44 * classes);
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(width)
                .height(Math.max(360, 110 + 36 * classes))
                .xAxisTitle("predicted class")
                .yAxisTitle("true class")
                .build();
        ChartStyle.apply(chart.getStyler());
        // XChart thins out labels of classes by this hint, on both axes.
        chart.getStyler().setXAxisTickMarkSpacingHint(1);
        chart.getStyler().setShowValue(classes <= ConfusionCut.MOST_CLASSES);
        chart.getStyler().setValueFont(ChartStyle.FONT.deriveFont(10f));
        chart.getStyler().setHeatMapValueDecimalPattern("0%");
        chart.getStyler().setRangeColors(new Color[] {Color.WHITE, new Color(0x9CC9E5), new Color(0x56A5D4)});
        chart.getStyler().setMin(0);
        chart.getStyler().setMax(1);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisLabelRotation(classes > 6 ? 45 : 0);
        List<Number[]> cells = new ArrayList<>();
        // XChart counts rows from the bottom; the first class belongs at the top.
        for (int actual = 0; actual < classes; actual++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                cells.add(new Number[] {predicted, classes - 1 - actual, cut.share(actual, predicted)});
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            names.add(unique(ChartText.line(cut.classes().get(i)), names));
        }
        chart.addSeries("confusion", names, names.reversed(), cells);
        return Drawing.of(
                "confusion",
                "Confusion table",
                "For each true class the share of its rows by predicted class. " + cut.summary(),
                chart);
    }

    /** XChart merges rows with equal labels. */
    private static String unique(String name, List<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + " #" + i;
        }
        return free;
    }
}

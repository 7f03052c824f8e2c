package io.github.panagrad.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Predicted classes against the true ones, as charts. */
final class ClassificationDrawings {
    /** More curves in a chart cannot be told apart. */
    static final int MOST_CURVES = 6;

    private static final int WIDTH = 380;
    private static final int HEIGHT = 330;

    /** With a legend beside it. */
    private static final int WIDE = 620;

    private ClassificationDrawings() {}

    /** Returns the charts for which there are numbers. */
    static List<Drawing> of(Evidence.Classification evidence) {
        List<Drawing> drawings = new ArrayList<>();
        if (evidence.confusion() != null) {
            drawings.add(confusion(ConfusionCut.of(evidence.classes(), evidence.confusion())));
        }
        areas(drawings, evidence.roc(), "roc", "ROC curve", "false-positive rate", "true-positive rate", true);
        areas(
                drawings,
                evidence.precisionRecall(),
                "precision-recall",
                "Precision and recall",
                "recall",
                "precision",
                false);
        if (!evidence.calibration().isEmpty()) {
            calibration(drawings, evidence.calibration());
        }
        return drawings;
    }

    private static void areas(
            List<Drawing> drawings,
            List<Evidence.AreaCurve> curves,
            String file,
            String title,
            String horizontal,
            String vertical,
            boolean hasDiagonal) {
        List<Evidence.AreaCurve> shown = shown(curves);
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
            Evidence.AreaCurve curve = shown.get(i);
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
    static List<Evidence.AreaCurve> shown(List<Evidence.AreaCurve> curves) {
        return curves.size() <= MOST_CURVES
                ? curves
                : curves.stream()
                        .sorted(Comparator.comparingDouble(Evidence.AreaCurve::area))
                        .limit(MOST_CURVES)
                        .toList();
    }

    private static void calibration(List<Drawing> drawings, List<Evidence.CalibrationBin> bins) {
        List<NamedCurve.Point> points = bins.stream()
                .filter(bin -> bin.rows() > 0)
                .map(bin -> new NamedCurve.Point(bin.predicted(), bin.observed()))
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
                            + " bins; on the dashed line where probabilities are right.",
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
        // XChart leaves out labels of classes by this hint, on both axes.
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
        // XChart counts rows from below; the first class belongs above.
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

    /** XChart takes labels that are equal for the same row. */
    private static String unique(String name, List<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + " #" + i;
        }
        return free;
    }
}

package io.github.panagrad.report;

import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.chart.LineSimplification;
import io.github.panagrad.report.chart.NamedCurve;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.chart.XyPlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Predicted values against the true ones, as charts. */
final class RegressionDrawings {
    /** More points would only cover each other. */
    private static final int MOST_POINTS = 1000;

    private static final int WIDTH = 380;
    private static final int HEIGHT = 330;

    private RegressionDrawings() {}

    /** Returns the charts for which there are finite numbers. */
    static List<Drawing> of(Evidence.Regression evidence) {
        Residuals residuals = new Residuals(evidence);
        if (residuals.count() == 0) {
            return List.of();
        }
        List<Drawing> drawings = new ArrayList<>();
        int[] rows = LineSimplification.some(residuals.count(), MOST_POINTS);
        String of = residuals.count() > MOST_POINTS
                ? MOST_POINTS + " of " + residuals.count() + " rows"
                : residuals.count() + " rows";
        predictions(drawings, evidence.target(), residuals, rows, of);
        errors(drawings, evidence.target(), residuals, rows, of);
        histogram(drawings, evidence.target(), residuals);
        return drawings;
    }

    private static void predictions(List<Drawing> drawings, String target, Residuals residuals, int[] rows, String of) {
        double[] both = DoubleStream.concat(Arrays.stream(residuals.actual()), Arrays.stream(residuals.predicted()))
                .toArray();
        Scale scale = Scale.linear(both);
        XyPlot plot = new XyPlot(WIDTH, HEIGHT, "true " + target, scale, "predicted " + target, scale);
        List<NamedCurve.Point> points = Arrays.stream(rows)
                .mapToObj(row -> new NamedCurve.Point(residuals.actual(row), residuals.predicted(row)))
                .toList();
        plot.points(new NamedCurve("rows", points), Palette.TRAINING, SeriesMarkers.CIRCLE);
        double low = DoubleStream.of(both).min().orElse(0);
        double high = DoubleStream.of(both).max().orElse(1);
        plot.reference(low, low, high, high);
        drawings.add(Drawing.of(
                "predicted-actual",
                "Predicted and true values",
                "Predicted by true " + target + ", " + of + "; perfect predictions are on the dashed line.",
                build(plot)));
    }

    private static void errors(List<Drawing> drawings, String target, Residuals residuals, int[] rows, String of) {
        double[] errors = new double[residuals.count()];
        Arrays.setAll(errors, row -> residuals.actual(row) - residuals.predicted(row));
        XyPlot plot = new XyPlot(
                WIDTH,
                HEIGHT,
                "predicted " + target,
                Scale.linear(residuals.predicted()),
                "true − predicted",
                Scale.linear(errors));
        List<NamedCurve.Point> points = Arrays.stream(rows)
                .mapToObj(row -> new NamedCurve.Point(residuals.predicted(row), errors[row]))
                .toList();
        plot.points(new NamedCurve("rows", points), Palette.TRAINING, SeriesMarkers.CIRCLE);
        plot.reference(
                DoubleStream.of(residuals.predicted()).min().orElse(0),
                0,
                DoubleStream.of(residuals.predicted()).max().orElse(1),
                0);
        drawings.add(Drawing.of(
                "residuals",
                "Residuals",
                "True minus predicted " + target + " by prediction, " + of + ".",
                build(plot)));
    }

    private static void histogram(List<Drawing> drawings, String target, Residuals residuals) {
        List<NamedCurve.Point> steps = residuals.histogram();
        if (steps.isEmpty()) {
            return;
        }
        double highest = steps.stream().mapToDouble(NamedCurve.Point::y).max().orElse(1);
        XyPlot plot = new XyPlot(
                WIDTH,
                HEIGHT,
                "true − predicted " + target,
                Scale.linear(steps.getFirst().x(), steps.getLast().x()),
                "rows",
                new Scale(Scale.Kind.WHOLE, 1, 0, Math.ceil(1.05 * highest)));
        plot.steps(new NamedCurve("rows", steps), Palette.TRAINING);
        drawings.add(Drawing.of(
                "residual-histogram",
                "Distribution of residuals",
                "Number of rows by error; half a percent at either end is not shown.",
                plot.build()));
    }

    private static XYChart build(XyPlot plot) {
        XYChart chart = plot.build();
        chart.getStyler().setMarkerSize(4);
        return chart;
    }
}

package io.github.panagrad.report;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.report.chart.Drawing;
import io.github.panagrad.report.chart.NamedCurve;
import io.github.panagrad.report.chart.Palette;
import io.github.panagrad.report.chart.Scale;
import io.github.panagrad.report.chart.XyPlot;
import io.github.panagrad.report.page.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The metrics of each epoch, as charts. */
final class CurveDrawings {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 320;

    private CurveDrawings() {}

    /** Returns a chart for each metric, the loss first, then the learning rate and the speed. */
    static List<Drawing> of(LearningCurves curves) {
        List<Drawing> drawings = new ArrayList<>();
        Set<String> files = new LinkedHashSet<>();
        for (String metric : curves.metrics()) {
            XyPlot plot = metric(curves, metric);
            if (!plot.isEmpty()) {
                drawings.add(Drawing.of(
                        fileName(metric, files),
                        sentence(metric) + " by epoch",
                        described(curves, metric),
                        plot.build()));
            }
        }
        NamedCurve rate = curves.curve("learning rate", EpochMetrics::learningRate);
        single(
                drawings,
                curves,
                "learning-rate",
                rate,
                Scale.automatic(ordinates(rate).toArray()));
        // From 0, so that variations are not exaggerated.
        NamedCurve speed = curves.curve("samples per second", EpochMetrics::samplesPerSecond);
        double fastest = ordinates(speed).filter(Double::isFinite).max().orElse(1);
        single(drawings, curves, "speed", speed, Scale.linear(0, fastest));
        return drawings;
    }

    private static XyPlot metric(LearningCurves curves, String metric) {
        NamedCurve training = curves.curve("training", LearningCurves.training(metric));
        NamedCurve validation = curves.curve("validation", LearningCurves.validation(metric));
        double[] values =
                DoubleStream.concat(ordinates(training), ordinates(validation)).toArray();
        boolean isLoss = metric.toLowerCase(Locale.ROOT).contains(LearningCurves.LOSS);
        XyPlot plot = new XyPlot(
                WIDTH,
                HEIGHT,
                "epoch",
                epochs(curves),
                metric,
                isLoss ? Scale.automatic(values) : Scale.linear(values));
        plot.line(training, Palette.TRAINING, SeriesMarkers.CIRCLE);
        plot.line(validation, Palette.VALIDATION, SeriesMarkers.DIAMOND);
        // The epoch whose weights were kept, on the line by which it was chosen.
        curves.bestEpoch().ifPresent(best -> {
            NamedCurve chosen = (ordinates(validation).anyMatch(Double::isFinite) ? validation : training);
            List<NamedCurve.Point> points =
                    chosen.points().stream().filter(point -> point.x() == best).toList();
            plot.points(new NamedCurve("best, epoch " + best, points), Palette.INK, SeriesMarkers.CIRCLE);
        });
        return plot;
    }

    private static void single(
            List<Drawing> drawings, LearningCurves curves, String file, NamedCurve curve, Scale scale) {
        String title = curve.name();
        XyPlot plot = new XyPlot(WIDTH, HEIGHT, "epoch", epochs(curves), title, scale);
        plot.line(curve, Palette.TRAINING, SeriesMarkers.CIRCLE);
        if (!plot.isEmpty()) {
            drawings.add(Drawing.of(
                    file,
                    sentence(title) + " by epoch",
                    sentence(title) + " of " + curves.epochs().size() + " epochs, from "
                            + ends(ordinates(curve).toArray()) + ".",
                    plot.build()));
        }
    }

    private static String described(LearningCurves curves, String metric) {
        StringBuilder text =
                new StringBuilder(sentence(metric) + " of " + curves.epochs().size() + " epochs.");
        for (Map.Entry<String, ToDoubleFunction<EpochMetrics>> line : Map.ofEntries(
                        Map.entry("training", LearningCurves.training(metric)),
                        Map.entry("validation", LearningCurves.validation(metric)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            double[] values = curves.epochs().stream()
                    .mapToDouble(line.getValue())
                    .filter(Double::isFinite)
                    .toArray();
            if (values.length > 0) {
                text.append(" On ")
                        .append(line.getKey())
                        .append(" rows from ")
                        .append(ends(values))
                        .append('.');
            }
        }
        return text.toString();
    }

    private static String ends(double[] values) {
        double[] finite = DoubleStream.of(values).filter(Double::isFinite).toArray();
        return Numbers.figure(finite[0]) + " to " + Numbers.figure(finite[finite.length - 1]);
    }

    private static DoubleStream ordinates(NamedCurve curve) {
        return curve.points().stream().mapToDouble(NamedCurve.Point::y);
    }

    private static Scale epochs(LearningCurves curves) {
        return Scale.whole(
                curves.epochs().stream().mapToInt(EpochMetrics::epoch).min().orElse(0),
                curves.epochs().stream().mapToInt(EpochMetrics::epoch).max().orElse(1));
    }

    private static String sentence(String words) {
        // A name such as roc_auc is unchanged.
        return words.matches("[a-z][a-z -]*")
                ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
                : words;
    }

    /** Returns a name that every file system accepts, and that no other metric has. */
    private static String fileName(String metric, Set<String> taken) {
        String plain =
                metric.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String name = plain.equals(LearningCurves.LOSS) ? "learning-curves" : "learning-curves-" + plain;
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}

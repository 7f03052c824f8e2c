package io.github.panagrad.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What each epoch gave, as charts. */
final class CurveDrawings {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 320;
    private static final String LOSS = "loss";

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
        NamedCurve rate = curves.curve("learning rate", EpochPoint::learningRate);
        single(
                drawings,
                curves,
                "learning-rate",
                rate,
                Scale.automatic(ordinates(rate).toArray()));
        // From 0, so that it does not look as if it went up and down more than it does.
        NamedCurve speed = curves.curve("samples per second", EpochPoint::samplesPerSecond);
        double fastest = ordinates(speed).filter(Double::isFinite).max().orElse(1);
        single(drawings, curves, "speed", speed, Scale.linear(0, fastest));
        return drawings;
    }

    private static XyPlot metric(LearningCurves curves, String metric) {
        NamedCurve training = curves.curve("training", value(EpochPoint::training, metric));
        NamedCurve validation = curves.curve("validation", value(EpochPoint::validation, metric));
        double[] values =
                DoubleStream.concat(ordinates(training), ordinates(validation)).toArray();
        boolean isLoss = metric.toLowerCase(Locale.ROOT).contains(LOSS);
        XyPlot plot = new XyPlot(
                WIDTH,
                HEIGHT,
                "epoch",
                epochs(curves),
                metric,
                isLoss ? Scale.automatic(values) : Scale.linear(values));
        plot.line(training, Palette.TRAINING, SeriesMarkers.CIRCLE);
        plot.line(validation, Palette.VALIDATION, SeriesMarkers.DIAMOND);
        // Where the weights are from, on the line by which they were chosen.
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
                    sentence(title) + " of " + curves.points().size() + " epochs, from "
                            + ends(ordinates(curve).toArray()) + ".",
                    plot.build()));
        }
    }

    private static String described(LearningCurves curves, String metric) {
        StringBuilder text =
                new StringBuilder(sentence(metric) + " of " + curves.points().size() + " epochs.");
        for (Map.Entry<String, ToDoubleFunction<EpochPoint>> line : Map.ofEntries(
                        Map.entry("training", value(EpochPoint::training, metric)),
                        Map.entry("validation", value(EpochPoint::validation, metric)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            double[] values = curves.points().stream()
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

    private static ToDoubleFunction<EpochPoint> value(Function<EpochPoint, Map<String, Double>> part, String metric) {
        return point -> part.apply(point).getOrDefault(metric, Double.NaN);
    }

    private static DoubleStream ordinates(NamedCurve curve) {
        return curve.points().stream().mapToDouble(NamedCurve.Point::y);
    }

    private static Scale epochs(LearningCurves curves) {
        return Scale.whole(
                curves.points().stream().mapToInt(EpochPoint::epoch).min().orElse(0),
                curves.points().stream().mapToInt(EpochPoint::epoch).max().orElse(1));
    }

    private static String sentence(String words) {
        // A name such as roc_auc stays as it is.
        return words.matches("[a-z][a-z -]*")
                ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
                : words;
    }

    /** Returns a name that every file system takes, and that no other metric has. */
    private static String fileName(String metric, Set<String> taken) {
        String plain =
                metric.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String name = plain.equals(LOSS) ? "learning-curves" : "learning-curves-" + plain;
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}

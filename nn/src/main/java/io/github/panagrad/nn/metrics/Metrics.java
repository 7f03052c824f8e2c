package io.github.panagrad.nn.metrics;

import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics there are, by name. All count samples by their weights, if the data has some, as scikit-learn's {@code
 * sample_weight}, and agree with its definitions.
 *
 * <p>Two have a number behind a colon: {@code calibration_error:bins=10} and {@code pinball:level=0.9}, {@code
 * coverage_error:level=0.9}; without it there are 15 bins, and the level is 0.5.
 */
public final class Metrics {
    private Metrics() {}

    /** Returns the names of all metrics, those for classification first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(names(PredictionKind.PROBABILITIES));
        names.addAll(names(PredictionKind.VALUES));
        return List.copyOf(names);
    }

    /** Returns the names of the metrics that can be computed from such predictions. */
    public static List<String> names(PredictionKind kind) {
        return usual(kind, DType.F64).stream()
                .filter(metric -> metric.fits(kind))
                .map(Metric::name)
                .toList();
    }

    /**
     * Returns a metric; one for classification takes probabilities, computed in float64.
     *
     * @throws MetricException if there is no such metric, listing those that there are
     */
    public static Metric byName(String name) {
        return find(name, usual(PredictionKind.PROBABILITIES, DType.F64), names());
    }

    /**
     * Returns a metric of such predictions.
     *
     * @param dtype the type they were computed in: the log loss holds probabilities within its ε
     * @throws MetricException if there is no such metric, or it cannot be computed from such predictions, listing those that
     *     can
     */
    public static Metric byName(String name, PredictionKind kind, DType dtype) {
        Metric metric = find(name, usual(kind, dtype), names(kind));
        if (!metric.fits(kind)) {
            throw new MetricException("metric '" + name + "' cannot be computed from " + kind.text()
                    + ": expected one of " + String.join(", ", names(kind)));
        }
        return metric;
    }

    private static List<Metric> usual(PredictionKind kind, DType dtype) {
        List<Metric> metrics = new ArrayList<>();
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            metrics.add(new ClassificationMetric(figure, kind, dtype));
        }
        metrics.add(new CalibrationError(CalibrationError.USUAL_BINS, kind));
        for (RegressionFigure figure : RegressionFigure.values()) {
            metrics.add(new RegressionMetric(figure));
        }
        for (QuantileMetric.Figure figure : QuantileMetric.Figure.values()) {
            metrics.add(new QuantileMetric(figure, QuantileMetric.USUAL_LEVEL));
        }
        return metrics;
    }

    private static Metric find(String text, List<Metric> metrics, List<String> known) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String parameter = colon < 0 ? null : text.substring(colon + 1);
        for (Metric metric : metrics) {
            if (metric.name().equals(name)) {
                return withParameter(metric, parameter);
            }
        }
        throw new MetricException("unknown metric '" + text + "': expected one of " + String.join(", ", known));
    }

    private static Metric withParameter(Metric metric, @Nullable String text) {
        if (text == null) {
            return metric;
        }
        return switch (metric) {
            case CalibrationError usual -> new CalibrationError(bins(text), usual.kind());
            case QuantileMetric usual -> new QuantileMetric(usual.figure(), level(usual, text));
            default ->
                throw new MetricException(metric.name() + ": expected nothing behind the name, found '" + text + "'");
        };
    }

    private static int bins(String text) {
        try {
            return Integer.parseInt(value("bins", text));
        } catch (NumberFormatException _) {
            throw new MetricException(CalibrationError.NAME + ": expected bins=N, found '" + text + "'");
        }
    }

    private static double level(QuantileMetric metric, String text) {
        try {
            return Double.parseDouble(value("level", text));
        } catch (NumberFormatException _) {
            throw new MetricException(metric.figure().text + ": expected level=N, found '" + text + "'");
        }
    }

    private static String value(String key, String text) {
        return text.startsWith(key + "=") ? text.substring(key.length() + 1) : text;
    }
}

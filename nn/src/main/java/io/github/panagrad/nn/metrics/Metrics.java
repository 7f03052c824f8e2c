package io.github.panagrad.nn.metrics;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The available metrics, by name. All follow the definitions of scikit-learn. If the data has weights, they are used
 * like scikit-learn's {@code sample_weight}.
 *
 * <p>Three take a hyper-parameter after a colon: {@code calibration_error:bins=10}, {@code pinball:level=0.9} and
 * {@code coverage_error:level=0.9}. The defaults are 15 bins and a level of 0.5.
 */
public final class Metrics {
    private Metrics() {}

    /** Returns the names of all metrics, those for classification first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(names(PredictionKind.PROBABILITIES));
        names.addAll(names(PredictionKind.VALUES));
        return List.copyOf(names);
    }

    /** Returns the names of the metrics that can be computed from predictions of a kind. */
    public static List<String> names(PredictionKind kind) {
        return defaults(kind, DType.F64).stream()
                .filter(metric -> metric.fits(kind))
                .map(Metric::name)
                .toList();
    }

    /**
     * Returns a metric; classification metrics expect probabilities computed in float64.
     *
     * @throws MetricException if there is no such metric; the message lists the available ones
     */
    public static Metric byName(String name) {
        return find(name, defaults(PredictionKind.PROBABILITIES, DType.F64), names());
    }

    /**
     * Returns a metric for predictions of a kind.
     *
     * @param dtype the element type they were computed in: the log loss clips probabilities by its ε
     * @throws MetricException if there is no such metric, or it cannot be computed from such predictions; the message
     *     lists those that can
     */
    public static Metric byName(String name, PredictionKind kind, DType dtype) {
        Metric metric = find(name, defaults(kind, dtype), names(kind));
        if (!metric.fits(kind)) {
            throw new MetricException("metric " + Quoted.of(name) + " cannot be computed from " + kind.text()
                    + ": expected one of " + String.join(", ", names(kind)));
        }
        return metric;
    }

    private static List<Metric> defaults(PredictionKind kind, DType dtype) {
        List<Metric> metrics = new ArrayList<>();
        for (ClassificationMeasure measure : ClassificationMeasure.values()) {
            metrics.add(new ClassificationMetric(measure, kind, dtype));
        }
        metrics.add(new CalibrationError(CalibrationError.DEFAULT_BINS, kind));
        for (RegressionMeasure measure : RegressionMeasure.values()) {
            metrics.add(new RegressionMetric(measure));
        }
        for (QuantileMetric.Measure measure : QuantileMetric.Measure.values()) {
            metrics.add(new QuantileMetric(measure, QuantileMetric.DEFAULT_LEVEL));
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
        throw new MetricException(
                "unknown metric " + Quoted.of(text) + ": expected one of " + String.join(", ", known));
    }

    private static Metric withParameter(Metric metric, @Nullable String text) {
        if (text == null) {
            return metric;
        }
        return switch (metric) {
            case CalibrationError error -> new CalibrationError(bins(text), error.kind());
            case QuantileMetric quantile -> new QuantileMetric(quantile.measure(), level(quantile, text));
            default ->
                throw new MetricException(metric.name() + ": takes no hyper-parameter, found " + Quoted.of(text));
        };
    }

    private static int bins(String text) {
        try {
            return Integer.parseInt(value("bins", text));
        } catch (NumberFormatException _) {
            throw new MetricException(CalibrationError.NAME + ": expected bins=N, found " + Quoted.of(text));
        }
    }

    private static double level(QuantileMetric metric, String text) {
        try {
            return Double.parseDouble(value("level", text));
        } catch (NumberFormatException _) {
            throw new MetricException(metric.measure().text + ": expected level=N, found " + Quoted.of(text));
        }
    }

    private static String value(String key, String text) {
        return text.startsWith(key + "=") ? text.substring(key.length() + 1) : text;
    }
}

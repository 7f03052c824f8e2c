package io.github.panagrad.report;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.report.chart.NamedCurve;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of each epoch.
 *
 * @param epochs in their order
 * @param bestEpoch the one whose weights were kept, if that was not simply the last
 */
public record LearningCurves(List<EpochMetrics> epochs, OptionalInt bestEpoch) {
    static final String LOSS = "loss";
    static final String ACCURACY = "accuracy";

    /** Copies the list. */
    public LearningCurves {
        epochs = List.copyOf(epochs);
    }

    /** Returns the names of all metrics: the loss, the accuracy where there is one, and those that were requested. */
    Set<String> metrics() {
        Set<String> names = new LinkedHashSet<>();
        names.add(LOSS);
        if (epochs.stream().anyMatch(epoch -> !Double.isNaN(epoch.trainAccuracy()))) {
            names.add(ACCURACY);
        }
        for (EpochMetrics epoch : epochs) {
            names.addAll(epoch.metrics().keySet());
        }
        return names;
    }

    /** Returns a metric on the training rows, or NaN where it was not computed on them. */
    static ToDoubleFunction<EpochMetrics> training(String metric) {
        return switch (metric) {
            case LOSS -> EpochMetrics::trainLoss;
            case ACCURACY -> EpochMetrics::trainAccuracy;
            default -> _ -> Double.NaN;
        };
    }

    /** Returns a metric on the validation rows, or NaN where it was not computed on them. */
    static ToDoubleFunction<EpochMetrics> validation(String metric) {
        return switch (metric) {
            case LOSS -> EpochMetrics::validationLoss;
            case ACCURACY -> EpochMetrics::validationAccuracy;
            default -> epoch -> epoch.metrics().getOrDefault(metric, Double.NaN);
        };
    }

    /** Returns a value of each epoch as a line. */
    NamedCurve curve(String name, ToDoubleFunction<EpochMetrics> number) {
        List<NamedCurve.Point> line = new ArrayList<>();
        for (EpochMetrics epoch : epochs) {
            line.add(new NamedCurve.Point(epoch.epoch(), number.applyAsDouble(epoch)));
        }
        return new NamedCurve(name, line);
    }
}

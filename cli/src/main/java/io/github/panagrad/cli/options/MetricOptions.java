package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.metrics.MetricException;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the metrics that are watched in training. */
@OptionGroup("Training")
public final class MetricOptions {
    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "A metric of the validation set to compute after each epoch, such as roc_auc, f1, r2, mae"
                    + " (docs/metrics.md). Repeat for several. Default: none.")
    private @Nullable List<String> metrics;

    /** Returns whether there are any. */
    public boolean isGiven() {
        return metrics != null;
    }

    /** Checks the options before data is read. */
    public void check(boolean isValidated) {
        List<Metric> parsed = metrics(Optional.empty(), DType.F64);
        if (!parsed.isEmpty() && !isValidated) {
            throw new InvalidInputException("--metric " + parsed.getFirst().name()
                    + " is computed on the validation set, but nothing is held back: leave out --validation 0");
        }
    }

    /** Returns the metrics of the validation set. */
    public List<Metric> metrics(Optional<Loss> loss, DType dtype) {
        List<Metric> parsed = new ArrayList<>();
        if (metrics != null) {
            metrics.forEach(name -> parsed.add(metric("--metric", name, loss, dtype)));
        }
        return parsed;
    }

    /** Requires that the metrics have a value for the validation samples. */
    public void requireDefined(LoadedData data) {
        metrics(Optional.empty(), DType.F64).forEach(metric -> requireDefined("--metric", metric, data));
    }

    static void requireDefined(String option, Metric metric, LoadedData data) {
        Dataset held = data.validation();
        if (held != null && !metric.isDefinedFor(held)) {
            throw new InvalidInputException(option + " " + metric.name() + ": it is undefined for the "
                    + (held.size() == 1 ? "only validation sample" : held.size() + " validation samples") + ", "
                    + (held.targets() instanceof Targets.Labels labels
                            ? "which have none of class " + Quoted.list(absent(held, labels, data))
                            : "because it needs at least 2")
                    + "; hold back others, or choose a metric that needs no such sample, such as "
                    + (held.targets() instanceof Targets.Labels ? "log_loss or accuracy" : "mae"));
        }
    }

    private static List<String> absent(Dataset held, Targets.Labels labels, LoadedData data) {
        List<String> names = data.pipeline()
                .map(Pipeline::target)
                .filter(FittedTarget.Classes.class::isInstance)
                .map(target -> ((FittedTarget.Classes) target).classes())
                .orElse(List.of());
        boolean[] isThere = new boolean[labels.classes()];
        for (int i = 0; i < held.size(); i++) {
            isThere[labels.label(held.row(i))] |= held.weight(held.row(i)) > 0;
        }
        return IntStream.range(0, isThere.length)
                .filter(k -> !isThere[k])
                .mapToObj(k -> k < names.size() ? names.get(k) : String.valueOf(k))
                .toList();
    }

    static Metric metric(String option, String name, Optional<Loss> loss, DType dtype) {
        try {
            return loss.isEmpty()
                    ? Metrics.byName(name)
                    : Metrics.byName(name, loss.get().predictionKind(), dtype);
        } catch (MetricException e) {
            throw new InvalidInputException(option + " " + Quoted.bare(name) + ": " + e.getMessage(), e);
        }
    }
}

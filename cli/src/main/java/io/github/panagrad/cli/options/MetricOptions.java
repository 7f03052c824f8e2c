package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.metrics.MetricException;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

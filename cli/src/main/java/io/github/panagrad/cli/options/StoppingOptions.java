package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.tensor.DType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for early stopping. */
@OptionGroup("Training")
public final class StoppingOptions {
    private static final String NONE = "none";
    private static final int DEFAULT_PATIENCE = 10;

    @Option(
            names = "--early-stopping",
            paramLabel = "FIGURE",
            description = "Stop when this metric of the validation set no longer improves, and take the parameters of"
                    + " the best epoch: validation_loss, validation_accuracy, train_loss, a metric such as roc_auc"
                    + " (docs/metrics.md), or none. Default: none, and for tables validation_loss.")
    private String earlyStopping = NONE;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "How many epochs in a row may pass without improvement, at least 1. Default: 10, and for tables 16.")
    private @Nullable Integer patience;

    @Option(
            names = "--patience-growth",
            paramLabel = "X",
            description =
                    "How many epochs each epoch up to the best one adds to the patience, at least 0: with 1, training"
                            + " never ends before twice the best epoch. Default: 0, and for tables 0.1.")
    private @Nullable Double patienceGrowth;

    @Option(
            names = "--min-delta",
            paramLabel = "X",
            description = "The least change of the metric that counts as an improvement, at least 0. Default: 0.")
    private @Nullable Double minDelta;

    /** Checks the options before data is read. */
    public void check(boolean isValidated) {
        if (earlyStopping.equals(NONE)) {
            refuse("--patience", patience);
            refuse("--patience-growth", patienceGrowth);
            refuse("--min-delta", minDelta);
        } else if (monitor(Optional.empty(), DType.F64).needsValidation() && !isValidated) {
            throw new InvalidInputException("--early-stopping " + Quoted.bare(earlyStopping)
                    + " watches the validation set, but nothing is" + " held back: leave out --validation 0");
        }
        rule(Optional.empty(), DType.F64);
    }

    private static void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new InvalidInputException(option + " " + Quoted.bare(String.valueOf(value))
                    + " only applies with --early-stopping; leave it out");
        }
    }

    /** Returns whether training ends early. */
    public boolean stopsEarly() {
        return !earlyStopping.equals(NONE);
    }

    /** Returns what is watched, or the loss on the validation set where training does not end early. */
    public String figure() {
        return stopsEarly() ? earlyStopping : "validation_loss";
    }

    /** Returns when training ends early. */
    public Optional<EarlyStopping> rule(Optional<Loss> loss, DType dtype) {
        if (earlyStopping.equals(NONE)) {
            return Optional.empty();
        }
        int epochs = patience == null ? DEFAULT_PATIENCE : Values.atLeast("--patience", 1, patience);
        double growth = patienceGrowth == null ? 0 : Values.notNegative("--patience-growth", patienceGrowth);
        double delta = minDelta == null ? 0 : Values.notNegative("--min-delta", minDelta);
        return Optional.of(new EarlyStopping(monitor(loss, dtype), epochs, growth, delta, true));
    }

    /** Returns the metric that is watched, if it is one that some samples may not have. */
    public Optional<Metric> metric() {
        return !earlyStopping.equals(NONE)
                        && monitor(Optional.empty(), DType.F64) instanceof Monitor.OfMetric(Metric metric)
                ? Optional.of(metric)
                : Optional.empty();
    }

    /** Requires that what is watched has a value for the validation samples. */
    public void requireDefined(LoadedData data) {
        metric().ifPresent(metric -> MetricOptions.requireDefined("--early-stopping", metric, data));
    }

    private Monitor monitor(Optional<Loss> loss, DType dtype) {
        return monitor("--early-stopping", earlyStopping, loss, dtype);
    }

    static Monitor monitor(String option, String figure, Optional<Loss> loss, DType dtype) {
        return switch (figure) {
            case "validation_loss" -> Monitor.validationLoss();
            case "validation_accuracy" -> Monitor.validationAccuracy();
            case "train_loss" -> Monitor.trainingLoss();
            default -> Monitor.metric(MetricOptions.metric(option, figure, loss, dtype));
        };
    }
}

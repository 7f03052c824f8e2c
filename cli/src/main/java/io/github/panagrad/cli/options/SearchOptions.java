package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Monitor;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tune.Asha;
import io.github.panagrad.tune.Sampler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a search for options. */
@OptionGroup("Search")
public final class SearchOptions {
    /** What a search does that is told neither how many trials to make nor when to end. */
    private static final int DEFAULT_TRIALS = 50;

    /** The schedule of RealMLP has its first low rates after 8 and 26 of 128 epochs. */
    private static final int DEFAULT_RUNG = 9;

    private static final int DEFAULT_REDUCTION = 3;

    @Option(
            names = "--space",
            paramLabel = "FILE",
            description =
                    "What is searched, in YAML: options of train with their ranges (docs/tune.md). Default: rates,"
                            + " layers and other options around those of --preset standard.")
    private @Nullable Path space;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "How many trials are begun at most, at least 1. Default: 50, or as many as there is time for"
                    + " with --time-limit.")
    private @Nullable Integer trials;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = "How the options of a trial are chosen: tpe, which learns from the trials before, or random."
                    + " Default: tpe.")
    private String sampler = "tpe";

    @Option(
            names = "--pruning",
            paramLabel = "NAME",
            description =
                    "asha: trials are paused at rungs, and only the best of a rung go on; or none. Default: asha.")
    private String pruning = "asha";

    @Option(
            names = "--rung-epochs",
            paramLabel = "N",
            description = "Epochs of the first rung, at least 1. Default: 9.")
    private @Nullable Integer rungEpochs;

    @Option(
            names = "--reduction",
            paramLabel = "N",
            description =
                    "One in how many trials of a rung goes on, and how many times as many epochs the next rung has;"
                            + " at least 2. Default: 3.")
    private @Nullable Integer reduction;

    @Option(
            names = "--metric",
            paramLabel = "FIGURE",
            description = "What makes a trial better than another, on the samples held back: validation_loss,"
                    + " validation_accuracy, or a metric such as roc_auc (docs/metrics.md). Default: what --early-stopping"
                    + " watches, else validation_loss.")
    private @Nullable String metric;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Train each trial K times, without each of K parts of the samples in its turn, and compare the means;"
                            + " at least 2. Default: none: all trials hold the same share back.")
    private @Nullable Integer folds;

    @Option(
            names = "--ensemble",
            paramLabel = "N",
            description =
                    "How many of the best trials the model is made of, from 1 to 100; each counts as much as makes the"
                            + " predictions best for the samples held back. Default: 1.")
    private int ensemble = 1;

    /** Checks the values before data is read. */
    public void check() {
        sampler();
        pruning();
        folds();
        finished();
        if (trials != null) {
            Values.atLeast("--trials", 1, trials);
        }
        if (metric != null) {
            requireHeldOut(metric, StoppingOptions.monitor("--metric", metric, Optional.empty(), DType.F64));
        }
    }

    private static void requireHeldOut(String name, Monitor monitor) {
        if (!monitor.needsValidation()) {
            throw new InvalidInputException("--metric " + name
                    + " is not of the samples held back, and would choose what learns them by heart; choose"
                    + " validation_loss or a metric");
        }
    }

    /** Returns the file of the space, if it is not the built-in one. */
    public Optional<Path> space() {
        return Optional.ofNullable(space);
    }

    /** Returns how many trials are begun at most. */
    public int trials(boolean isTimed) {
        return trials != null ? trials : isTimed ? Integer.MAX_VALUE : DEFAULT_TRIALS;
    }

    /** Returns how the options of a trial are chosen. */
    public Sampler sampler() {
        return Values.named("--sampler", sampler, List.of(Sampler.tpe(), Sampler.random()), Sampler::name);
    }

    /** Returns where trials are paused; empty if each goes on to its end. */
    public Optional<Asha> pruning() {
        boolean isOn = Values.named("--pruning", pruning, List.of("asha", "none"), name -> name)
                .equals("asha");
        if (!isOn) {
            refuse("--rung-epochs", rungEpochs);
            refuse("--reduction", reduction);
            return Optional.empty();
        }
        return Optional.of(new Asha(
                rungEpochs == null ? DEFAULT_RUNG : Values.atLeast("--rung-epochs", 1, rungEpochs),
                reduction == null ? DEFAULT_REDUCTION : Values.atLeast("--reduction", 2, reduction)));
    }

    private static void refuse(String option, @Nullable Integer value) {
        if (value != null) {
            throw new InvalidInputException(option + " " + value + " has no effect with --pruning none; leave it out");
        }
    }

    /** Returns the name of what makes a trial better than another. */
    public String metricOr(StoppingOptions stopping) {
        return metric == null ? stopping.figure() : metric;
    }

    /** Returns what makes a trial better than another. */
    public Monitor monitor(StoppingOptions stopping, Optional<Loss> loss, DType dtype) {
        String option = metric == null ? "--early-stopping" : "--metric";
        String name = metricOr(stopping);
        Monitor monitor = StoppingOptions.monitor(option, name, loss, dtype);
        requireHeldOut(name, monitor);
        return monitor;
    }

    /** Requires that the metric has a value for the validation samples. */
    public void requireDefined(LoadedData data) {
        if (metric != null
                && StoppingOptions.monitor("--metric", metric, Optional.empty(), DType.F64)
                        instanceof Monitor.OfMetric(Metric chosen)) {
            MetricOptions.requireDefined("--metric", chosen, data);
        }
    }

    /** Returns the number of folds; empty if a part of the samples is held back instead. */
    public OptionalInt folds() {
        return folds == null ? OptionalInt.empty() : OptionalInt.of(Values.atLeast("--folds", 2, folds));
    }

    /** Returns how many of the best trials are finished, and make the model. */
    public int finished() {
        return Values.within("--ensemble", 1, Ensemble.MAX_MEMBERS / 10, ensemble);
    }
}

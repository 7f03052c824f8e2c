package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.nn.metrics.PredictionKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens around the steps of a training run; made by {@link #none} and the {@code with} methods. Immutable; the listeners
 * need not be.
 */
public final class FitOptions {
    private static final FitOptions NONE =
            new FitOptions(null, List.of(), null, List.of(), null, Map.of(), Map.of(), null, null);

    private final @Nullable Dataset validation;
    private final List<TrainingListener> listeners;
    private final @Nullable EarlyStopping earlyStopping;
    private final List<Metric> metrics;
    private final @Nullable Checkpoints checkpoints;
    private final Map<String, String> settings;
    private final Map<String, String> notes;
    private final @Nullable Resume resume;
    private final @Nullable Duration timeLimit;

    private FitOptions(
            @Nullable Dataset validation,
            List<TrainingListener> listeners,
            @Nullable EarlyStopping earlyStopping,
            List<Metric> metrics,
            @Nullable Checkpoints checkpoints,
            Map<String, String> settings,
            Map<String, String> notes,
            @Nullable Resume resume,
            @Nullable Duration timeLimit) {
        this.validation = validation;
        this.listeners = listeners;
        this.earlyStopping = earlyStopping;
        this.metrics = metrics;
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.notes = notes;
        this.resume = resume;
        this.timeLimit = timeLimit;
    }

    /** Returns options for steps and nothing else. */
    public static FitOptions none() {
        return NONE;
    }

    /** Returns these with a validation set, evaluated after each epoch, or null for none. */
    public FitOptions withValidation(@Nullable Dataset value) {
        return new FitOptions(
                value, listeners, earlyStopping, metrics, checkpoints, settings, notes, resume, timeLimit);
    }

    /** Returns these with one more listener, called after the others. */
    public FitOptions withListener(TrainingListener value) {
        List<TrainingListener> more = new ArrayList<>(listeners);
        more.add(value);
        return new FitOptions(
                validation, List.copyOf(more), earlyStopping, metrics, checkpoints, settings, notes, resume, timeLimit);
    }

    /** Returns these with early stopping. */
    public FitOptions withEarlyStopping(EarlyStopping value) {
        return new FitOptions(validation, listeners, value, metrics, checkpoints, settings, notes, resume, timeLimit);
    }

    /**
     * Returns these with metrics of the validation set after each epoch, replacing any set before. The one that early stopping
     * watches need not be among them.
     */
    public FitOptions withMetrics(Metric... values) {
        return new FitOptions(
                validation, listeners, earlyStopping, List.of(values), checkpoints, settings, notes, resume, timeLimit);
    }

    /** Returns these with checkpoints. */
    public FitOptions withCheckpoints(Checkpoints value) {
        return new FitOptions(validation, listeners, earlyStopping, metrics, value, settings, notes, resume, timeLimit);
    }

    /**
     * Returns these with settings that are stored in checkpoints and must be the same when training is resumed: what the result
     * depends on besides network, configuration and data, such as how the data was prepared.
     */
    public FitOptions withSettings(Map<String, String> values) {
        return new FitOptions(
                validation, listeners, earlyStopping, metrics, checkpoints, copy(values), notes, resume, timeLimit);
    }

    /** Returns these with facts to store in checkpoints, on which nothing depends. */
    public FitOptions withNotes(Map<String, String> values) {
        return new FitOptions(
                validation, listeners, earlyStopping, metrics, checkpoints, settings, copy(values), resume, timeLimit);
    }

    private static Map<String, String> copy(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Returns these, to resume from a checkpoint, bit for bit as if training had never stopped. */
    public FitOptions resumedFrom(Path checkpoint) {
        return resumedFrom(new Resume(checkpoint, false));
    }

    /** Returns these, to resume from a checkpoint. */
    public FitOptions resumedFrom(Resume value) {
        return new FitOptions(
                validation, listeners, earlyStopping, metrics, checkpoints, settings, notes, value, timeLimit);
    }

    /**
     * Returns these with a limit of the time that training takes, from when it is begun or resumed: it ends after the step, or the
     * evaluation, in which the time is over. With early stopping that restores the best parameters, they are those of the best
     * epoch until then, else those after the last step.
     *
     * @param value above 0
     * @throws IllegalArgumentException if it is not
     */
    public FitOptions withTimeLimit(Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("the time limit must be above 0, found " + value);
        }
        return new FitOptions(
                validation, listeners, earlyStopping, metrics, checkpoints, settings, notes, resume, value);
    }

    /** Returns the validation set, evaluated after each epoch, or null. */
    public @Nullable Dataset validation() {
        return validation;
    }

    /** Returns the listeners, in the order in which they are called. */
    public List<TrainingListener> listeners() {
        return listeners;
    }

    /** Returns the rule for ending before all epochs are done. */
    public Optional<EarlyStopping> earlyStopping() {
        return Optional.ofNullable(earlyStopping);
    }

    /** Returns the metrics of the validation set that are computed after each epoch, that of early stopping included. */
    public List<Metric> metrics() {
        if (earlyStopping == null
                || !(earlyStopping.monitor() instanceof Monitor.OfMetric watched)
                || metrics.stream().anyMatch(metric -> metric.name().equals(watched.name()))) {
            return metrics;
        }
        List<Metric> all = new ArrayList<>(metrics);
        all.add(watched.metric());
        return List.copyOf(all);
    }

    /** Returns when and where checkpoints are written. */
    public Optional<Checkpoints> checkpoints() {
        return Optional.ofNullable(checkpoints);
    }

    /** Returns the settings that must be the same when training is resumed. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Returns the notes to store in checkpoints. */
    public Map<String, String> notes() {
        return notes;
    }

    /** Returns where training resumes. */
    public Optional<Resume> resume() {
        return Optional.ofNullable(resume);
    }

    /** Returns how long training may take. */
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(timeLimit);
    }

    /** Returns whether the parameters of the best epoch are kept. */
    boolean keepsBest() {
        return earlyStopping != null && earlyStopping.restoreBest();
    }

    /**
     * Requires a validation set if anything is to be computed on it, and metrics that can be.
     *
     * @throws IllegalArgumentException if there is none, it has no accuracy, or a metric is for other predictions
     */
    void require(NetworkSpec spec) {
        if (earlyStopping != null) {
            Monitor monitor = earlyStopping.monitor();
            if (validation == null && monitor.needsValidation()) {
                throw new IllegalArgumentException("early stopping watches " + monitor.name()
                        + ", but there is no validation set: give one, or watch train_loss");
            }
            if (monitor instanceof Monitor.ValidationAccuracy && !spec.loss().isClassification()) {
                throw new IllegalArgumentException(
                        "early stopping watches validation_accuracy, which regression does not have: watch"
                                + " validation_loss or a metric");
            }
        }
        if (validation == null && !metrics.isEmpty()) {
            throw new IllegalArgumentException("there are metrics to compute, such as "
                    + metrics.getFirst().name() + ", but no validation set");
        }
        PredictionKind kind = spec.loss().predictionKind();
        for (Metric metric : metrics()) {
            if (!metric.fits(kind)) {
                throw new IllegalArgumentException("the metric " + metric.name() + " cannot be computed from the "
                        + kind.text() + " that a network with the loss "
                        + spec.loss().name()
                        + " predicts: choose one of " + String.join(", ", Metrics.names(kind)));
            }
        }
        List<String> names = metrics.stream().map(Metric::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("two metrics have the same name: " + names);
        }
    }
}

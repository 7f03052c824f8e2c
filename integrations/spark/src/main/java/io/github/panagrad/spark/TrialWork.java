package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.spark.tasks.SharedFolder;
import io.github.panagrad.spark.tasks.TaskConfig;
import io.github.panagrad.spark.tasks.Training;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trial of a study as its task finds it on an executor. For use by one thread, as long as the task runs. */
public final class TrialWork {
    private final Trial trial;
    private final Table table;
    private final @Nullable SharedFolder shared;

    TrialWork(Trial trial, Table table, @Nullable SharedFolder shared) {
        this.trial = trial;
        this.table = table;
        this.shared = shared;
    }

    private String name() {
        return "trial-" + trial.number();
    }

    /** Returns the trial. */
    public Trial trial() {
        return trial;
    }

    /** Returns the table, of which the executor has one copy for all tasks. */
    public Table table() {
        return table;
    }

    /**
     * Trains a model on the table with one thread, with checkpoints if {@link TaskOptions} has a folder for them: then a task that was
     * lost goes on from the newest.
     *
     * @param config without threads and checkpoints of its own
     * @return to be closed by the caller
     */
    public TableModel fit(TableModelConfig config) {
        return Training.fit(table, TaskConfig.of(config), shared, name());
    }

    /**
     * Returns a folder of this trial that all executors see, created if it does not exist, for what {@link #fit} cannot do: a trial that
     * goes on from where it was paused, or training without a table; empty if {@link TaskOptions} has no folder.
     *
     * @throws IOException if it cannot be created
     */
    public Optional<Path> folder() throws IOException {
        SharedFolder known = shared;
        return known == null ? Optional.empty() : Optional.of(Files.createDirectories(known.of(name())));
    }

    /**
     * Returns that the trial has come to its end with a value.
     *
     * @throws InvalidInputException if it is not finite, by which the trial has failed
     */
    public Outcome complete(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidInputException("the value is " + value);
        }
        return new Outcome.Complete(trial.from(), value);
    }
}

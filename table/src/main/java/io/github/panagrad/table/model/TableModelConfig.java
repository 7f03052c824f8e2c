package io.github.panagrad.table.model;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Execution;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.tensor.DType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link TableModel} is trained: what to predict, and otherwise what {@code panagrad train} does. Made by {@link #target} and
 * the {@code with} methods. Immutable; the listeners need not be.
 */
public final class TableModelConfig {
    private static final long DEFAULT_SEED = 42;

    /** As many as the command line takes. */
    private static final int MAX_THREADS = 1024;

    private final String target;
    private final Preset preset;
    private final List<String> ignored;
    private final long seed;
    private final int threads;
    private final DType dtype;
    private final @Nullable Duration timeLimit;
    private final Task task;
    private final OptionalDouble validation;
    private final boolean reproducible;
    private final int batchParts;
    private final Map<String, String> settings;
    private final List<TrainingListener> listeners;
    private final @Nullable Checkpoints checkpoints;
    private final @Nullable Path resumed;

    private TableModelConfig(Draft draft) {
        target = draft.target;
        preset = draft.preset;
        ignored = List.copyOf(draft.ignored);
        seed = draft.seed;
        threads = draft.threads;
        dtype = draft.dtype;
        timeLimit = draft.timeLimit;
        task = draft.task;
        validation = draft.validation;
        reproducible = draft.reproducible;
        batchParts = draft.batchParts;
        settings = Map.copyOf(draft.settings);
        listeners = List.copyOf(draft.listeners);
        checkpoints = draft.checkpoints;
        resumed = draft.resumed;
        if (ignored.contains(target)) {
            throw new IllegalArgumentException("column " + Quoted.of(target)
                    + " is the target and cannot be left out, too; take it off the ignored columns");
        }
    }

    /**
     * Returns the defaults for a column to predict: the preset standard, seed 42, float32, as many threads as pay off, a fifth of
     * the rows held back, classes or values as the target suggests.
     *
     * @param column by name or by position from 0
     * @throws IllegalArgumentException if it is blank
     */
    public static TableModelConfig target(String column) {
        if (Objects.requireNonNull(column, "column").isBlank()) {
            throw new IllegalArgumentException("the target is blank: name the column to predict");
        }
        return new TableModelConfig(new Draft(column));
    }

    /**
     * Returns this with another preset.
     *
     * @throws IllegalArgumentException for {@link Preset#BEST}, which only the command line offers
     */
    public TableModelConfig withPreset(Preset value) {
        if (Objects.requireNonNull(value, "preset") == Preset.BEST) {
            throw new IllegalArgumentException(
                    "preset best cross-validates several recipes, which only the command line does:"
                            + " train with panagrad train --preset best and load the model, or choose standard");
        }
        return with(draft -> draft.preset = value);
    }

    /** Returns this with columns to leave out, by name or by position from 0, in place of any before. */
    public TableModelConfig withIgnored(String... columns) {
        for (String column : Objects.requireNonNull(columns, "columns")) {
            Objects.requireNonNull(column, "column");
        }
        return with(draft -> draft.ignored = List.of(columns));
    }

    /** Returns this with another seed: it determines the rows held back, the initial weights, the order of the rows and dropout. */
    public TableModelConfig withSeed(long value) {
        return with(draft -> draft.seed = value);
    }

    /**
     * Returns this with a number of threads.
     *
     * @throws IllegalArgumentException if it is not from 1 to 1024
     */
    public TableModelConfig withThreads(int value) {
        if (value < 1 || value > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be from 1 to " + MAX_THREADS + ", found " + value
                    + "; leave them out for as many as pay off");
        }
        return with(draft -> draft.threads = value);
    }

    /** Returns this with another element type of the parameters. */
    public TableModelConfig withDType(DType value) {
        Objects.requireNonNull(value, "dtype");
        return with(draft -> draft.dtype = value);
    }

    /**
     * Returns this with a limit of the time that reading and training take; the best epoch until then counts.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public TableModelConfig withTimeLimit(Duration value) {
        if (!Objects.requireNonNull(value, "timeLimit").isPositive()) {
            throw new IllegalArgumentException("the time limit must be above 0, found " + value);
        }
        return with(draft -> draft.timeLimit = value);
    }

    /** Returns this with classes or values to predict, whatever the target looks like. */
    public TableModelConfig withTask(Task value) {
        Objects.requireNonNull(value, "task");
        return with(draft -> draft.task = value);
    }

    /**
     * Returns this with another share of the rows held back, by which training ends when it no longer improves. With 0 all rows are
     * trained on, for a number of epochs that follows from how many there are.
     *
     * @throws IllegalArgumentException if it is not at least 0 and below 1
     */
    public TableModelConfig withValidationFraction(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    "the validation fraction must be at least 0 and below 1, found " + value + "; 0.2 is the default");
        }
        return with(draft -> draft.validation = OptionalDouble.of(value));
    }

    /** Returns this with results that have the same bits for every number of threads, or that may not. */
    public TableModelConfig withReproducible(boolean value) {
        return with(draft -> draft.reproducible = value);
    }

    /**
     * Returns this with batches in parts, as {@link TrainingConfig#withBatchParts} says.
     *
     * @throws IllegalArgumentException if they are not from 1 to 1024
     */
    public TableModelConfig withBatchParts(int value) {
        if (value < 1 || value > Execution.MAX_BATCH_PARTS) {
            throw new IllegalArgumentException(
                    "the parts of a batch must be from 1 to " + Execution.MAX_BATCH_PARTS + ", found " + value);
        }
        return with(draft -> draft.batchParts = value);
    }

    /**
     * Returns this with a setting in place of the preset's, as {@code panagrad train} has it: one of {@link #settingNames}. Yes or no is
     * {@code true} or {@code false}; several regularizers are separated by blanks.
     *
     * @param name of the option, without dashes
     * @param value as the command line takes it, such as {@code 256,256} for layers
     * @throws IllegalArgumentException if there is no such setting, or its value cannot be read
     */
    public TableModelConfig withSetting(String name, String value) {
        Recipe.require(preset, Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return with(draft -> {
            draft.settings = new TreeMap<>(draft.settings);
            draft.settings.put(name, value);
        });
    }

    /** Returns the names that {@link #withSetting} takes, in alphabetical order. */
    public static List<String> settingNames() {
        return Recipe.names();
    }

    /** Returns this with one more listener, which is told of each epoch on the thread that trains. */
    public TableModelConfig withListener(TrainingListener value) {
        Objects.requireNonNull(value, "listener");
        return with(draft -> {
            draft.listeners = new ArrayList<>(draft.listeners);
            draft.listeners.add(value);
        });
    }

    /** Returns this with checkpoints, which a training that was stopped or killed goes on from. */
    public TableModelConfig withCheckpoints(Checkpoints value) {
        Objects.requireNonNull(value, "checkpoints");
        return with(draft -> draft.checkpoints = value);
    }

    /**
     * Returns this, to go on from a checkpoint of the same training to the same bits as if it had never stopped. The model cannot be
     * trained from the checkpoint of another: other rows, settings, threads or another library.
     *
     * @param checkpoint a file; see {@link io.github.panagrad.nn.checkpoint.CheckpointFile#latest}
     */
    public TableModelConfig resumedFrom(Path checkpoint) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        return with(draft -> draft.resumed = checkpoint);
    }

    private TableModelConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new TableModelConfig(draft);
    }

    /** Returns the column to predict. */
    public String target() {
        return target;
    }

    /** Returns the preset. */
    public Preset preset() {
        return preset;
    }

    /** Returns the columns to leave out. */
    public List<String> ignored() {
        return ignored;
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Returns the number of threads, or {@link TrainingConfig#AUTO_THREADS}. */
    public int threads() {
        return threads;
    }

    /** Returns the element type of the parameters. */
    public DType dtype() {
        return dtype;
    }

    /** Returns how long it may take, or null if that is not limited. */
    public @Nullable Duration timeLimit() {
        return timeLimit;
    }

    /** Returns what the target is. */
    public Task task() {
        return task;
    }

    /** Returns the share of the rows that is held back; empty for that of the preset. */
    public OptionalDouble validationFraction() {
        return validation;
    }

    /** Returns whether results have the same bits for every number of threads. */
    public boolean reproducible() {
        return reproducible;
    }

    /** Returns the parts of each batch. */
    public int batchParts() {
        return batchParts;
    }

    /** Returns the settings in place of the preset's, by their names. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Returns the listeners, in the order in which they are called. */
    public List<TrainingListener> listeners() {
        return listeners;
    }

    /** Returns when and where checkpoints are written, or null if they are not. */
    public @Nullable Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Returns the checkpoint that training goes on from, or null if it begins. */
    public @Nullable Path resumed() {
        return resumed;
    }

    /** The values while one of them is changed. */
    private static final class Draft {
        private final String target;
        private Preset preset = Preset.STANDARD;
        private List<String> ignored = List.of();
        private long seed = DEFAULT_SEED;
        private int threads = TrainingConfig.AUTO_THREADS;
        private DType dtype = DType.F32;
        private @Nullable Duration timeLimit;
        private Task task = Task.AUTO;
        private OptionalDouble validation = OptionalDouble.empty();
        private boolean reproducible;
        private int batchParts = 1;
        private Map<String, String> settings = Map.of();
        private List<TrainingListener> listeners = List.of();
        private @Nullable Checkpoints checkpoints;
        private @Nullable Path resumed;

        Draft(String target) {
            this.target = target;
        }

        Draft(TableModelConfig config) {
            target = config.target;
            preset = config.preset;
            ignored = config.ignored;
            seed = config.seed;
            threads = config.threads;
            dtype = config.dtype;
            timeLimit = config.timeLimit;
            task = config.task;
            validation = config.validation;
            reproducible = config.reproducible;
            batchParts = config.batchParts;
            settings = config.settings;
            listeners = config.listeners;
            checkpoints = config.checkpoints;
            resumed = config.resumed;
        }
    }
}

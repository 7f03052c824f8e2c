package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.tensor.DType;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained, as it travels to executors: with one thread, whatever the machine, so that the bits are the same on all of them. A
 * value.
 *
 * @param validation NaN for the share of the preset
 * @param settings in place of the preset's
 */
public record TaskConfig(
        String target,
        Preset preset,
        ArrayList<String> ignored,
        long seed,
        DType dtype,
        @Nullable Duration timeLimit,
        Task task,
        double validation,
        boolean isReproducible,
        TreeMap<String, String> settings,
        ArrayList<TrainingListener> listeners)
        implements Serializable {
    /**
     * Takes a configuration.
     *
     * @throws InvalidInputException if it asks for what a task cannot do; the message says what to do
     */
    public static TaskConfig of(TableModelConfig config) {
        Objects.requireNonNull(config, "config");
        if (config.threads() != TrainingConfig.AUTO_THREADS && config.threads() != 1) {
            throw new InvalidInputException("a task of Spark trains with one thread, but the configuration has "
                    + config.threads() + "; leave out withThreads: Spark runs as many tasks as there are cores");
        }
        if (config.checkpoints() != null || config.resumed() != null) {
            throw new InvalidInputException(
                    "tasks of Spark write checkpoints to a folder for each training, but the"
                            + " configuration names one for all; give a shared folder with TaskOptions.withCheckpoints instead");
        }
        for (TrainingListener listener : config.listeners()) {
            if (!(listener instanceof Serializable)) {
                throw new InvalidInputException(
                        "the listener " + listener.getClass().getName()
                                + " cannot be sent to executors, where training happens; make it Serializable, or leave it out");
            }
        }
        return new TaskConfig(
                config.target(),
                config.preset(),
                new ArrayList<>(config.ignored()),
                config.seed(),
                config.dtype(),
                config.timeLimit(),
                config.task(),
                config.validationFraction().orElse(Double.NaN),
                config.reproducible(),
                new TreeMap<>(config.settings()),
                new ArrayList<>(config.listeners()));
    }

    /** Returns this with other columns to leave out. */
    public TaskConfig withIgnored(List<String> columns) {
        return new TaskConfig(
                target,
                preset,
                new ArrayList<>(columns),
                seed,
                dtype,
                timeLimit,
                task,
                validation,
                isReproducible,
                settings,
                listeners);
    }

    /** Returns the configuration, with one thread. */
    public TableModelConfig config() {
        TableModelConfig config = TableModelConfig.target(target)
                .withPreset(preset)
                .withIgnored(ignored.toArray(String[]::new))
                .withSeed(seed)
                .withDType(dtype)
                .withTask(task)
                .withThreads(1)
                .withReproducible(isReproducible);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = config.withSetting(setting.getKey(), setting.getValue());
        }
        if (timeLimit != null) {
            config = config.withTimeLimit(timeLimit);
        }
        if (!Double.isNaN(validation)) {
            config = config.withValidationFraction(validation);
        }
        for (TrainingListener listener : listeners) {
            config = config.withListener(listener);
        }
        return config;
    }
}

package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.model.TableTraining;
import io.github.panagrad.tensor.DType;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an estimator is to learn, and how. A value.
 *
 * @param featuresCol a column of vectors, which is not read if there are feature columns
 * @param featureCols the columns to learn from; empty for those of the vectors
 * @param labelCol the column to predict
 * @param weightCol the column of weights, or null
 * @param validationCol the column that says which rows are held back, or null
 * @param options how a model is trained
 * @param workers the tasks that train together
 */
public record FitRequest(
        String featuresCol,
        List<String> featureCols,
        String labelCol,
        @Nullable String weightCol,
        @Nullable String validationCol,
        Options options,
        int workers) {
    private static final String AUTO = "auto";

    /** The output above which one class is predicted, if outputs are probabilities; those of the hinge loss are margins. */
    private static final double PROBABLE = 0.5;

    /**
     * Requires settings that go together, with the task, and with the workers.
     *
     * @throws InvalidInputException if some do not; the message says which
     */
    public void requireSettings() {
        try {
            new TableTraining(options.config(1));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
        String loss = options.settings.getOrDefault("loss", AUTO);
        if (options.task == Task.CLASSIFICATION
                && !loss.equals(AUTO)
                && Loss.choices().parse(loss).threshold() != PROBABLE) {
            throw new InvalidInputException(
                    "the loss " + loss
                            + " gives no probabilities, which a model on Spark adds; choose another, such as softmax_cross_entropy");
        }
        String init = options.settings.get("init");
        if (workers > 1 && init != null && Initializer.choices().parse(init) instanceof Initializer.DataDriven) {
            throw new InvalidInputException("init is " + init + ", which follows the training rows, of which each of "
                    + workers + " workers has others; choose another, or set numWorkers to 1");
        }
    }

    /**
     * How a model is trained, as it is sent to executors. A value.
     *
     * @param settings in place of the preset's, by their names
     * @param threads 0 for as many as a task has
     * @param validation the share of the rows that is held back; negative for the preset's
     * @param limitNanos how long it may take; 0 for any time
     * @param dataStore the folder where executors keep encoded rows in files; empty for memory
     * @param batchParts the parts of each batch; 0 for as many as there are workers, and with the same bits for 1, 2 and 4 of them for 4
     * @param checkpointDir the folder of checkpoints, which all executors see; empty for none
     * @param checkpointEpochs the epochs between two of them
     * @param timeoutSeconds how long a worker may keep the others waiting
     */
    public record Options(
            String label,
            Preset preset,
            Task task,
            Map<String, String> settings,
            long seed,
            int threads,
            DType dtype,
            boolean isReproducible,
            double validation,
            long limitNanos,
            String dataStore,
            int batchParts,
            String checkpointDir,
            int checkpointEpochs,
            double timeoutSeconds)
            implements Serializable {
        /** For the same bits with 1, 2 and 4 workers. */
        private static final int REPRODUCIBLE_PARTS = 4;

        /** Returns these with another limit of the time. */
        Options withLimit(long nanos) {
            return new Options(
                    label,
                    preset,
                    task,
                    settings,
                    seed,
                    threads,
                    dtype,
                    isReproducible,
                    validation,
                    nanos,
                    dataStore,
                    batchParts,
                    checkpointDir,
                    checkpointEpochs,
                    timeoutSeconds);
        }

        /**
         * Returns the parts of each batch.
         *
         * @throws InvalidInputException if they cannot be shared by the workers equally
         */
        int parts(int workers) {
            if (batchParts == 0) {
                return isReproducible && REPRODUCIBLE_PARTS % workers == 0 ? REPRODUCIBLE_PARTS : workers;
            }
            if (batchParts % workers != 0) {
                throw new InvalidInputException("batchParts is " + batchParts + ", which " + workers
                        + " workers cannot share equally; set it to a multiple of numWorkers");
            }
            return batchParts;
        }

        /**
         * Returns the configuration of a model.
         *
         * @param taskThreads the threads that a task has
         * @throws IllegalArgumentException if a setting is unknown, or has a wrong value
         */
        TableModelConfig config(int taskThreads) {
            TableModelConfig config = TableModelConfig.target(label)
                    .withPreset(preset)
                    .withTask(task)
                    .withSeed(seed)
                    .withDType(dtype)
                    .withThreads(threads == 0 ? taskThreads : threads)
                    .withReproducible(isReproducible);
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                config = config.withSetting(setting.getKey(), setting.getValue());
            }
            if (validation >= 0) {
                config = config.withValidationFraction(validation);
            }
            return limitNanos > 0 ? config.withTimeLimit(Duration.ofNanos(limitNanos)) : config;
        }
    }
}

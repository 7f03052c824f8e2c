package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.CrossValidation;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.spark.tasks.FoldMetrics;
import io.github.panagrad.spark.tasks.HeapColumns;
import io.github.panagrad.spark.tasks.Jobs;
import io.github.panagrad.spark.tasks.SharedFolder;
import io.github.panagrad.spark.tasks.TaskConfig;
import io.github.panagrad.spark.tasks.Training;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.tune.Study;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Independent trainings on one table as tasks of Spark: models of several configurations, the folds of a cross-validation, the trials of
 * a study. Each has one thread, and the same bits wherever its task runs, as long as executors have the same processor and BLAS.
 */
public final class ParallelTraining {
    /** For so many trainings, what a task costs is little, and so is what must be done again when one is lost. */
    private static final int MOST_OF_TASK = 8;

    /** Training on so many rows takes much longer than a task costs. */
    private static final int MOST_ROWS_OF_TASK = 20_000;

    private ParallelTraining() {}

    /** Returns how many trainings a task may do. */
    private static int most(SharedTable table) {
        return Math.clamp(MOST_ROWS_OF_TASK / Math.max(1, table.table().rows()), 1, MOST_OF_TASK);
    }

    /**
     * Trains a model for each configuration, such as those of an ensemble, which differ in their seeds.
     *
     * @param configs without threads and checkpoints of their own; listeners must be serialisable, and are called on executors
     * @return a result for each configuration, in their order
     * @throws InvalidInputException if a configuration asks for what a task cannot do
     */
    public static List<TrainedModel> fit(SharedTable table, List<TableModelConfig> configs, TaskOptions options) {
        List<TaskConfig> sent = configs.stream().map(TaskConfig::of).toList();
        if (sent.isEmpty()) {
            return List.of();
        }
        Broadcast<HeapColumns> rows = table.sent();
        @Nullable SharedFolder shared = options.shared();
        return Jobs.run(
                        table.context(),
                        sent.size() + " models",
                        sent,
                        most(table),
                        TaskConfig.class,
                        Training.Result.class,
                        (number, config) -> Training.run(rows.value(), config, shared, "model-" + number))
                .stream()
                .map(TrainedModel::new)
                .toList();
    }

    /**
     * Trains without each part of the rows and evaluates on it. Preprocessing is fitted to the training rows of each fold alone, of which
     * a share is held back to end training early, as {@link io.github.panagrad.table.model.TableModel#fit} does.
     *
     * @param config without threads and checkpoints of its own
     * @param kfold divides the rows, by classes if the target has some
     * @return the loss and every metric of each fold
     * @throws InvalidInputException if there are fewer rows than folds, or a fold cannot be learned from; the message says which
     */
    public static CrossValidation crossValidate(
            SharedTable table, TableModelConfig config, KFold kfold, TaskOptions options) {
        TaskConfig sent = TaskConfig.of(config);
        List<Fold> folds = FoldMetrics.folds(table.table(), sent, kfold);
        Broadcast<HeapColumns> rows = table.sent();
        @Nullable SharedFolder shared = options.shared();
        // Folds are made again in each task: their positions would be most of what is sent.
        int parts = kfold.folds();
        int repeats = kfold.repeats();
        long seed = kfold.seed();
        List<FoldMetrics> results = Jobs.run(
                table.context(),
                "cross-validation of " + folds.size() + " folds",
                Collections.nCopies(folds.size(), sent),
                most(table),
                TaskConfig.class,
                FoldMetrics.class,
                (number, own) -> FoldMetrics.of(
                        rows.value(),
                        FoldMetrics.folds(rows.value(), own, new KFold(parts, repeats, seed))
                                .get(number),
                        own,
                        shared,
                        "fold-" + number));
        List<CrossValidation.FoldResult> metrics = new ArrayList<>();
        for (int f = 0; f < folds.size(); f++) {
            String error = results.get(f).error();
            if (error != null) {
                throw new InvalidInputException(folds.get(f) + " cannot be learned from: " + error);
            }
            metrics.add(
                    new CrossValidation.FoldResult(folds.get(f), results.get(f).metrics()));
        }
        return new CrossValidation(metrics);
    }

    /**
     * Runs the trials of a study until nothing is left to do. The study stays on the driver; each trial is a task, which Spark begins again
     * when it is lost. With one trial at a time the study becomes the same as one that is run without Spark, bit for bit; with several, what
     * is asked next depends on which trial ends first.
     *
     * @param study remains the caller's, and has all results that were told, also when this throws
     * @param task is sent to executors
     * @param atOnce how many trials run at the same time, at least 1
     * @throws IOException if the journal of the study cannot be written
     * @throws InterruptedException if this thread is interrupted; the trials that ran are given back
     */
    public static void run(Study study, SharedTable table, TrialTask task, int atOnce, TaskOptions options)
            throws IOException, InterruptedException {
        if (atOnce < 1) {
            throw new IllegalArgumentException("at least 1 trial must run at a time, found " + atOnce);
        }
        new StudyRun(study, table, task, options).run(atOnce);
    }
}

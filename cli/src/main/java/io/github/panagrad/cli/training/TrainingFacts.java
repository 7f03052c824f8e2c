package io.github.panagrad.cli.training;

import io.github.panagrad.Panagrad;
import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.cli.model.ModelFacts;
import io.github.panagrad.cli.model.Quality;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.table.pipeline.ColumnTable;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.Backend;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The facts about its training that a saved model keeps: neither times nor the number of threads, so that the same training
 * produces the same file.
 */
public final class TrainingFacts {
    /** The facts that follow from options which recipes set. */
    public static final Set<String> OF_A_RECIPE = Set.of(
            "init",
            "bias_init",
            "optimizer",
            "schedule",
            "schedule_by",
            "regularizers",
            "clipping",
            "batch_size",
            "epochs",
            "steps",
            "ending",
            "train_loss",
            "train_accuracy");

    private TrainingFacts() {}

    /** Returns them. */
    public static Map<String, String> of(Training training, History history, TrainingOutcome outcome) {
        TrainingConfig config = training.config();
        Map<String, String> facts = new TreeMap<>();
        facts.put("panagrad_version", Panagrad.version());
        facts.put(
                ModelFacts.CONFIG,
                training.reporting().config().without(Training.WITHOUT_EFFECT).toYaml());
        facts.put("data", training.data().source().name());
        facts.put("training_samples", String.valueOf(training.data().training().size()));
        facts.put("targets", training.data().training().targets() instanceof Targets.Labels ? "classes" : "real");
        training.data().pipeline().ifPresent(pipeline -> facts.put(Pipeline.FACT, pipeline.toJson()));
        ColumnTable columns = training.data().columns();
        if (columns != null) {
            columns.toJson().ifPresent(json -> facts.put(ColumnTable.FACT, json));
        }
        facts.put("backend", training.backend().label());
        if (training.backend() == Backend.NATIVE) {
            LibraryDescription library = OpenBlas.load().describe();
            facts.put("openblas", library.label());
            facts.put("openblas_core", library.coreName());
            facts.put("openblas_origin", library.origin());
        }
        facts.put("init", Initializer.choices().format(training.request().initializer()));
        facts.put("bias_init", String.valueOf(training.request().biasInit()));
        training.reporting().classWeights().ifPresent(weights -> facts.put("class_weights", weights));
        facts.put("optimizer", Optimizer.choices().format(config.optimization().optimizer()));
        facts.put("schedule", Schedule.format(config.optimization().schedule()));
        facts.put("schedule_by", config.optimization().scheduleBy().label());
        facts.put(
                "regularizers",
                config.regularization().regularizers().isEmpty()
                        ? "none"
                        : config.regularization().regularizers().stream()
                                .map(Regularizer.choices()::format)
                                .collect(Collectors.joining(" ")));
        facts.put(
                "clipping",
                GradientClipping.choices().format(config.optimization().clipping()));
        facts.put("batch_size", String.valueOf(config.optimization().batchSize()));
        facts.put("epochs", String.valueOf(config.optimization().epochs()));
        facts.put("steps", String.valueOf(history.steps()));
        facts.put(ModelFacts.SEED, String.valueOf(config.execution().seed()));
        facts.put("reproducible", String.valueOf(config.execution().reproducible()));
        facts.put("ending", history.ending().name().toLowerCase(Locale.ROOT));
        EpochMetrics last = history.last();
        putMetric(facts, "train_loss", last.trainLoss());
        putMetric(facts, "train_accuracy", last.trainAccuracy());
        if (outcome.isSoftened()) {
            facts.put("temperature", String.valueOf(outcome.temperature()));
        }
        training.data().positive().ifPresent(name -> facts.put("positive_class", name));
        outcome.validation().ifPresent(quality -> putMetrics(facts, "validation_", quality));
        outcome.test().ifPresent(quality -> putMetrics(facts, "test_", quality));
        return facts;
    }

    private static void putMetrics(Map<String, String> facts, String part, Quality quality) {
        putMetric(facts, part + "loss", quality.loss());
        quality.metrics().forEach((name, value) -> putMetric(facts, part + name, value));
    }

    private static void putMetric(Map<String, String> facts, String name, double value) {
        if (!Double.isNaN(value)) {
            facts.put(name, String.valueOf(value));
        }
    }
}

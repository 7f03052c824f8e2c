package io.github.panagrad.table.training;

import io.github.panagrad.Panagrad;
import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.MemberBatches;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import io.github.panagrad.tensor.Backend;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The facts about its training that a saved model keeps, whoever trained it: neither times nor the number of threads, so that the
 * same training produces the same file.
 */
public final class TrainedFacts {
    /** The seed of the training. */
    public static final String SEED = "seed";

    private TrainedFacts() {}

    /**
     * Returns them.
     *
     * @param biasInit the initial value of biases
     * @param history of the network that was trained last
     */
    public static Map<String, String> of(
            TrainingConfig config,
            Initializer initializer,
            double biasInit,
            Dataset training,
            Backend backend,
            History history) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("panagrad_version", Panagrad.version());
        facts.put("training_samples", String.valueOf(training.size()));
        facts.put("targets", training.targets() instanceof Targets.Labels ? "classes" : "real");
        facts.put("backend", backend.label());
        if (backend == Backend.NATIVE) {
            LibraryDescription library = OpenBlas.load().describe();
            facts.put("openblas", library.label());
            facts.put("openblas_core", library.coreName());
            facts.put("openblas_origin", library.origin());
        }
        facts.put("init", Initializer.choices().format(initializer));
        facts.put("bias_init", String.valueOf(biasInit));
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
        facts.put(SEED, String.valueOf(config.execution().seed()));
        facts.put("reproducible", String.valueOf(config.execution().reproducible()));
        if (config.execution().batchParts() > 1) {
            facts.put("batch_parts", String.valueOf(config.execution().batchParts()));
        }
        if (config.execution().memberBatches() != MemberBatches.SHARED) {
            facts.put("member_batches", config.execution().memberBatches().label());
        }
        facts.put("ending", history.ending().name().toLowerCase(Locale.ROOT));
        EpochMetrics last = history.last();
        putMetric(facts, "train_loss", last.trainLoss());
        putMetric(facts, "train_accuracy", last.trainAccuracy());
        return facts;
    }

    /** Adds the temperature by which logits were divided after training; 1 if they were not. */
    public static void putTemperature(Map<String, String> facts, double temperature) {
        if (temperature > 1) {
            facts.put("temperature", String.valueOf(temperature));
        }
    }

    /**
     * Adds the quality on samples.
     *
     * @param part what begins the names of the facts: {@code validation_} or {@code test_}
     * @param metrics every other metric by its name
     */
    public static void putQuality(Map<String, String> facts, String part, double loss, Map<String, Double> metrics) {
        putMetric(facts, part + "loss", loss);
        metrics.forEach((name, value) -> putMetric(facts, part + name, value));
    }

    private static void putMetric(Map<String, String> facts, String name, double value) {
        if (!Double.isNaN(value)) {
            facts.put(name, String.valueOf(value));
        }
    }
}

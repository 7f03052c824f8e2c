package io.github.panagrad.cli;

import io.github.panagrad.cli.data.CsvColumn;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.nn.optim.Schedule;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a saved model says of its training. Neither times nor the number of threads, so that the same training gives the
 * same file.
 */
final class TrainingFacts {
    /** All options that decide what was learned, as a file for {@code --config}. */
    static final String CONFIG = "config";

    private static final String TARGET = "target";
    private static final String WEIGHT = "weight";
    private static final String COLUMN = "_column";
    private static final String NAME = "_name";
    private static final String SEED = "seed";

    private TrainingFacts() {}

    static Map<String, String> of(Training training, History history, @Nullable Evaluation test) {
        TrainingConfig config = training.config();
        Map<String, String> facts = new TreeMap<>();
        facts.put("panagrad_version", Version.number());
        facts.put(
                CONFIG,
                training.reporting()
                        .config()
                        .without(TrainCommand.WITHOUT_EFFECT)
                        .toYaml());
        facts.put("data", training.data().source().name());
        facts.put("training_samples", String.valueOf(training.parts().training().size()));
        facts.put("targets", training.data().samples().targets() instanceof Targets.Labels ? "classes" : "real");
        put(facts, TARGET, training.data().target());
        put(facts, WEIGHT, training.data().weight());
        facts.put("validation_share", String.valueOf(training.request().validation()));
        facts.put("backend", training.backend().label());
        facts.put("init", Initializer.choices().format(training.request().initializer()));
        facts.put("bias_init", String.valueOf(training.request().biasInit()));
        training.reporting().classWeights().ifPresent(weights -> facts.put("class_weights", weights));
        facts.put("optimizer", Optimizer.choices().format(config.optimizer()));
        facts.put("schedule", Schedule.format(config.schedule()));
        facts.put("schedule_by", config.scheduleBy().label());
        facts.put(
                "regularizers",
                config.regularizers().isEmpty()
                        ? "none"
                        : config.regularizers().stream()
                                .map(Regularizer.choices()::format)
                                .collect(Collectors.joining(" ")));
        facts.put("clipping", GradientClipping.choices().format(config.clipping()));
        facts.put("batch_size", String.valueOf(config.batchSize()));
        facts.put("epochs", String.valueOf(config.epochs()));
        facts.put("steps", String.valueOf(history.steps()));
        facts.put(SEED, String.valueOf(config.seed()));
        facts.put("reproducible", String.valueOf(config.reproducible()));
        EpochMetrics last = history.last();
        putFigure(facts, "train_loss", last.trainLoss());
        putFigure(facts, "train_accuracy", last.trainAccuracy());
        putFigure(facts, "validation_loss", last.validationLoss());
        putFigure(facts, "validation_accuracy", last.validationAccuracy());
        if (test != null) {
            putFigure(facts, "test_loss", test.loss());
            putFigure(facts, "test_accuracy", test.accuracy());
        }
        return facts;
    }

    private static void putFigure(Map<String, String> facts, String name, double value) {
        if (!Double.isNaN(value)) {
            facts.put(name, String.valueOf(value));
        }
    }

    private static void put(Map<String, String> facts, String what, @Nullable CsvColumn column) {
        if (column != null) {
            facts.put(what + COLUMN, String.valueOf(column.number()));
            if (column.name() != null) {
                facts.put(what + NAME, column.name());
            }
        }
    }

    /** Returns the target's column in the CSV file a model was trained on, or null if there was none. */
    static @Nullable CsvColumn target(Map<String, String> facts) {
        return column(facts, TARGET);
    }

    /** Returns the weights' column in the CSV file a model was trained on, or null if there was none. */
    static @Nullable CsvColumn weight(Map<String, String> facts) {
        return column(facts, WEIGHT);
    }

    private static @Nullable CsvColumn column(Map<String, String> facts, String what) {
        String number = facts.get(what + COLUMN);
        // Any tool may have written the file; what is no number is no help.
        return number == null || !number.matches("[1-9]\\d{0,8}")
                ? null
                : new CsvColumn(Integer.parseInt(number), facts.get(what + NAME));
    }

    /** Returns the seed a model was trained with, or another number if the model does not say. */
    static long seed(Map<String, String> facts, long otherwise) {
        String seed = facts.get(SEED);
        try {
            return seed == null ? otherwise : Long.parseLong(seed);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}

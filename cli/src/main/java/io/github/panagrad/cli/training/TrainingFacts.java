package io.github.panagrad.cli.training;

import io.github.panagrad.cli.model.ModelFacts;
import io.github.panagrad.nn.History;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.table.pipeline.ColumnTable;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.training.TrainedFacts;
import java.util.Map;
import java.util.Set;

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
        Map<String, String> facts = TrainedFacts.of(
                training.config(),
                training.request().initializer(),
                training.request().biasInit(),
                training.data().training(),
                training.backend(),
                history);
        facts.put(
                ModelFacts.CONFIG,
                training.reporting().config().without(Training.WITHOUT_EFFECT).toYaml());
        facts.put("data", training.data().source().name());
        training.data().pipeline().ifPresent(pipeline -> facts.put(Pipeline.FACT, pipeline.toJson()));
        ColumnTable columns = training.data().columns();
        if (columns != null) {
            columns.toJson().ifPresent(json -> facts.put(ColumnTable.FACT, json));
        }
        training.reporting().classWeights().ifPresent(weights -> facts.put("class_weights", weights));
        TrainedFacts.putTemperature(facts, outcome.temperature());
        training.data().positive().ifPresent(name -> facts.put("positive_class", name));
        outcome.validation().ifPresent(quality -> putQuality(facts, "validation_", quality));
        outcome.test().ifPresent(quality -> putQuality(facts, "test_", quality));
        return facts;
    }

    private static void putQuality(Map<String, String> facts, String part, Quality quality) {
        TrainedFacts.putQuality(facts, part, quality.loss(), quality.metrics());
    }
}

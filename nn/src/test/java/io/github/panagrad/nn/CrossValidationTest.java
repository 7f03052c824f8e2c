package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Fold;
import io.github.panagrad.nn.data.KFold;
import io.github.panagrad.nn.data.SyntheticData;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.Metrics;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every fold is run with its own samples, in order, and summed up. */
class CrossValidationTest {
    @Test
    void summaries() {
        List<Fold> folds = new KFold(4, 1).random(10);
        List<Fold> seen = new ArrayList<>();
        CrossValidation result = CrossValidation.run(folds, fold -> {
            seen.add(fold);
            return Map.of("error", fold.number() == 3 ? 7.0 : fold.number());
        });
        assertEquals(folds, seen);
        assertEquals(List.of("error"), result.names());
        assertArrayEquals(new double[] {0, 1, 2, 7}, result.values("error"));
        // 6.25 + 2.25 + 0.25 + 20.25 over 3.
        assertEquals(new CrossValidation.Summary(2.5, Math.sqrt(29.0 / 3), 0, 7), result.summary("error"));
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> result.summary("loss"));
        assertTrue(String.valueOf(unknown.getMessage()).contains("expected one of [error]"), unknown::getMessage);
        CrossValidation single = CrossValidation.run(folds.subList(0, 1), fold -> Map.of("e", Double.NaN));
        assertEquals(Double.NaN, single.summary("e").mean());
        assertEquals(Double.NaN, single.summary("e").standardDeviation());
    }

    @Test
    void refused() {
        assertThrows(IllegalArgumentException.class, () -> CrossValidation.run(List.of(), fold -> Map.of()));
        IllegalArgumentException differing = assertThrows(
                IllegalArgumentException.class,
                () -> CrossValidation.run(new KFold(2, 1).random(4), fold -> Map.of("f" + fold.number(), 1.0)));
        assertTrue(String.valueOf(differing.getMessage()).startsWith("fold 1 of repeat 0"), differing::getMessage);
    }

    /** As it is meant: train on each fold, judge by metrics. */
    @Test
    void trainings() {
        Dataset data = SyntheticData.blobs().generate(1);
        NetworkSpec spec = NetworkSpec.inputs(data.columns())
                .dense(16, Activation.relu())
                .output(((Targets.Labels) data.targets()).classes(), Loss.softmaxCrossEntropy());
        TrainingConfig config =
                TrainingConfig.defaults().withEpochs(30).withBatchSize(32).withLearningRate(0.02);
        CrossValidation result = CrossValidation.run(data, new KFold(3, 5).of(data), (training, validation, fold) -> {
            assertEquals(data.size(), training.size() + validation.size());
            try (Network network =
                            Network.create(spec, DType.F32, Backend.preferred(), Initializer.he(), fold.number());
                    Trainer trainer = new Trainer(network, config);
                    Evaluator evaluator = new Evaluator(network, 1)) {
                trainer.fit(training);
                return Map.of(
                        "loss",
                        evaluator.evaluate(validation).loss(),
                        "accuracy",
                        Metrics.byName("accuracy").of(evaluator.predict(validation), validation));
            }
        });
        assertEquals(3, result.folds().size());
        assertTrue(result.summary("accuracy").smallest() > 0.85, () -> String.valueOf(result.summary("accuracy")));
    }
}

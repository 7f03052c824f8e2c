package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Predictor;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are served as their files have them. */
class LoadedPredictorTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(1).output(1, Loss.meanSquaredError());

    @TempDir
    Path folder;

    private static Pipeline pipeline(double scale) {
        return Pipeline.fit(
                new ArrayTable().numbers("x", 0, scale, 2 * scale).numbers("y", Role.TARGET, 0.5, 7 * scale, scale),
                // The networks are not trained, and predict what no target was.
                PipelineConfig.defaults().withClampedPredictions(false));
    }

    private static double value(TablePredictor predictor, double x) {
        return ((Prediction.ValuePrediction) predictor.predict(Map.of("x", x))).value();
    }

    private Path save(String name, Pipeline pipeline, long... seeds) throws IOException {
        Path file = folder.resolve(name);
        Network[] members = new Network[seeds.length];
        try {
            for (int m = 0; m < seeds.length; m++) {
                members[m] = Network.create(SPEC, seeds[m]);
            }
            ModelFile.save(file, new Ensemble(List.of(members)), Map.of(Pipeline.FACT, pipeline.toJson()));
        } finally {
            for (Network member : members) {
                member.close();
            }
        }
        return file;
    }

    @Test
    void anEnsembleIsServedAsTheMeanOfItsMembers() throws IOException {
        Pipeline pipeline = pipeline(1);
        Path file = save("ensemble", pipeline, 1, 2, 3);
        FittedTarget.Values target = (FittedTarget.Values) pipeline.target();
        try (TablePredictor predictor = TablePredictor.load(file, Backend.preferred());
                Predictor numbers = Predictor.load(file, Backend.preferred())) {
            assertEquals(3, predictor.members());
            double sum = 0;
            for (long seed = 1; seed <= 3; seed++) {
                try (Network member = Network.create(SPEC, seed);
                        TablePredictor one = new TablePredictor(member, pipeline)) {
                    assertEquals(1, one.members());
                    sum += value(one, 0.25);
                }
            }
            assertEquals(sum / 3, value(predictor, 0.25), 1e-6);
            double[] row = pipeline.encodeRow(Map.of("x", 0.25));
            assertEquals(target.restore(numbers.predict(row)[0]), value(predictor, 0.25));
        }
    }

    @Test
    void weightsAndPreprocessingAreOfOneFileEvenIfItIsReplacedMeanwhile() throws IOException {
        Path file = save("model", pipeline(1), 1);
        Path next = save("next", pipeline(1000), 2);
        double expected;
        double afterwards;
        try (TablePredictor old = TablePredictor.load(file, Backend.preferred());
                TablePredictor replaced = TablePredictor.load(next, Backend.preferred())) {
            expected = value(old, 0.25);
            afterwards = value(replaced, 0.25);
        }
        Path path = ReplacedFile.path(file, next);
        try (TablePredictor predictor = TablePredictor.load(path, Backend.preferred())) {
            assertFalse(Files.exists(next), "it was not replaced");
            assertEquals(expected, value(predictor, 0.25));
        }
        try (TablePredictor predictor = TablePredictor.load(path, Backend.preferred())) {
            assertEquals(afterwards, value(predictor, 0.25));
        }
    }
}

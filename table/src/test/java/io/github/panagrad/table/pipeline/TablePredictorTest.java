package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.Role;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From raw rows to a trained model and back to names and units. */
class TablePredictorTest {
    private static final int ROWS = 3000;

    /** Whether a row is good follows from its city, its age and whether its income is known. */
    private static ArrayTable customers(long seed, boolean withTarget) {
        Random random = new Random(seed);
        @Nullable String[] city = new @Nullable String[ROWS];
        double[] age = new double[ROWS];
        double[] income = new double[ROWS];
        String[] good = new String[ROWS];
        double[] value = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            int number = random.nextInt(100);
            city[r] = number == 99 ? null : "city " + number;
            age[r] = 18 + random.nextInt(60);
            income[r] = random.nextInt(4) == 0 ? Double.NaN : 1000 * Math.exp(random.nextGaussian());
            double score = (number % 10 < 5 ? 1 : -1) + (age[r] > 48 ? 1 : -1) + (Double.isNaN(income[r]) ? 1 : -1);
            good[r] = score > 0 ? "good" : "bad";
            value[r] = 5000 + 700 * score;
        }
        ArrayTable table =
                new ArrayTable().texts("city", city).numbers("age", age).numbers("income", income);
        return withTarget ? table.texts("class", Role.TARGET, good).numbers("value", Role.IGNORED, value) : table;
    }

    private static Network train(Pipeline pipeline, Dataset data, int outputs, Loss loss) {
        NetworkSpec spec = NetworkSpec.inputs(pipeline.width())
                .embeddings(pipeline.embeddings())
                .dense(24, Activation.relu())
                .output(outputs, loss);
        Network network = Network.create(spec, 1);
        try (Trainer trainer = new Trainer(
                network,
                TrainingConfig.defaults()
                        .withEpochs(30)
                        .withBatchSize(32)
                        .withLearningRate(0.005)
                        .withThreads(1))) {
            trainer.fit(data);
        }
        return network;
    }

    @Test
    void aClassifierIsTrainedSavedAndServed(@TempDir Path folder) throws IOException {
        ArrayTable table = customers(1, true);
        int[] training = IntStream.range(0, 2400).toArray();
        Pipeline pipeline = Pipeline.fit(table, training, PipelineConfig.defaults());
        assertEquals(1, pipeline.embeddings().size());
        Path file = folder.resolve("model.safetensors");
        try (Network network = train(
                pipeline,
                pipeline.encode(table, training, DType.F32, EncodedStorage.memory()),
                1,
                Loss.binaryCrossEntropy())) {
            ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
        }
        try (TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            assertEquals(pipeline, predictor.pipeline());
            List<Prediction> predictions = predictor.predict(table);
            assertEquals(ROWS, predictions.size());
            int right = 0;
            for (int r = 0; r < ROWS; r++) {
                Prediction.ClassPrediction whole = (Prediction.ClassPrediction) predictions.get(r);
                if (r >= 2400) {
                    right += whole.label().equals(table.row(r).get("class")) ? 1 : 0;
                }
                if (r % 100 == 0) {
                    Prediction.ClassPrediction alone = (Prediction.ClassPrediction) predictor.predict(table.row(r));
                    assertEquals(whole.probability(1), alone.probability(1), 1e-5);
                    assertEquals(1, whole.probability(0) + whole.probability(1), 1e-12);
                    assertEquals(whole.probability(), whole.probabilities().get(whole.label()));
                    assertTrue(whole.probability() >= 0.5);
                }
            }
            assertTrue(right >= 570, right + " of 600 are right");
            assertEquals(List.of("bad", "good"), ((Prediction.ClassPrediction) predictions.getFirst()).classes());

            // A city that was never seen: age and income still count. Old, income unknown: good in any city.
            Map<String, @Nullable Object> unseen = new HashMap<>();
            unseen.put("city", "Atlantis");
            unseen.put("age", 70);
            unseen.put("income", null);
            assertEquals("good", ((Prediction.ClassPrediction) predictor.predict(unseen)).label());
            unseen.put("age", 20);
            unseen.put("income", 900);
            assertEquals("bad", ((Prediction.ClassPrediction) predictor.predict(unseen)).label());

            // A table without the target.
            assertEquals(ROWS, predictor.predict(customers(2, false)).size());
        }
    }

    @Test
    void valuesComeBackInTheirUnits() {
        Random random = new Random(4);
        double[] x = random.doubles(500, -3, 9).toArray();
        double[] y = IntStream.range(0, 500).mapToDouble(i -> 1e6 + 2e4 * x[i]).toArray();
        ArrayTable table = new ArrayTable().numbers("x", x).numbers("y", Role.TARGET, y);
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        try (Network network = train(pipeline, pipeline.encode(table, DType.F32), 1, Loss.meanSquaredError());
                TablePredictor predictor = new TablePredictor(network, pipeline)) {
            for (double at : new double[] {-2, 0, 3, 8}) {
                double value = ((Prediction.ValuePrediction) predictor.predict(Map.of("x", at))).value();
                assertEquals(1e6 + 2e4 * at, value, 1.5e4);
            }
        }
    }

    @Test
    void severalClassesHaveAProbabilityEach() {
        Random random = new Random(4);
        double[] x = random.doubles(600, -3, 3).toArray();
        String[] y = IntStream.range(0, 600)
                .mapToObj(i -> x[i] < -1 ? "low" : x[i] < 1 ? "middle" : "high")
                .toArray(String[]::new);
        ArrayTable table = new ArrayTable().numbers("x", x).texts("y", Role.TARGET, y);
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        try (Network network = train(pipeline, pipeline.encode(table, DType.F32), 3, Loss.softmaxCrossEntropy());
                TablePredictor predictor = new TablePredictor(network, pipeline)) {
            Prediction.ClassPrediction low = (Prediction.ClassPrediction) predictor.predict(Map.of("x", "-2.5"));
            assertEquals("low", low.label());
            assertEquals(
                    List.of("high", "low", "middle"),
                    List.copyOf(low.probabilities().keySet()));
            assertEquals(
                    1, low.probabilities().values().stream().mapToDouble(p -> p).sum(), 1e-6);
            assertEquals("high", ((Prediction.ClassPrediction) predictor.predict(Map.of("x", 2.5))).label());
        }
    }

    @Test
    void marginsAreNoProbabilities() {
        double[] x = new Random(4).doubles(200, -3, 3).toArray();
        String[] y = IntStream.range(0, 200)
                .mapToObj(i -> x[i] < 0 ? "minus" : "plus")
                .toArray(String[]::new);
        ArrayTable table = new ArrayTable().numbers("x", x).texts("y", Role.TARGET, y);
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        try (Network network = train(pipeline, pipeline.encode(table, DType.F32), 1, Loss.hinge());
                TablePredictor predictor = new TablePredictor(network, pipeline)) {
            Prediction.ClassPrediction minus = (Prediction.ClassPrediction) predictor.predict(Map.of("x", -0.5));
            assertEquals("minus", minus.label());
            assertTrue(Double.isNaN(minus.probability()));
            assertEquals("plus", ((Prediction.ClassPrediction) predictor.predict(Map.of("x", 0.5))).label());
        }
    }

    @Test
    void aLargePipelineFitsIntoAModelFile(@TempDir Path folder) throws IOException {
        int count = 100_000;
        String[] texts = IntStream.range(0, 2 * count)
                .mapToObj(i -> "customer-" + i % count)
                .toArray(String[]::new);
        double[] y = IntStream.range(0, 2 * count).mapToDouble(i -> i % 2).toArray();
        Pipeline pipeline = Pipeline.fit(
                new ArrayTable().texts("customer", texts).booleans("y", Role.TARGET, y), PipelineConfig.defaults());
        NetworkSpec spec =
                NetworkSpec.inputs(1).embeddings(pipeline.embeddings()).output(1, Loss.binaryCrossEntropy());
        Path file = folder.resolve("large.safetensors");
        try (Network network = Network.create(spec, 1)) {
            ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
        }
        try (TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            assertEquals(pipeline, predictor.pipeline());
        }
    }

    @Test
    void aModelThatDoesNotFitIsRefused(@TempDir Path folder) throws IOException {
        ArrayTable table = new ArrayTable().numbers("x", 1, 2).texts("y", Role.TARGET, "a", "b");
        Pipeline pipeline = Pipeline.fit(table, PipelineConfig.defaults());
        Path file = folder.resolve("model.safetensors");
        NetworkSpec wide = NetworkSpec.inputs(7).output(1, Loss.binaryCrossEntropy());
        try (Network network = Network.create(wide, 1)) {
            ModelFile.save(file, network, Map.of());
            assertFails(file + ": the model was saved without preprocessing", file);
            ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
            assertFails(file + ": the preprocessing gives 1 inputs, but the network takes 7", file);
            ModelFile.save(file, network, Map.of(Pipeline.FACT, "{"));
            assertFails(file + ": the pipeline cannot be read: the pipeline is not valid JSON", file);
        }
        NetworkSpec many = NetworkSpec.inputs(1).output(5, Loss.softmaxCrossEntropy());
        try (Network network = Network.create(many, 1)) {
            ModelFile.save(file, network, Map.of(Pipeline.FACT, pipeline.toJson()));
            assertFails(file + ": the target has 2 classes, but the network 5 outputs", file);
        }
    }

    private static void assertFails(String beginning, Path file) {
        String message = String.valueOf(
                assertThrows(PipelineException.class, () -> TablePredictor.load(file, Backend.preferred()))
                        .getMessage());
        assertTrue(message.startsWith(beginning), message);
    }
}

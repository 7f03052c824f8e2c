package io.github.panagrad.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that were trained on tables are served with their preprocessing. */
class ServedTablesTest {
    private static final List<String> TOWNS = List.of("Ulm", "Bonn", "Köln", "Trier", "Mainz");
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    /** A table with columns of all types and gaps. */
    private Path table(String target) throws IOException {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("age,price,town,street,day,member,same,y\n");
        for (int i = 0; i < ROWS; i++) {
            double age = 20 + 60 * random.nextDouble();
            csv.append(random.nextInt(9) == 0 ? "" : String.format(Locale.ROOT, "%.1f", age))
                    .append(',');
            csv.append('$').append(1000 + random.nextInt(9000)).append(',');
            csv.append(random.nextInt(11) == 0 ? "?" : TOWNS.get(random.nextInt(5)))
                    .append(',');
            csv.append("street ").append(random.nextInt(40)).append(',');
            csv.append(LocalDate.of(2020, 1, 1).plusDays(random.nextInt(900))).append(',');
            csv.append(random.nextBoolean() ? "yes" : "no").append(",7,");
            csv.append(
                            switch (target) {
                                case "value" -> String.valueOf(1e4 * age + random.nextInt(1000) / 7.0);
                                case "two" -> age + 10 * random.nextGaussian() > 50 ? "old" : "young";
                                default -> "class " + (int) ((age - 20 + random.nextInt(9)) / 18);
                            })
                    .append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), csv);
    }

    private static NetworkSpec spec(Pipeline pipeline, Loss loss, int units) {
        int outputs =
                pipeline.target() instanceof FittedTarget.Classes classes && loss.equals(Loss.softmaxCrossEntropy())
                        ? classes.classes().size()
                        : 1;
        return NetworkSpec.inputs(pipeline.width())
                .embeddings(pipeline.embeddings())
                .dense(units, Activation.mish())
                .dense(6, Activation.relu())
                .output(outputs, loss);
    }

    /** Trains briefly, and saves the model. */
    private Path train(String target, Loss loss, PipelineConfig config, int networks) throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (StoredTable table =
                TableReader.read(List.of(table(target)), ReadOptions.defaults().withTarget("y"))) {
            Pipeline pipeline = Pipeline.fit(table, config.withOneHotLimit(8));
            assertTrue(!pipeline.embeddings().isEmpty(), "a column is embedded");
            List<Network> members = new ArrayList<>();
            for (int m = 0; m < networks; m++) {
                Network network = Network.create(spec(pipeline, loss, 9 + m), m);
                members.add(network);
                try (Trainer trainer =
                        new Trainer(network, TrainingConfig.defaults().withEpochs(3))) {
                    trainer.fit(pipeline.encode(table, DType.F32));
                }
            }
            try (Ensemble ensemble = new Ensemble(members)) {
                ModelFile.save(file, ensemble, Map.of(Pipeline.FACT, pipeline.toJson(), "author", "test"));
            }
        }
        return file;
    }

    private static List<Map<String, @Nullable Object>> rows() {
        Random random = new Random(8);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("age", i % 7 == 0 ? null : i % 5 == 0 ? " 33.5 " : 20 + 80 * random.nextDouble());
            row.put("price", i % 3 == 0 ? "$4500" : (Object) random.nextInt(20_000));
            row.put(
                    "town",
                    i % 6 == 0 ? "Paris" : i % 8 == 0 ? null : i % 10 == 1 ? " Ulm" : TOWNS.get(random.nextInt(5)));
            row.put("street", "street " + random.nextInt(60));
            row.put("day", i % 2 == 0 ? LocalDate.of(2019, 1, 1).plusDays(random.nextInt(2000)) : "2021-02-03");
            row.put("member", i % 4 == 0 ? (Object) "no" : random.nextBoolean());
            row.put("same", 7);
            row.put("other", "ignored");
            rows.add(row);
        }
        return rows;
    }

    private static void assertSame(Prediction expected, Prediction found, double scale) {
        switch (expected) {
            case Prediction.ValuePrediction(double value) ->
                assertEquals(
                        value,
                        assertInstanceOf(Prediction.ValuePrediction.class, found)
                                .value(),
                        1e-6 * scale);
            case Prediction.ClassPrediction classes -> {
                Prediction.ClassPrediction other = assertInstanceOf(Prediction.ClassPrediction.class, found);
                assertEquals(classes.classes(), other.classes());
                double margin = 0;
                for (int k = 0; k < classes.classes().size(); k++) {
                    assertEquals(classes.probability(k), other.probability(k), 1e-6);
                    margin = Math.max(margin, k == classes.index() ? 0 : classes.probability(k));
                }
                if (!(Math.abs(classes.probability() - margin) < 1e-5)) {
                    assertEquals(classes.label(), other.label());
                }
            }
        }
    }

    private void requireSame(Path file, double scale) {
        ServedModel served = ServedModel.load(file);
        List<Map<String, @Nullable Object>> rows = rows();
        List<Prediction> batch = served.predictAll(rows);
        try (TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            for (int r = 0; r < rows.size(); r++) {
                Map<String, @Nullable Object> row = rows.get(r);
                Prediction expected = predictor.predict(row);
                assertSame(expected, served.predict(row), scale);
                assertSame(expected, batch.get(r), scale);
                assertSame(
                        expected,
                        served.predict(served.columns().stream().map(row::get).toArray()),
                        scale);
                double[] inputs = predictor.pipeline().encodeRow(row);
                assertEquals(inputs.length, served.inputs());
                assertEquals(served.outputs(), served.predict(inputs).length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyScaling(Scaling scaling) throws IOException {
        requireSame(
                train(
                        "value",
                        Loss.meanSquaredError(),
                        PipelineConfig.defaults().withScaling(scaling),
                        1),
                100_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyKindOfTarget(int networks) throws IOException {
        requireSame(train("two", Loss.binaryCrossEntropy(), PipelineConfig.defaults(), networks), 1);
        requireSame(train("two", Loss.softmaxCrossEntropy(), PipelineConfig.defaults(), networks), 1);
        requireSame(train("two", Loss.hinge(), PipelineConfig.defaults(), networks), 1);
        requireSame(train("more", Loss.softmaxCrossEntropy(), PipelineConfig.defaults(), networks), 1);
        requireSame(
                train("value", Loss.huber(1), PipelineConfig.defaults().withClampedPredictions(true), networks),
                100_000);
    }

    @Test
    void wrongRowsAreRefusedAsInTraining() throws IOException {
        Path file = train("two", Loss.binaryCrossEntropy(), PipelineConfig.defaults(), 1);
        ServedModel served = ServedModel.load(file);
        Map<String, @Nullable Object> good = rows().getFirst();
        try (TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                            "age", "old", "price", "4500 €", "town", 'x', "day", "yesterday", "member", 2)
                    .entrySet()) {
                Map<String, @Nullable Object> row = new HashMap<>(good);
                row.put(wrong.getKey(), wrong.getValue());
                String message = message(() -> predictor.predict(row));
                assertEquals(message, message(() -> served.predict(row)));
                assertEquals("row 1, counted from 0: " + message, message(() -> served.predictAll(List.of(good, row))));
            }
            Map<String, @Nullable Object> row = new HashMap<>(good);
            row.remove("town");
            assertEquals(message(() -> predictor.predict(row)), message(() -> served.predict(row)));
        }
        assertEquals(
                "the row has 1 values, but the model needs 6, in this order: 'age', 'price', 'town', 'street', 'day', 'member'",
                message(() -> served.predict(new Object[] {1})));
    }

    private static String message(org.junit.jupiter.api.function.Executable call) {
        return String.valueOf(assertThrows(PipelineException.class, call).getMessage());
    }

    @Test
    void modelsComeFromStreamsAndResources() throws IOException {
        Path file = train("two", Loss.binaryCrossEntropy(), PipelineConfig.defaults(), 1);
        ServedModel fromFile = ServedModel.load(file);
        ServedModel fromStream = ServedModel.load(new ByteArrayInputStream(Files.readAllBytes(file)));
        assertEquals(fromFile.columns(), fromStream.columns());
        assertEquals("test", fromStream.facts().get("author"));
        assertEquals("y", fromStream.target().orElseThrow().name());
        double[] inputs = new double[fromFile.inputs()];
        assertArrayEquals(fromFile.predict(inputs), fromStream.predict(inputs));
        Path resource = Path.of("target/test-classes/io/github/panagrad/serve/made.safetensors");
        Files.copy(file, resource, StandardCopyOption.REPLACE_EXISTING);
        ServedModel fromResource = ServedModel.load(ServedTablesTest.class, "made.safetensors");
        assertArrayEquals(fromFile.predict(inputs), fromResource.predict(inputs));
        Files.delete(resource);
        ServedModelException none =
                assertThrows(ServedModelException.class, () -> ServedModel.load(ServedTablesTest.class, "none"));
        assertTrue(
                String.valueOf(none.getMessage()).contains("the resource none of " + ServedTablesTest.class.getName()));
    }

    @Test
    void modelsWithoutPreprocessingTakeNumbersOnly() throws IOException {
        Path file = folder.resolve("numbers.safetensors");
        try (Network network = Network.create(NetworkSpec.inputs(3).output(1, Loss.meanSquaredError()), 1)) {
            ModelFile.save(file, network, Map.of());
        }
        ServedModel served = ServedModel.load(file);
        assertEquals(1, served.predict(new double[3]).length);
        assertEquals(List.of(), served.columns());
        assertTrue(served.target().isEmpty());
        assertTrue(message(() -> served.predict(Map.of("x", 1))).contains("takes numbers only"));
        assertEquals(
                "expected 3 inputs, found 2",
                assertThrows(IllegalArgumentException.class, () -> served.predict(new double[2]))
                        .getMessage());
    }

    /** The same models are kept for the training library. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void modelsOfEarlierFormatsAreServed(int format) throws IOException {
        Path models = Path.of("../table/src/test/resources/io/github/panagrad/table/models/format-" + format);
        for (String name : List.of("network", "ensemble")) {
            Path file = models.resolve(name + ".safetensors");
            ServedModel served = ServedModel.load(file);
            double[] inputs = new double[served.inputs()];
            try (var predictor = io.github.panagrad.nn.Predictor.load(file, Backend.preferred())) {
                assertArrayEquals(predictor.predict(inputs), served.predict(inputs), 1e-6);
            }
        }
        Path file = models.resolve("table.safetensors");
        ServedModel served = ServedModel.load(file);
        Map<String, @Nullable Object> row = new HashMap<>();
        served.columns().forEach(column -> row.put(column, null));
        try (TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            assertSame(predictor.predict(row), served.predict(row), 100);
        }
    }
}

package io.github.panagrad.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of tables: the same rows in the ONNX Runtime and here, for every kind of column, scaling, part of a date and target. */
class TableExportTest {
    private static final PipelineConfig CONFIG =
            PipelineConfig.defaults().withOneHotLimit(20).withDateParts(List.of(DatePart.values()));

    private static final List<Map<String, @Nullable Object>> ROWS = MixedTable.rows(300);

    @TempDir
    Path folder;

    /** The classes that the test has seen in pipelines, to be compared with those that there are. */
    private static Set<Class<?>> kinds(Pipeline pipeline) {
        Set<Class<?>> kinds = new HashSet<>();
        for (FittedColumn column : pipeline.columns()) {
            kinds.add(column.getClass());
            if (column instanceof FittedColumn.Numbers numbers) {
                kinds.add(numbers.code().getClass());
            }
        }
        kinds.add(pipeline.target().getClass());
        return kinds;
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(TableExportTest::leaves)
                : Stream.of(type);
    }

    @ParameterizedTest
    @EnumSource
    void everyScalingIsExported(Scaling scaling) throws IOException {
        compare(
                MixedTable.Target.THREE_TEXTS,
                CONFIG.withScaling(scaling),
                NumberEmbedding.choices().parse("none"));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfTargetIsExported(MixedTable.Target target) throws IOException {
        Task task = target == MixedTable.Target.VALUES ? Task.REGRESSION : Task.CLASSIFICATION;
        compare(target, CONFIG.withTask(task), NumberEmbedding.choices().parse("none"));
    }

    @Test
    void everyKindOfColumnIsThere() throws IOException {
        Set<Class<?>> seen = new HashSet<>();
        for (Scaling scaling : Scaling.values()) {
            seen.addAll(kinds(pipeline(MixedTable.Target.VALUES, CONFIG.withScaling(scaling))));
        }
        seen.addAll(kinds(pipeline(MixedTable.Target.TRUTH, CONFIG)));
        Set<Class<?>> all = Stream.of(FittedColumn.class, NumberCode.class, FittedTarget.class)
                .flatMap(TableExportTest::leaves)
                .collect(Collectors.toSet());
        assertEquals(all, seen);
    }

    @Test
    void valuesAreInUnitsOfTheTargetAndClampedIfTheyAreHere() throws IOException {
        for (boolean isStandardized : new boolean[] {true, false}) {
            for (boolean isClamped : new boolean[] {true, false}) {
                compare(
                        MixedTable.Target.VALUES,
                        CONFIG.withStandardizedTarget(isStandardized).withClampedPredictions(isClamped),
                        NumberEmbedding.choices().parse("none"));
            }
        }
        compare(
                MixedTable.Target.TRUTH,
                CONFIG.withTask(Task.REGRESSION),
                NumberEmbedding.choices().parse("none"));
    }

    /** Scalings that have limits: at the points between which lines are, and as far away as numbers can be. */
    @ParameterizedTest
    @EnumSource(names = {"QUANTILE_NORMAL", "QUANTILE_UNIFORM", "ROBUST_CLIP"})
    void numbersFarAwayAreAtTheLimits(Scaling scaling) throws IOException {
        Path file = folder.resolve("numbers.csv");
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int r = 0; r < 300; r++) {
            lines.add((r - 150) * (r - 150) * (r - 150) * 1e-3 + "," + r);
        }
        Files.write(file, lines);
        try (StoredTable table =
                TableReader.read(List.of(file), ReadOptions.defaults().withTarget("y"))) {
            Pipeline pipeline = Pipeline.fit(
                    table, CONFIG.withScaling(scaling).withTask(Task.REGRESSION).withClampedPredictions(false));
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (double x : new double[] {Double.MAX_VALUE, 1e300, 1e151, 1e149, 1e9, 3375, 3374.9, 1e-300, 0}) {
                rows.add(Map.of("x", x));
                rows.add(Map.of("x", -x));
            }
            for (int r = 0; r < 300; r++) {
                double x = (r - 150) * (r - 150) * (r - 150) * 1e-3;
                rows.add(Map.of("x", x));
                rows.add(Map.of("x", Math.nextUp(x)));
                rows.add(Map.of("x", Math.nextDown(x)));
                rows.add(Map.of("x", x + 0.1));
            }
            NetworkSpec spec = NetworkSpec.inputs(pipeline.width()).output(1, Loss.meanSquaredError());
            Path exported = folder.resolve("numbers.onnx");
            try (Network network = NetworkExportTest.random(spec, 3);
                    TablePredictor predictor = new TablePredictor(network, pipeline)) {
                new OnnxExport(network).withPipeline(pipeline).write(exported);
                try (OnnxModel model = new OnnxModel(exported)) {
                    Rows.compare(predictor, rows, model.run(Rows.columns(pipeline, rows)));
                }
            }
        }
    }

    /** The calendar: the seconds themselves have no weight, so that each row is the sum of its parts. */
    @Test
    void partsOfDatesAreThoseOfTheCalendar() throws IOException {
        Path file = folder.resolve("dates.csv");
        List<String> lines = new ArrayList<>(List.of("when,y"));
        for (int r = 0; r < 50; r++) {
            lines.add(LocalDateTime.of(2020, 1, 1, 0, 0).plusMinutes(77_777L * r) + "," + r);
        }
        Files.write(file, lines);
        try (StoredTable table =
                TableReader.read(List.of(file), ReadOptions.defaults().withTarget("y"))) {
            Pipeline pipeline =
                    Pipeline.fit(table, CONFIG.withTask(Task.REGRESSION).withClampedPredictions(false));
            NetworkSpec spec = NetworkSpec.inputs(pipeline.width()).output(1, Loss.meanSquaredError());
            Path exported = folder.resolve("dates.onnx");
            try (Network network = NetworkExportTest.random(spec, 1)) {
                network.weights(0).set(0, 0, 0);
                new OnnxExport(network).withPipeline(pipeline).write(exported);
                try (TablePredictor predictor = new TablePredictor(network, pipeline);
                        OnnxModel model = new OnnxModel(exported)) {
                    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                    LocalDateTime date = LocalDateTime.of(-3, 1, 1, 0, 0);
                    for (; date.getYear() < 3000; date = date.plusHours(67).plusSeconds(3599)) {
                        rows.add(Map.of("when", date));
                    }
                    for (int day = 57; day < 63; day++) {
                        for (int year : new int[] {1600, 1700, 1900, 1970, 2000, 2023, 2024, 2100, 2400}) {
                            rows.add(Map.of(
                                    "when",
                                    LocalDateTime.of(year, 1, 1, 23, 59, 59, 999_999_999)
                                            .plusDays(day)));
                        }
                    }
                    Rows.compare(predictor, rows, model.run(Rows.columns(pipeline, rows)));
                }
            }
        }
    }

    /** Texts and numbers that mark a missing value, and what is stripped, are those of the table. */
    @Test
    void marksOfMissingValuesAreThoseOfTheTable() throws IOException {
        Path file = folder.resolve("marks.csv");
        List<String> lines = new ArrayList<>(List.of("size,flag,word,y"));
        for (int r = 0; r < 60; r++) {
            lines.add((r % 5 == 0 ? "-999" : r % 7 == 0 ? "1e3" : r * 0.5) + "," + (r % 4 == 0 ? "-999.0" : r % 2) + ","
                    + List.of("a", "b.", ".", "-999", "none").get(r % 5) + "," + (r % 3 == 0 ? "yes" : "no"));
        }
        Files.write(file, lines);
        ReadOptions options = ReadOptions.defaults()
                .withTarget("y")
                .withStrip(".")
                .withMissing(List.of("-999", "1000", "none."))
                .withTypes(Map.of("flag", ColumnType.BOOLEAN, "word", ColumnType.CATEGORICAL));
        try (StoredTable table = TableReader.read(List.of(file), options)) {
            Pipeline pipeline = Pipeline.fit(table, CONFIG);
            NetworkSpec spec = NetworkSpec.inputs(pipeline.width()).output(1, Loss.binaryCrossEntropy());
            Path exported = folder.resolve("marks.onnx");
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (double size : new double[] {-999, 1000, 3.5, Double.NaN, -998, -0.0}) {
                for (double flag : new double[] {-999, 0, 1, Double.NaN}) {
                    for (String word : List.of("", "a", "b", "none", "-999", "1000", "c")) {
                        rows.add(Map.of("size", size, "flag", flag, "word", word));
                    }
                }
            }
            try (Network network = NetworkExportTest.random(spec, 2);
                    TablePredictor predictor = new TablePredictor(network, pipeline)) {
                new OnnxExport(network).withPipeline(pipeline).write(exported);
                try (OnnxModel model = new OnnxModel(exported)) {
                    assertEquals(rows.size(), Rows.compare(predictor, rows, model.run(Rows.columns(pipeline, rows))));
                }
            }
        }
    }

    @Test
    void everyNumberEmbeddingIsExported() throws IOException {
        for (NumberEmbedding embedding : NumberEmbedding.choices().all()) {
            compare(MixedTable.Target.TWO_TEXTS, CONFIG, embedding);
        }
    }

    @Test
    void otherChoicesOfPreprocessingAreExported() throws IOException {
        NumberEmbedding none = NumberEmbedding.choices().parse("none");
        for (MissingNumbers missing : MissingNumbers.values()) {
            compare(MixedTable.Target.THREE_TEXTS, CONFIG.withMissing(missing), none);
        }
        compare(MixedTable.Target.THREE_TEXTS, CONFIG.withOneHotLimit(0), none);
        compare(MixedTable.Target.THREE_TEXTS, CONFIG.withOneHotLimit(1000).withMinCount(1), none);
        compare(MixedTable.Target.THREE_TEXTS, CONFIG.withMinCount(60), none);
        compare(MixedTable.Target.THREE_TEXTS, CONFIG.withDateParts(List.of()), none);
    }

    private Pipeline pipeline(MixedTable.Target target, PipelineConfig config) throws IOException {
        try (StoredTable table = MixedTable.read(folder, target)) {
            return Pipeline.fit(table, config);
        }
    }

    private void compare(MixedTable.Target target, PipelineConfig config, NumberEmbedding embedding)
            throws IOException {
        try (StoredTable table = MixedTable.read(folder, target)) {
            Pipeline pipeline = Pipeline.fit(table, config);
            Dataset samples = pipeline.encode(table, DType.F32);
            List<Layer> embeddings = new ArrayList<>(pipeline.embeddings());
            pipeline.numbers().forEach(column -> embedding.fit(samples, column).ifPresent(embeddings::add));
            for (Loss loss : losses(pipeline.target())) {
                int outputs = outputs(pipeline.target(), loss);
                NetworkSpec.Builder builder =
                        NetworkSpec.inputs(pipeline.width()).embeddings(embeddings);
                NetworkSpec plain = builder.dense(9, Activation.gelu()).output(outputs, loss);
                NetworkSpec shared = NetworkSpec.inputs(pipeline.width())
                        .embeddings(embeddings)
                        .layer(new MemberScale(2))
                        .dense(9, Activation.relu())
                        .output(outputs, loss);
                compare(pipeline, List.of(plain));
                compare(pipeline, List.of(shared, plain));
            }
        }
    }

    private void compare(Pipeline pipeline, List<NetworkSpec> specs) throws IOException {
        try (Ensemble ensemble = new Ensemble(specs.stream()
                        .map(spec -> NetworkExportTest.random(spec, 5))
                        .toList());
                TablePredictor predictor = new TablePredictor(ensemble, pipeline)) {
            OnnxExport export = new OnnxExport(ensemble).withPipeline(pipeline);
            Path file = folder.resolve("table.onnx");
            export.write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                requireCompared(pipeline, Rows.compare(predictor, ROWS, model.run(Rows.columns(pipeline, ROWS))));
                List<Map<String, @Nullable Object>> one = ROWS.subList(3, 4);
                Rows.compare(predictor, one, model.run(Rows.columns(pipeline, one)));
            }
            export.withInputs(OnnxInputs.GROUPED).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                requireCompared(pipeline, Rows.compare(predictor, ROWS, model.run(Rows.groups(pipeline, ROWS))));
            }
            export.withInputs(OnnxInputs.TENSOR).write(file);
            try (OnnxModel model = new OnnxModel(file)) {
                Rows.compare(predictor, ROWS, model.run(Map.of("features", features(pipeline))));
            }
        }
    }

    /** The others are ties, as of networks that are sure, and disagree: with dates as seconds all are. */
    private static void requireCompared(Pipeline pipeline, int labels) {
        int expected = pipeline.target() instanceof FittedTarget.Classes ? ROWS.size() : 0;
        boolean isScaled = pipeline.config().scaling() != Scaling.NONE;
        assertTrue(labels <= expected && labels >= (isScaled ? 0.8 : 0) * expected, () -> labels + " labels compared");
    }

    private static float[][] features(Pipeline pipeline) {
        float[][] features = new float[ROWS.size()][pipeline.width()];
        for (int r = 0; r < features.length; r++) {
            double[] row = pipeline.encodeRow(ROWS.get(r));
            for (int c = 0; c < row.length; c++) {
                features[r][c] = (float) row[c];
            }
        }
        return features;
    }

    private static List<Loss> losses(FittedTarget target) {
        return Loss.choices().all().stream()
                .filter(loss -> loss.isClassification() == target instanceof FittedTarget.Classes)
                .toList();
    }

    /** One output for two classes where the loss allows it. */
    private static int outputs(FittedTarget target, Loss loss) {
        return switch (target) {
            case FittedTarget.Values _ -> 1;
            case FittedTarget.Classes classes -> {
                int known = classes.classes().size();
                assertTrue(known >= 2);
                yield known == 2 && !(loss instanceof Loss.SoftmaxCrossEntropy) ? 1 : known;
            }
        };
    }
}

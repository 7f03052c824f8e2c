package io.github.panagrad.table.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TableModelTest {
    private static final TableModelConfig QUICK =
            TableModelConfig.target("income").withPreset(Preset.QUICK).withThreads(1);
    private static final Map<String, Object> ROW = Map.of("age", 52, "education", "Masters", "hours", 45);

    @TempDir
    Path folder;

    private Path people = Path.of("");

    private record Person(int age, String education, double hours) {}

    private record Labelled(int age, String education, double hours, String income) {}

    @BeforeEach
    void write() throws IOException {
        StringBuilder text = new StringBuilder("age,education,hours,income\n");
        for (int i = 0; i < 97; i++) {
            text.append(20 + i % 53)
                    .append(i % 2 == 0 ? ",Masters,4" : ",School,3")
                    .append(i % 10)
                    .append(i % 2 == 0 ? ",high\n" : ",low\n");
        }
        people = Files.writeString(folder.resolve("people.csv"), text);
    }

    private TableModel model() {
        return TableModel.fit(Table.read(people), QUICK);
    }

    private static String refused(Class<? extends RuntimeException> type, Executable misuse, String... words) {
        String message = String.valueOf(assertThrows(type, misuse).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
        return message;
    }

    @Test
    void fiveLines() throws IOException {
        Path file = folder.resolve("income.safetensors");
        try (TableModel model = model()) {
            model.save(file);
        }
        try (TableModel model = TableModel.load(file)) {
            Prediction.ClassPrediction income =
                    assertInstanceOf(Prediction.ClassPrediction.class, model.predict(new Person(52, "Masters", 45)));
            assertEquals("high", income.label());
            assertEquals(income.probability(), ((Prediction.ClassPrediction) model.predict(ROW)).probability());
            assertTrue(model.evaluate(Table.read(people)).evaluation().accuracy() > 0.95);
            assertEquals(1, model.members());
            assertEquals("42", model.facts().get("seed"));
            assertTrue(model.facts().containsKey("validation_accuracy"), model.facts()::toString);
        }
    }

    /** A model of values, from records. */
    @Test
    void valuesOfRecords() {
        record House(double area, boolean balcony, double price) {}
        List<House> houses = new ArrayList<>();
        for (int i = 0; i < 211; i++) {
            houses.add(new House(40 + i % 60, i % 3 == 0, 6 * (40 + i % 60) + (i % 3 == 0 ? 20 : 0)));
        }
        try (TableModel model = TableModel.fit(
                Table.of(House.class, houses),
                TableModelConfig.target("price").withPreset(Preset.QUICK).withThreads(1))) {
            double price = ((Prediction.ValuePrediction) model.predict(Map.of("area", 80, "balcony", true))).value();
            assertEquals(500, price, 40);
            Quality quality = model.evaluate(Table.of(House.class, houses));
            assertTrue(quality.metrics().getOrDefault("r2", 0.0) > 0.9, quality.metrics()::toString);
        }
    }

    /** A table that was read with another target, or none, serves for any of its columns. */
    @Test
    void aTableThatWasReadHasAnyTarget() {
        try (StoredTable table = TableReader.read(List.of(people), ReadOptions.defaults())) {
            try (TableModel model = TableModel.fit(
                    table,
                    TableModelConfig.target("education")
                            .withPreset(Preset.QUICK)
                            .withIgnored("income"))) {
                assertEquals("education", model.pipeline().target().name());
                assertEquals(
                        List.of("age", "hours"),
                        model.pipeline().columns().stream()
                                .map(column -> column.name())
                                .toList());
            }
            // Still open: it is the caller's.
            assertEquals(97, table.rows());
        }
    }

    @Test
    void valuesInOptionalsAndEnums() {
        // As the file has it.
        enum Education {
            Masters
        }
        try (TableModel model = model()) {
            Prediction.ClassPrediction plain = (Prediction.ClassPrediction) model.predict(ROW);
            Prediction.ClassPrediction rich = (Prediction.ClassPrediction)
                    model.predict(Map.of("age", Optional.of(52), "education", Education.Masters, "hours", 45L));
            assertEquals(plain.probability(), rich.probability());
        }
    }

    @Test
    void listenersAreTold() {
        List<EpochMetrics> epochs = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onEpoch(EpochMetrics metrics) {
                epochs.add(metrics);
            }
        };
        TableModel.fit(Table.read(people), QUICK.withListener(listener)).close();
        assertFalse(epochs.isEmpty());
        assertEquals(1, epochs.getFirst().epoch());
    }

    @Test
    void closingTwiceIsHarmlessAndUseAfterItThrows() throws IOException {
        Path file = folder.resolve("m.safetensors");
        TableModel model = model();
        model.close();
        model.close();
        String closed = "was closed";
        refused(IllegalStateException.class, () -> model.predict(ROW), closed);
        refused(IllegalStateException.class, () -> model.predict(new Person(1, "x", 2)), closed);
        refused(IllegalStateException.class, () -> model.predictAll(List.of()), closed);
        refused(IllegalStateException.class, () -> model.predictAll(Table.read(people)), closed);
        refused(IllegalStateException.class, () -> model.evaluate(Table.read(people)), closed);
        refused(IllegalStateException.class, () -> model.save(file), closed);
        assertFalse(Files.exists(file));
    }

    @Test
    void aClosedTableIsRefused() {
        Table table = Table.read(people);
        table.close();
        table.close();
        refused(IllegalStateException.class, () -> TableModel.fit(table, QUICK), "the table was closed");
        refused(IllegalStateException.class, table::rows, "the table was closed");
    }

    /** The flag stays, so that whoever interrupted sees it. */
    @Test
    void anInterruptEndsTheTraining() {
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void onEpoch(EpochMetrics metrics) {
                if (metrics.epoch() == 2) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        refused(
                CancellationException.class,
                () -> TableModel.fit(Table.read(people), QUICK.withListener(interrupting)),
                "interrupted after 2 epochs",
                "train again");
        assertTrue(Thread.interrupted(), "the thread is still interrupted");
    }

    @Test
    void noTimeIsRefused() {
        refused(
                InvalidInputException.class,
                () -> TableModel.fit(Table.read(people), QUICK.withTimeLimit(Duration.ofNanos(1))),
                "the time limit of PT0.000000001S",
                "allow more");
    }

    @Test
    void wrongColumnsAreNamed() {
        refused(
                InvalidInputException.class,
                () -> TableModel.fit(Table.read(people), TableModelConfig.target("incom")),
                "'incom'",
                "did you mean 'income'");
        refused(
                InvalidInputException.class,
                () -> TableModel.fit(
                        Table.of(Labelled.class, List.of(new Labelled(1, "a", 2, "b"))),
                        TableModelConfig.target("wage")),
                "'wage'",
                "'age'");
        refused(
                InvalidInputException.class,
                () -> TableModel.fit(Table.read(people), QUICK.withIgnored("hour")),
                "'hour'",
                "did you mean 'hours'");
        refused(
                InvalidInputException.class,
                () -> TableModel.fit(Table.read(people), QUICK.withIgnored("age", "education", "hours")),
                "feature");
    }

    @Test
    void wrongFilesAreNamed() {
        refused(InvalidInputException.class, () -> Table.read(folder.resolve("none.csv")), "none.csv", "no such file");
        refused(InvalidInputException.class, () -> Table.read(folder), "is a folder", "*.csv");
        refused(InvalidInputException.class, () -> TableModel.load(people), "people.csv");
    }

    @Test
    void wrongRowsAreNamed() {
        try (TableModel model = model()) {
            refused(PipelineException.class, () -> model.predict(Map.of("age", 1)), "'education'", "'hours'", "null");
            refused(
                    PipelineException.class,
                    () -> model.predictAll(List.of(ROW, Map.of("age", "old", "education", "x", "hours", 1))),
                    "row 2",
                    "'age'",
                    "'old'");
            refused(
                    IllegalArgumentException.class,
                    () -> model.predictAll(List.of(ROW, "text")),
                    "row 2",
                    "java.lang.String",
                    "expected a record, or a map");
            refused(
                    PipelineException.class,
                    () -> model.evaluate(Table.of(Person.class, List.of(new Person(1, "a", 2)))),
                    "no target column 'income'",
                    "predict instead");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what programs without a checker do
    void nullsAreNamed() {
        named("table", () -> TableModel.fit(null, QUICK));
        named("config", () -> TableModel.fit(Table.read(people), null));
        named("file", () -> TableModel.load(null));
        named("file", () -> Table.read(null));
        named("type", () -> Table.of(null, List.of()));
        named("rows", () -> Table.of(Person.class, null));
        named("rows", () -> Table.of(null));
        try (TableModel model = model()) {
            named("row", () -> model.predict((Map<String, ?>) null));
            named("row", () -> model.predict((Record) null));
            named("rows", () -> model.predictAll((List<?>) null));
            named("table", () -> model.predictAll((Table) null));
            named("table", () -> model.evaluate(null));
            named("file", () -> model.save(null));
        }
    }

    private static void named(String name, Executable misuse) {
        assertEquals(name, assertThrows(NullPointerException.class, misuse).getMessage());
    }

    /** The fourth epoch does not end; the next training goes on after the third. */
    @Test
    void trainingGoesOnFromACheckpointToTheSameBits() throws IOException {
        Path expected = folder.resolve("expected.safetensors");
        try (TableModel model = model()) {
            model.save(expected);
        }
        Path checkpoints = folder.resolve("checkpoints");
        TableModelConfig saving = QUICK.withCheckpoints(Checkpoints.in(checkpoints, new Interval.Epochs(1)));
        List<EpochMetrics> epochs = new ArrayList<>();
        TableModelConfig killed = saving.withListener(new TrainingListener() {
            @Override
            public void onEpoch(EpochMetrics metrics) {
                epochs.add(metrics);
                if (epochs.size() == 4) {
                    throw new IllegalStateException("killed");
                }
            }
        });
        assertThrows(IllegalStateException.class, () -> TableModel.fit(Table.read(people), killed));
        Path newest = CheckpointFile.latest(checkpoints).orElseThrow();
        refused(CheckpointException.class, () -> TableModel.fit(Table.read(people), saving), "resume from it");
        refused(
                CheckpointException.class,
                () -> TableModel.fit(
                        Table.read(people), saving.resumedFrom(newest).withSeed(7)),
                "it is not the same");
        // The second time from where training had ended.
        for (int i = 0; i < 2; i++) {
            Path resumed = folder.resolve("resumed.safetensors");
            Path from = CheckpointFile.latest(checkpoints).orElseThrow();
            try (TableModel model = TableModel.fit(Table.read(people), saving.resumedFrom(from))) {
                model.save(resumed);
            }
            assertEquals(-1, Files.mismatch(expected, resumed));
        }
    }
}

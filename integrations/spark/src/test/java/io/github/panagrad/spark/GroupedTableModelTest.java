package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupedTableModelTest {
    private static final TableModelConfig QUICK =
            TableModelConfig.target("income").withPreset(Preset.QUICK);

    private static final StructType TYPE = new StructType()
            .add("region", "string")
            .add("age", "int")
            .add("education", "string")
            .add("hours", "double")
            .add("born", "date")
            .add("income", "string");

    @TempDir
    Path folder;

    private record Person(
            int age, @Nullable String education, @Nullable Double hours, LocalDate born, String income) {}

    private record Sample(@Nullable String region, Person person) {}

    /** Regions of 61, 53 and 47 rows, the last without a name, and two that cannot be learned from. */
    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        add(samples, "north", 61);
        add(samples, "south", 53);
        add(samples, null, 47);
        IntStream.range(0, 20).forEach(i -> samples.add(new Sample("poor", person(i, i, "low"))));
        samples.add(new Sample("tiny", person(3, 3, "high")));
        Collections.shuffle(samples, new Random(3));
        return samples;
    }

    private static void add(List<Sample> samples, @Nullable String region, int rows) {
        for (int i = 0; i < rows; i++) {
            samples.add(new Sample(region, person(i, rows, i % 2 == 0 ? "high" : "low")));
        }
    }

    private static Person person(int i, int salt, String income) {
        return new Person(
                20 + i * salt % 53,
                i % 7 == 3 ? null : income.equals("high") ? "Masters" : "School",
                i % 11 == 5 ? null : (income.equals("high") ? 40.5 : 30.25) + i % 10,
                LocalDate.of(1970 + i % 30, 1 + i % 12, 1 + i % 28),
                income);
    }

    private static Dataset<Row> data(SparkSession spark, List<Sample> samples) {
        List<Row> rows = samples.stream()
                .map(sample -> RowFactory.create(
                        sample.region,
                        sample.person.age,
                        sample.person.education,
                        sample.person.hours,
                        Date.valueOf(sample.person.born),
                        sample.person.income))
                .toList();
        return spark.createDataFrame(rows, TYPE);
    }

    /** The model of a group as it is trained without Spark, on the rows in the order of their values. */
    private byte[] expected(@Nullable String region) throws IOException {
        Comparator<Person> order = Comparator.comparingInt(Person::age)
                .thenComparing(Person::education, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Person::hours, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Person::born)
                .thenComparing(Person::income);
        List<Person> people = samples().stream()
                .filter(sample -> region == null ? sample.region == null : region.equals(sample.region))
                .map(Sample::person)
                .sorted(order)
                .toList();
        Path file = folder.resolve("expected.safetensors");
        try (TableModel model = TableModel.fit(Table.of(Person.class, people), QUICK.withThreads(1))) {
            model.save(file);
        }
        return Files.readAllBytes(file);
    }

    private static byte @Nullable [] bytes(List<Row> models, @Nullable String region) {
        return models.stream()
                .filter(row -> region == null ? row.isNullAt(0) : region.equals(row.get(0)))
                .map(row -> (byte[]) row.getAs("model"))
                .findFirst()
                .orElseThrow();
    }

    /** The same bits as without Spark, for every partitioning; and null is a group. */
    @Test
    void modelsAreThoseOfTheRowsHoweverTheyArePartitioned() throws IOException {
        SparkSession spark = SparkSessions.local();
        byte[] north = expected("north");
        byte[] south = expected("south");
        byte[] unnamed = expected(null);
        List<Sample> reversed = new ArrayList<>(samples()).reversed();
        List<Dataset<Row>> partitionings = List.of(
                data(spark, samples()).repartition(1),
                data(spark, samples()).repartition(7),
                data(spark, reversed).repartition(3));
        for (Dataset<Row> data : partitionings) {
            try (GroupedTableModel models = GroupedTableModel.fit(data, QUICK, "region")) {
                List<Row> rows = models.models().collectAsList();
                assertEquals(5, rows.size());
                assertArrayEquals(north, bytes(rows, "north"));
                assertArrayEquals(south, bytes(rows, "south"));
                assertArrayEquals(unnamed, bytes(rows, null));
            }
        }
    }

    @Test
    void groupsThatCannotBeLearnedFromAreNamedWithTheReason() throws IOException {
        SparkSession spark = SparkSessions.local();
        String saved = folder.resolve("models").toString();
        try (GroupedTableModel models = GroupedTableModel.fit(data(spark, samples()), QUICK, "region")) {
            assertEquals(5, models.groups());
            assertEquals(2, models.failures());
            List<Row> failed = models.failed().orderBy("region").collectAsList();
            assertEquals(
                    List.of("poor", "tiny"),
                    failed.stream().map(row -> row.getString(0)).toList());
            assertTrue(failed.getFirst().<String>getAs("error").contains("low"), failed.toString());
            for (Row row : failed) {
                assertNull(row.getAs("model"));
                assertTrue(row.<String>getAs("error").length() > 20, row.toString());
            }
            for (Row row : models.models().filter("error is null").collectAsList()) {
                Map<String, Double> metrics = row.getJavaMap(row.fieldIndex("metrics"));
                assertTrue(
                        metrics.containsKey("validation_loss") && metrics.containsKey("train_loss"), metrics::toString);
            }
            models.save(saved);
        }
        try (GroupedTableModel models = GroupedTableModel.load(spark, saved);
                TableModel north = models.model("north")) {
            assertArrayEquals(expected("north"), bytes(models.models().collectAsList(), "north"));
            assertNotNull(north.facts().get("validation_loss"));
            String poor = assertThrows(InvalidInputException.class, () -> models.model("poor"))
                    .getMessage();
            assertTrue(String.valueOf(poor).contains("region = 'poor' has no model: "), poor);
            String west = assertThrows(InvalidInputException.class, () -> models.model("west"))
                    .getMessage();
            assertTrue(String.valueOf(west).contains("no group region = 'west'"), west);
        }
    }

    @Test
    void rowsArePredictedByTheModelOfTheirGroup() {
        SparkSession spark = SparkSessions.local();
        List<Sample> samples = samples();
        samples.add(new Sample("west", person(1, 1, "high")));
        Dataset<Row> data = data(spark, samples).drop("income").repartition(5);
        try (GroupedTableModel models = GroupedTableModel.fit(data(spark, samples()), QUICK, "region");
                TableModel north = models.model("north")) {
            List<Row> predicted = models.transform(data).collectAsList();
            assertEquals(samples.size(), predicted.size());
            int compared = 0;
            for (Row row : predicted) {
                String region = row.getString(0);
                if ("west".equals(region) || "poor".equals(region) || "tiny".equals(region)) {
                    assertTrue(row.<String>getAs("prediction_error").contains("region = '" + region + "'"));
                    assertNull(row.getAs("predicted_class"));
                } else {
                    assertNull(row.getAs("prediction_error"));
                    assertNull(row.getAs("predicted_value"));
                }
                if ("north".equals(region)) {
                    Person person = new Person(
                            row.getInt(1),
                            row.getString(2),
                            row.isNullAt(3) ? null : row.getDouble(3),
                            row.getDate(4).toLocalDate(),
                            "");
                    Prediction.ClassPrediction expected = (Prediction.ClassPrediction) north.predict(person);
                    assertEquals(expected.label(), row.getAs("predicted_class"));
                    Map<String, Double> probabilities = row.getJavaMap(row.fieldIndex("probabilities"));
                    assertEquals(
                            expected.probability(), probabilities.getOrDefault(expected.label(), Double.NaN), 1e-6);
                    compared++;
                }
            }
            assertEquals(61, compared);
        }
    }

    private static void refused(Dataset<Row> data, TableModelConfig config, String group, String... words) {
        String message = String.valueOf(assertThrows(
                        InvalidInputException.class,
                        () -> GroupedTableModel.fit(data, config, group).close())
                .getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void mistakesAreNamed() {
        SparkSession spark = SparkSessions.local();
        Dataset<Row> data = data(spark, samples());
        refused(data, QUICK, "place", "no column 'place' to group by", "'region'");
        refused(data, TableModelConfig.target("wage"), "region", "no column 'wage' to predict");
        refused(data, TableModelConfig.target("region"), "region", "group by others");
        refused(data, QUICK.withIgnored("name"), "region", "no column 'name' to ignore");
        refused(data, QUICK.withThreads(2), "region", "one thread", "leave out withThreads");
        refused(data.withColumnRenamed("region", "model"), QUICK, "model", "rename it");
        refused(data.filter("region = 'poor'"), QUICK, "region", "none of the 1 groups", "low");
        refused(data.filter("region = 'west'"), QUICK, "region", "there are no rows");
        refused(
                data.selectExpr("*", "array(age) as list"),
                QUICK,
                "region",
                "column 'list'",
                "array<int>",
                "withIgnored");
        refused(data, QUICK.withListener(new TrainingListener() {}), "region", "cannot be sent to executors");
    }

    /** The second attempt goes on after the third epoch. */
    @Test
    void aGroupGoesOnFromItsLastCheckpoint() throws IOException {
        Dataset<Row> north = data(SparkSessions.local(), samples()).filter("region = 'north'");
        Path log = folder.resolve("attempts");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        TaskOptions options = TaskOptions.none().withCheckpoints(shared.toString(), new Interval.Epochs(1));
        TableModelConfig config = QUICK.withListener(new Interrupted(log.toString(), 4, false));
        try (GroupedTableModel models = GroupedTableModel.fit(north, config, options, "region")) {
            assertArrayEquals(expected("north"), bytes(models.models().collectAsList(), "north"));
        }
        assertEquals(List.of("0", "3"), Interrupted.attempts(log));
    }
}

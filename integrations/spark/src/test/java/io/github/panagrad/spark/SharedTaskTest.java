package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small groups, and trainings on few rows, of which several are in a task. */
class SharedTaskTest {
    private static final TableModelConfig QUICK =
            TableModelConfig.target("income").withPreset(Preset.QUICK);

    private static final StructType TYPE = new StructType()
            .add("shop", "string")
            .add("age", "int")
            .add("education", "string")
            .add("hours", "double")
            .add("income", "string");

    @TempDir
    Path folder;

    /** The rows of a shop; those of no income cannot be learned from. */
    private static void add(List<Row> rows, @Nullable String shop, int count, @Nullable String income) {
        for (People.Person person : People.list(count)) {
            rows.add(RowFactory.create(
                    shop, person.age(), person.education(), person.hours(), income == null ? person.income() : income));
        }
    }

    private static Dataset<Row> data(List<Row> rows) {
        SparkSession spark = SparkSessions.local();
        return spark.createDataFrame(rows, TYPE).repartition(3);
    }

    /** The model of some people as it is trained without Spark, on the rows in the order of their values. */
    private byte[] expected(int people) throws IOException {
        List<People.Person> sorted = new ArrayList<>(People.list(people));
        sorted.sort(Comparator.comparingInt(People.Person::age)
                .thenComparing(People.Person::education, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingDouble(People.Person::hours)
                .thenComparing(People.Person::income));
        return trained(Table.of(People.Person.class, sorted), QUICK);
    }

    private byte[] trained(Table table, TableModelConfig config) throws IOException {
        Path file = folder.resolve("here.safetensors");
        try (TableModel model = TableModel.fit(table, config.withThreads(1))) {
            model.save(file);
        }
        return Files.readAllBytes(file);
    }

    /** A large group, many small ones, one without a name, and some that fail between them. */
    @Test
    void groupsOfVeryUnevenSizesAreTrained() throws IOException {
        List<Row> rows = new ArrayList<>();
        add(rows, "large", 700, null);
        add(rows, null, 41, null);
        for (int g = 0; g < 20; g++) {
            add(rows, "small-" + g, 29 + g % 3, null);
        }
        add(rows, "poor", 30, "low");
        add(rows, "tiny", 1, null);
        Map<Integer, byte[]> expected = new HashMap<>();
        for (int count : new int[] {700, 41, 29, 30, 31}) {
            expected.put(count, expected(count));
        }
        try (GroupedTableModel models = GroupedTableModel.fit(data(rows), QUICK, "shop")) {
            assertEquals(24, models.groups());
            assertEquals(2, models.failures());
            List<Row> tasks = models.models()
                    .select(
                            functions.spark_partition_id(),
                            functions.col("shop"),
                            functions.col("rows"),
                            functions.col("model"))
                    .collectAsList();
            Map<Integer, Integer> groups = new HashMap<>();
            for (Row row : tasks) {
                groups.merge(row.getInt(0), 1, Integer::sum);
                String shop = String.valueOf(row.get(1));
                if (shop.equals("poor") || shop.equals("tiny")) {
                    assertTrue(row.isNullAt(3), shop);
                } else {
                    assertArrayEquals(expected.get((int) row.getLong(2)), (byte[]) row.get(3), shop);
                }
            }
            int large = tasks.stream()
                    .filter(row -> "large".equals(row.get(1)))
                    .mapToInt(row -> row.getInt(0))
                    .findFirst()
                    .orElseThrow();
            assertEquals(1, groups.getOrDefault(large, 0));
            assertTrue(groups.size() < 24, groups::toString);
            int poor = tasks.stream()
                    .filter(row -> "poor".equals(row.get(1)))
                    .mapToInt(row -> row.getInt(0))
                    .findFirst()
                    .orElseThrow();
            assertTrue(groups.getOrDefault(poor, 0) > 1, "it failed among others");
            Dataset<Row> asked = data(rows).drop("income");
            List<Row> predicted = models.transform(asked).collectAsList();
            assertEquals(rows.size(), predicted.size());
            for (Row row : predicted) {
                boolean isFailed = "poor".equals(row.get(0)) || "tiny".equals(row.get(0));
                assertEquals(isFailed, row.isNullAt(row.fieldIndex("predicted_class")), row::toString);
            }
        }
    }

    @Test
    void oneGroupIsTrained() throws IOException {
        List<Row> rows = new ArrayList<>();
        add(rows, "only", 53, null);
        try (GroupedTableModel models = GroupedTableModel.fit(data(rows), QUICK, "shop")) {
            assertEquals(1, models.models().rdd().getNumPartitions());
            assertArrayEquals(expected(53), (byte[])
                    models.models().select("model").collectAsList().getFirst().get(0));
        }
    }

    /** The first attempt at a task ends in its second training; the next one takes the first from its last checkpoint. */
    @Test
    void aTaskThatEndsBetweenItsGroupsGoesOnThere() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int g = 0; g < 16; g++) {
            add(rows, "shop-" + g, 29, null);
        }
        Path log = folder.resolve("attempts");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        TaskOptions options = TaskOptions.none().withCheckpoints(shared.toString(), new Interval.Epochs(1));
        byte[] expected = expected(29);
        TableModelConfig config = QUICK.withListener(new EndsInSecond(log.toString()));
        try (GroupedTableModel models = GroupedTableModel.fit(data(rows), config, options, "shop")) {
            for (Row row : models.models().select("model").collectAsList()) {
                assertArrayEquals(expected, (byte[]) row.get(0));
            }
        }
        requireNoneAnew(log);
    }

    @Test
    void aTaskThatEndsBetweenItsConfigurationsGoesOnThere() throws IOException {
        Path log = folder.resolve("attempts");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        TaskOptions options = TaskOptions.none().withCheckpoints(shared.toString(), new Interval.Epochs(1));
        List<TableModelConfig> configs = IntStream.range(0, 21)
                .mapToObj(seed -> seed == 1
                        ? TableModelConfig.target("wage")
                        : QUICK.withSeed(seed).withListener(new EndsInSecond(log.toString())))
                .toList();
        try (SharedTable table = SharedTable.of(SparkSessions.local(), People.table(97))) {
            List<TrainedModel> models = ParallelTraining.fit(table, configs, options);
            assertEquals(21, models.size());
            assertTrue(models.get(1).error().orElseThrow().contains("wage"));
            for (int seed : new int[] {0, 2, 3, 9, 20}) {
                assertArrayEquals(
                        trained(People.table(97), QUICK.withSeed(seed)),
                        models.get(seed).bytes());
            }
        }
        requireNoneAnew(log);
    }

    /** Requires that tasks ended in their second training, and that later attempts began where there was a checkpoint. */
    private static void requireNoneAnew(Path log) throws IOException {
        List<String> ended = new ArrayList<>();
        Map<String, Integer> again = new HashMap<>();
        for (String line : Files.readAllLines(log)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("ended")) {
                ended.add(words[1]);
            } else if (!words[2].equals("0")) {
                again.put(words[1] + "/" + words[3], Integer.parseInt(words[4]));
            }
        }
        assertFalse(ended.isEmpty(), "a task had more than one training");
        for (String partition : ended) {
            assertTrue(again.getOrDefault(partition + "/1", 0) >= EndsInSecond.EPOCHS, again::toString);
            assertTrue(again.getOrDefault(partition + "/2", 0) >= EndsInSecond.EPOCHS - 1, again::toString);
        }
    }

    /** Ends the first attempt at a task in its second training; writes down where trainings begin. */
    record EndsInSecond(String log) implements TrainingListener, Serializable {
        static final int EPOCHS = 3;

        /** How many trainings an attempt has begun. */
        private static final Map<Long, Integer> BEGUN = new ConcurrentHashMap<>();

        @Override
        public void onStart(List<EpochMetrics> done) {
            TaskContext task = TaskContext.get();
            if (task != null) {
                int number = BEGUN.merge(task.taskAttemptId(), 1, Integer::sum);
                write("begun " + task.partitionId() + " " + task.attemptNumber() + " " + number + " " + done.size());
            }
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            TaskContext task = TaskContext.get();
            if (task != null
                    && task.attemptNumber() == 0
                    && BEGUN.getOrDefault(task.taskAttemptId(), 0) == 2
                    && metrics.epoch() == EPOCHS) {
                write("ended " + task.partitionId());
                throw new IllegalStateException("the first attempt ends here");
            }
        }

        private void write(String line) {
            try {
                Files.writeString(Path.of(log), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.github.panagrad.spark;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows per second and core of {@code transform} and of the library's predictor, on the same rows, one core each, alternating. The predictor
 * has them in memory as a table, whose reading is not timed. For {@code transform} they come from Spark, and their reading or generating
 * is timed; it is measured alone, too. Each measures wall time, and processor time of the whole process, which other programs
 * disturb less.
 *
 * <p>Arguments: a number of rows; a preset; optionally the folder of Adult, whose test rows, repeated, Spark then has in its cache. Without
 * a folder, {@code spark.range} and expressions generate rows of ten numbers and two texts, which repeat after a while.
 */
public final class PredictionThroughput {
    private static final int ROUNDS = 5;
    private static final int DIFFERENT_ROWS = 200_000;
    private static final int TRAINING_ROWS = 20_000;
    private static final int NUMBERS = 10;
    private static final String LABEL = "label";

    private final SparkSession spark;
    private final Path folder;
    private final String preset;

    private PredictionThroughput(SparkSession spark, Path folder, String preset) {
        this.spark = spark;
        this.folder = folder;
        this.preset = preset;
    }

    /** Measures. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("throughput");
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        try {
            PredictionThroughput measuring = new PredictionThroughput(spark, folder, args[1].toLowerCase(Locale.ROOT));
            int rows = Integer.parseInt(args[0]);
            if (args.length > 2) {
                measuring.ofAdult(Path.of(args[2]), rows);
            } else {
                measuring.ofGenerated(rows);
            }
        } finally {
            spark.stop();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void ofAdult(Path data, int rows) throws IOException {
        Dataset<Row> test = adult(data.resolve("adult-test.csv"));
        int times = Math.ceilDiv(rows, Math.toIntExact(test.count()));
        Dataset<Row> many = spark.range(0, times, 1, 4)
                .toDF("again")
                .crossJoin(test)
                .drop("again")
                .cache();
        many.count();
        measure(adult(data.resolve("adult-train.csv")), AdultRows.LABEL, test, many, times);
    }

    private Dataset<Row> adult(Path file) {
        return AdultRows.read(spark, file);
    }

    private void ofGenerated(int rows) throws IOException {
        int times = Math.ceilDiv(rows, DIFFERENT_ROWS);
        Dataset<Row> training = generated(TRAINING_ROWS);
        measure(training, LABEL, generated(DIFFERENT_ROWS), generated((long) times * DIFFERENT_ROWS), times);
    }

    /** Returns rows of numbers and texts, which depend on {@code id % DIFFERENT_ROWS}. */
    private Dataset<Row> generated(long rows) {
        Stream<String> numbers =
                IntStream.range(0, NUMBERS).mapToObj(n -> "xxhash64(at, " + n + ") % 100003 / 1000.0D as number_" + n);
        Stream<String> texts = Stream.of(
                "element_at(array('green', 'blue', 'red', 'white', 'yellow'), cast(pmod(at, 5) as int) + 1) as colour",
                "concat('shop number ', cast(pmod(xxhash64(at), 50) as string)) as shop");
        return spark.range(0, rows, 1, 4)
                .selectExpr("id % " + DIFFERENT_ROWS + " as at")
                .selectExpr(Stream.concat(Stream.concat(numbers, texts), Stream.of("pmod(at, 2) as " + LABEL))
                        .toArray(String[]::new));
    }

    /**
     * Compares.
     *
     * @param once the rows that the predictor predicts so many times
     * @param many the same rows, so many times
     */
    private void measure(Dataset<Row> training, String label, Dataset<Row> once, Dataset<Row> many, int times)
            throws IOException {
        PanagradClassificationModel onSpark = new PanagradClassifier()
                .setFeatureCols(Arrays.stream(training.columns())
                        .filter(name -> !name.equals(label))
                        .toArray(String[]::new))
                .setLabelCol(label)
                .setPreset(preset)
                .setEpochs(2)
                .fit(training);
        Path file = folder.resolve("model.safetensors");
        onSpark.saveModelFile(file);
        Path rows = folder.resolve("rows");
        once.coalesce(1).write().option("header", "true").csv(rows.toString());
        try (Table table = table(file, rows);
                TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            long[] sum = new long[1];
            Measure ofLibrary = new Measure((long) times * table.rows());
            Measure ofSpark = new Measure((long) times * table.rows());
            Measure ofRows = new Measure((long) times * table.rows());
            for (int round = 0; round <= ROUNDS; round++) {
                ofLibrary.time(() -> {
                    for (int t = 0; t < times; t++) {
                        predictor.predict(table, (row, _) -> sum[0] += row);
                    }
                });
                ofSpark.time(() -> write(onSpark.transform(many)));
                ofRows.time(() -> write(many));
            }
            System.out.println(ofLibrary.rows + " rows, preset " + preset);
            ofLibrary.print("predictor", ofLibrary);
            ofSpark.print("transform", ofLibrary);
            ofRows.print("the rows alone", ofLibrary);
        }
    }

    private static void write(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    private static Table table(Path model, Path folder) throws IOException {
        try (TableModel loaded = TableModel.load(model);
                Stream<Path> files = Files.list(folder)) {
            List<Path> parts =
                    files.filter(file -> file.toString().endsWith(".csv")).toList();
            return TableReader.read(
                    parts,
                    ReadOptions.defaults()
                            .withSchema(loaded.pipeline().readingSchema())
                            .withTargetRequired(false));
        }
    }

    /** The times of an action, the first of which warms up. */
    private static final class Measure {
        private final long rows;
        private final List<Double> wall = new ArrayList<>();
        private final List<Double> processor = new ArrayList<>();

        private Measure(long rows) {
            this.rows = rows;
        }

        private void time(Runnable action) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long start = System.nanoTime();
            long startOfProcessor = system.getProcessCpuTime();
            action.run();
            processor.add((system.getProcessCpuTime() - startOfProcessor) / (double) rows);
            wall.add((System.nanoTime() - start) / (double) rows);
        }

        private static double median(List<Double> values) {
            List<Double> sorted = new ArrayList<>(values.subList(1, values.size()));
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }

        private void print(String what, Measure whole) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,.0f rows/s (%.1f %%); processor time %,.0f ns a row (%.1f %%)%n",
                    what,
                    1e9 / median(wall),
                    100 * median(whole.wall) / median(wall),
                    median(processor),
                    100 * median(whole.processor) / median(processor));
        }
    }
}

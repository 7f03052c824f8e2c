package io.github.panagrad.spark;

import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows per second and core of {@code transform} and of the library's predictor, on the same rows, one core each: the rows of a table are in
 * memory for both, and alternate.
 *
 * <p>Arguments: the folder of Adult; a number of rows; a preset.
 */
public final class PredictionThroughput {
    private static final int COLUMNS = 15;
    private static final int ROUNDS = 5;

    private PredictionThroughput() {}

    /** Measures. */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        int rows = Integer.parseInt(args[1]);
        Preset preset = Preset.valueOf(args[2].toUpperCase(Locale.ROOT));
        Path file = Files.createTempFile("throughput", ".safetensors");
        try (TableModel model = TableModel.fit(
                Table.read(data.resolve("adult-train.csv")),
                TableModelConfig.target("14").withPreset(preset).withSetting("epochs", "2"))) {
            model.save(file);
            measure(model, file, data.resolve("adult-test.csv"), rows);
        } finally {
            Files.delete(file);
        }
    }

    private static void measure(TableModel model, Path file, Path test, int rows) {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        try (Table table = TableReader.read(
                        List.of(test),
                        ReadOptions.defaults()
                                .withSchema(model.pipeline().readingSchema())
                                .withTargetRequired(false));
                TablePredictor predictor = TablePredictor.load(file, Backend.preferred())) {
            Dataset<Row> read = spark.read()
                    .option("inferSchema", "true")
                    .option("ignoreLeadingWhiteSpace", "true")
                    .option("ignoreTrailingWhiteSpace", "true")
                    .csv(test.toString())
                    .toDF(IntStream.range(0, COLUMNS).mapToObj(String::valueOf).toArray(String[]::new));
            int times = rows / table.rows();
            Dataset<Row> many = spark.range(0, times, 1, 4)
                    .toDF("again")
                    .crossJoin(read)
                    .drop("again")
                    .cache();
            System.out.println(many.count() + " rows in " + many.javaRDD().getNumPartitions() + " partitions");
            PanagradClassificationModel onSpark = PanagradClassificationModel.ofModelFile(file.toString());
            List<Double> ofSpark = new ArrayList<>();
            List<Double> ofLibrary = new ArrayList<>();
            List<Double> ofCopy = new ArrayList<>();
            long[] sum = new long[1];
            for (int round = 0; round <= ROUNDS; round++) {
                double library = seconds(() -> {
                    for (int t = 0; t < times; t++) {
                        predictor.predict(table, (row, _) -> sum[0] += row);
                    }
                });
                double transform = seconds(() -> onSpark.transform(many)
                        .write()
                        .format("noop")
                        .mode("overwrite")
                        .save());
                double copy = seconds(
                        () -> many.write().format("noop").mode("overwrite").save());
                if (round > 0) {
                    ofLibrary.add(times * table.rows() / library);
                    ofSpark.add(times * table.rows() / transform);
                    ofCopy.add(times * table.rows() / copy);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "predictor %,.0f rows/s, transform %,.0f rows/s: %.1f %% (reading the rows alone: %,.0f rows/s)%n",
                    median(ofLibrary),
                    median(ofSpark),
                    100 * median(ofSpark) / median(ofLibrary),
                    median(ofCopy));
        } finally {
            spark.stop();
        }
    }

    private static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}

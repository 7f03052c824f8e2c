package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.reader.TableReader;
import io.github.panagrad.testdata.RealData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adult on Spark and on one machine: the same rows in the same order give the same model. */
class AdultTest {
    private static final int COLUMNS = 15;

    @TempDir
    private Path folder;

    @Test
    void aFewRows() throws IOException {
        adult(SparkSessions.local(), RealData.small("adult"), 3, 1);
    }

    @Test
    void allRows() throws IOException {
        adult(SparkSessions.local(), RealData.full("adult"), 2, 2);
    }

    @Test
    void onTwoExecutors() throws IOException {
        adult(SparkSessions.cluster(), RealData.small("adult"), 4, 2);
    }

    /** The columns are named as those of a table without a header. */
    private static Dataset<Row> read(SparkSession spark, Path file) {
        return spark.read()
                .option("inferSchema", "true")
                .option("ignoreLeadingWhiteSpace", "true")
                .option("ignoreTrailingWhiteSpace", "true")
                .csv(file.toString())
                .toDF(IntStream.range(0, COLUMNS).mapToObj(String::valueOf).toArray(String[]::new));
    }

    private void adult(SparkSession spark, Path data, int partitions, int workers) throws IOException {
        Path test = data.resolve("adult-test.csv");
        // In the order of the file, but in several partitions.
        List<Row> lines = read(spark, data.resolve("adult-train.csv")).collectAsList();
        Dataset<Row> rows = read(spark, data.resolve("adult-train.csv"));
        Dataset<Row> training = spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(lines, partitions), rows.schema());
        PanagradClassificationModel model = new PanagradClassifier()
                .setFeatureCols(IntStream.range(0, COLUMNS - 1)
                        .mapToObj(String::valueOf)
                        .toArray(String[]::new))
                .setLabelCol("14")
                .setPreset("quick")
                .setReproducible(true)
                .setNumWorkers(workers)
                .fit(training);
        Path file = folder.resolve("adult.safetensors");
        model.saveModelFile(file);
        TableModelConfig config = TableModelConfig.target("14")
                .withPreset(Preset.QUICK)
                .withReproducible(true)
                .withBatchParts(4)
                .withThreads(1);
        try (TableModel expected = TableModel.fit(Table.read(data.resolve("adult-train.csv")), config);
                TableModel found = TableModel.load(file)) {
            assertEquals(expected.pipeline().columns(), found.pipeline().columns());
            assertEquals(expected.pipeline().target(), found.pipeline().target());
            assertEquals(
                    expected.facts().get("validation_accuracy"), model.facts().get("validation_accuracy"));
            List<Prediction> predictions;
            // The columns of the file have no names, which the reader has to be told.
            try (Table table = TableReader.read(
                    List.of(test),
                    ReadOptions.defaults()
                            .withSchema(expected.pipeline().readingSchema())
                            .withTargetRequired(false))) {
                predictions = expected.predictAll(table);
                // Models with the same bits predict the same bits.
                assertEquals(texts(predictions), texts(found.predictAll(table)));
            }
            List<Row> answers = model.transform(read(spark, test)).collectAsList();
            assertEquals(predictions.size(), answers.size());
            for (int r = 0; r < answers.size(); r++) {
                Prediction.ClassPrediction one = (Prediction.ClassPrediction) predictions.get(r);
                Vector probability = answers.get(r).getAs("probability");
                // Partitions end elsewhere than blocks of rows, which may change the rounding.
                assertEquals(one.probability(1), probability.apply(1), 1e-6);
                assertEquals(
                        probability.apply(1) > 0.5
                                ? one.classes().get(1)
                                : one.classes().get(0),
                        answers.get(r).getAs("prediction"));
            }
        }
    }

    private static List<String> texts(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::toString).toList();
    }
}

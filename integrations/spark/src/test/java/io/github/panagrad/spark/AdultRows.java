package io.github.panagrad.spark;

import io.github.panagrad.testdata.RealData;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Some rows of Adult, in the order of their file, and an estimator for them. */
final class AdultRows {
    static final String LABEL = "14";
    private static final int COLUMNS = 15;

    private AdultRows() {}

    static Path file() {
        return RealData.small("adult").resolve("adult-train.csv");
    }

    /** Returns the rows, whose columns are named as those of a table without a header. */
    static Dataset<Row> in(SparkSession spark, int partitions) {
        Dataset<Row> rows = read(spark, file());
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows.collectAsList(), partitions),
                rows.schema());
    }

    /** Returns the rows of a file, whose columns are named in the same way. */
    static Dataset<Row> read(SparkSession spark, Path file) {
        return spark.read()
                .option("inferSchema", "true")
                .option("ignoreLeadingWhiteSpace", "true")
                .option("ignoreTrailingWhiteSpace", "true")
                .csv(file.toString())
                .toDF(IntStream.range(0, COLUMNS).mapToObj(String::valueOf).toArray(String[]::new));
    }

    static PanagradClassifier classifier(String preset, int workers) {
        return new PanagradClassifier()
                .setFeatureCols(IntStream.range(0, COLUMNS - 1)
                        .mapToObj(String::valueOf)
                        .toArray(String[]::new))
                .setLabelCol(LABEL)
                .setPreset(preset)
                .setReproducible(true)
                .setNumWorkers(workers);
    }
}

package io.github.panagrad.spark;

import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModelConfig;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The program of docs/spark.md: a model for each shop, saved, and the predictions of the next week. */
public final class Shops {
    private Shops() {}

    /** Takes a folder of CSV files with sales, one for the models, and one for predictions. */
    public static void main(String[] folders) {
        SparkSession spark = SparkSession.builder().appName("shops").getOrCreate();
        Dataset<Row> sales =
                spark.read().option("header", true).option("inferSchema", true).csv(folders[0]);
        TableModelConfig config = TableModelConfig.target("sold").withPreset(Preset.QUICK);
        try (GroupedTableModel models = GroupedTableModel.fit(sales.filter("week < 40"), config, "shop")) {
            models.failed().select("shop", "rows", "error").show(false);
            models.save(folders[1]);
        }
        try (GroupedTableModel models = GroupedTableModel.load(spark, folders[1])) {
            models.transform(sales.filter("week >= 40")).write().parquet(folders[2]);
        }
        spark.stop();
    }
}

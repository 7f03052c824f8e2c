package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.spark.tasks.HeapColumns;
import io.github.panagrad.spark.tasks.RowCollector;
import io.github.panagrad.table.Table;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that many tasks train on: sent once to each executor, where all tasks read the same copy, which takes 8 bytes of heap for a
 * number and 4 for a category. It must be closed; threads may share it.
 */
public final class SharedTable implements AutoCloseable {
    private final JavaSparkContext context;
    private final HeapColumns table;
    private final Broadcast<HeapColumns> sent;

    private SharedTable(SparkSession spark, HeapColumns table) {
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.table = table;
        sent = context.broadcast(table);
    }

    /**
     * Shares a table that the driver has, such as one from {@link Table#read(java.nio.file.Path)}.
     *
     * @param table read; remains the caller's, and may be closed
     * @throws InvalidInputException if it cannot be read
     */
    public static SharedTable of(SparkSession spark, Table table) {
        SparkRequirements.require(spark.sparkContext());
        return new SharedTable(spark, HeapColumns.copyOf(table, "the shared table"));
    }

    /**
     * Shares the rows of a data set, in the order of their values: by the first column, then by the second, and so on; missing values
     * first, numbers by size, texts by their characters. So the order does not depend on how the data set is partitioned.
     *
     * @param data numbers, truth values, texts, dates and timestamps; its rows go through the driver, a partition at a time
     * @throws InvalidInputException if a column has another type, or there are no rows
     */
    public static SharedTable of(Dataset<Row> data) {
        SparkSession spark = data.sparkSession();
        SparkRequirements.require(spark.sparkContext());
        RowCollector collector = new RowCollector("the data set", data.schema(), List.of(data.columns()));
        for (Iterator<Row> rows = data.toLocalIterator(); rows.hasNext(); ) {
            collector.add(rows.next());
        }
        if (collector.rows() == 0) {
            throw new InvalidInputException("the data set has no rows");
        }
        return new SharedTable(spark, collector.sorted());
    }

    /** Returns the table, with which {@link io.github.panagrad.table.model.TableModel#fit} trains to the same bits as tasks do. */
    public Table table() {
        return table;
    }

    Broadcast<HeapColumns> sent() {
        return sent;
    }

    JavaSparkContext context() {
        return context;
    }

    /** Removes the table from the executors; what is still being trained on it fails. Closing twice is harmless. */
    @Override
    public void close() {
        sent.destroy();
    }
}

package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.schema.Role;
import io.github.panagrad.spark.estimator.InternalRows;
import io.github.panagrad.spark.estimator.RowBlock;
import io.github.panagrad.spark.estimator.RowBytes;
import io.github.panagrad.spark.estimator.SparkField;
import io.github.panagrad.spark.tasks.HeapColumns;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * A table that many tasks train on: sent once to each executor, where all tasks read the same copy, which takes 8 bytes of heap for a
 * number and 4 for a category. It must be closed; threads may share it.
 */
public final class SharedTable implements AutoCloseable {
    private static final String NAME = "the data set";

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
        ArrayList<SparkField> fields = new ArrayList<>();
        StructField[] columns = data.schema().fields();
        for (int c = 0; c < columns.length; c++) {
            fields.add(SparkField.of(columns[c], c, Role.FEATURE, "drop it from the data set"));
        }
        RowBlock table = block(fields);
        Iterator<byte[]> parts = InternalRows.of(data)
                .mapPartitions(rows -> List.of(RowBytes.of(rows, fields, NAME)).iterator())
                .toLocalIterator();
        while (parts.hasNext()) {
            RowBytes.append(parts.next(), table);
        }
        if (table.rows() == 0) {
            throw new InvalidInputException(NAME + " has no rows");
        }
        return new SharedTable(spark, HeapColumns.sorted(table, NAME));
    }

    private static RowBlock block(List<SparkField> fields) {
        try {
            return new RowBlock(fields, NAME);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(NAME + ": " + e.getMessage(), e);
        }
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

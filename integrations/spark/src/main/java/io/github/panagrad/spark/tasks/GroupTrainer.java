package io.github.panagrad.spark.tasks;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Trains a model for each group of a partition, one after the other, with the rows of one group in memory. A row of the result has
 * the group's columns, {@link #ROWS}, {@link #MODEL}, {@link #METRICS} and {@link #ERROR}.
 */
public final class GroupTrainer implements MapPartitionsFunction<Row, Row> {
    /** How many rows the group had. */
    public static final String ROWS = "rows";

    /** The bytes of the model's file; null if there is none. */
    public static final String MODEL = "model";

    /** Its metrics by name. */
    public static final String METRICS = "metrics";

    /** Why there is no model; null if there is one. */
    public static final String ERROR = "error";

    private static final long serialVersionUID = 1;

    private final StructType type;
    private final int keys;
    private final String[] columns;
    private final TaskConfig config;
    private final @Nullable SharedFolder shared;

    /**
     * Takes what all groups have in common.
     *
     * @param type of the rows: first the columns that rows are grouped by, last the number of the group, the others are the table
     * @param keys how many the rows are grouped by
     * @param shared where checkpoints are written, or null for none
     */
    public GroupTrainer(StructType type, int keys, TaskConfig config, @Nullable SharedFolder shared) {
        this.type = type;
        this.keys = keys;
        columns = Arrays.copyOfRange(type.fieldNames(), keys, type.size() - 1);
        this.config = config;
        this.shared = shared;
    }

    /** Returns what the results are for groups by these columns. */
    public static StructType resultType(List<StructField> keys) {
        StructType result = new StructType();
        for (StructField key : keys) {
            result = result.add(key.name(), key.dataType(), true);
        }
        return result.add(ROWS, DataTypes.LongType, false)
                .add(MODEL, DataTypes.BinaryType, true)
                .add(METRICS, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), false)
                .add(ERROR, DataTypes.StringType, true);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Iterator<>() {
            private @Nullable Row next = rows.hasNext() ? rows.next() : null;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Row next() {
                Row first = next;
                if (first == null) {
                    throw new NoSuchElementException("no group is left");
                }
                if (first.isNullAt(keys + columns.length)) {
                    throw new IllegalStateException(
                            "a group appeared while the rows were read a second time: " + CHANGED);
                }
                int group = first.getInt(keys + columns.length);
                RowCollector table = new RowCollector(
                        "the group "
                                + Groups.text(Arrays.asList(type.fieldNames()).subList(0, keys), first),
                        type,
                        Arrays.asList(columns));
                Row row = first;
                while (row != null && row.getInt(keys + columns.length) == group) {
                    table.add(row);
                    row = rows.hasNext() ? rows.next() : null;
                    if (row != null && row.isNullAt(keys + columns.length)) {
                        break;
                    }
                }
                next = row;
                return trained(first, table);
            }
        };
    }

    /** What to say about rows that are not the same each time that they are read. */
    public static final String CHANGED = "the data set gives other rows each time that it is read; write it to a"
            + " file or persist it, so that groups can be counted and then trained";

    private Row trained(Row first, RowCollector rows) {
        long count = rows.rows();
        List<StructField> keyFields = Arrays.asList(type.fields()).subList(0, keys);
        Training.Result result = Training.run(rows.sorted(), config, shared, Groups.folder(keyFields, first));
        @Nullable Object[] values = new @Nullable Object[keys + 4];
        IntStream.range(0, keys).forEach(k -> values[k] = first.get(k));
        values[keys] = count;
        values[keys + 1] = result.model();
        values[keys + 2] = CollectionConverters.asScala(result.metrics());
        values[keys + 3] = result.error();
        return RowFactory.create(values);
    }
}

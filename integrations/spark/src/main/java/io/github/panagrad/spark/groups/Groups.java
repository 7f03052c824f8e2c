package io.github.panagrad.spark.groups;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Role;
import io.github.panagrad.spark.estimator.SparkField;
import io.github.panagrad.spark.tasks.Chunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The groups of a data set, numbered, and how rows find their way to the task of their group: small groups share a task. For use on the driver.
 */
public final class Groups {
    /** The column that has the number of the group, null for a row of none. */
    public static final String GROUP = "panagrad_group";

    private static final String TASK = "panagrad_task";
    private static final String KEY = "panagrad_key_";

    /** Groups share a task up to so many rows, on which training takes several times as long as the task costs. */
    private static final long FEW_ROWS = 2000;

    /** Groups share no task beyond so many rows, so that a task that is lost had not done much. */
    private static final long MANY_ROWS = 20_000;

    /** The last tasks have this part of the rows of a slot, if groups are so small, so that all slots end at the same time. */
    private static final int LAST_PART = 8;

    /** Beyond it, managing tasks costs the driver more than what is gained by dealing groups evenly. */
    private static final int MOST_TASKS = 2000;

    private final List<String> columns;
    private final StructType keyType;
    private final List<Row> keys;

    /** The first group of each task, and the number of groups. */
    private final int[] starts;

    /**
     * Numbers groups.
     *
     * @param columns by which they differ
     * @param type of rows that have these columns
     * @param keys the values of these columns for each group, and the number of its rows, the group with the most first
     * @param slots how many tasks run at once
     */
    public Groups(List<String> columns, StructType type, List<Row> keys, int slots) {
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        StructType keyed = new StructType();
        for (int k = 0; k < columns.size(); k++) {
            keyed = keyed.add(KEY + k, type.fields()[type.fieldIndex(columns.get(k))].dataType(), true);
        }
        keyType = keyed.add(GROUP, DataTypes.IntegerType, false).add(TASK, DataTypes.IntegerType, false);
        long[] rows =
                keys.stream().mapToLong(key -> key.getLong(columns.size())).toArray();
        long all = Arrays.stream(rows).sum();
        // A task has more than half of what it may have, because the next group, which did not fit, is not larger.
        long least = Math.ceilDiv(2 * all, MOST_TASKS);
        long few = Math.max(least, Math.min(FEW_ROWS, all / ((long) LAST_PART * slots)));
        starts = Chunks.starts(rows, slots, few, Math.max(few, MANY_ROWS));
    }

    /**
     * Requires columns that rows can be grouped by.
     *
     * @throws InvalidInputException if there are none, one is unknown, twice there, or has a type that cannot be grouped by
     */
    public static void require(StructType type, List<String> columns) {
        if (columns.isEmpty()) {
            throw new InvalidInputException("there is no column to group by: name at least one");
        }
        List<String> known = Arrays.asList(type.fieldNames());
        for (String column : columns) {
            if (!known.contains(column)) {
                throw new InvalidInputException("the data set has no column " + Quoted.of(column)
                        + " to group by: expected one of " + Quoted.list(known));
            }
            if (columns.indexOf(column) != columns.lastIndexOf(column)) {
                throw new InvalidInputException(
                        "the column to group by " + Quoted.of(column) + " is named twice; name it once");
            }
        }
        columns.forEach(column -> field(type, column));
    }

    /**
     * Returns where a column is in the rows.
     *
     * @throws InvalidInputException if it has a type that cannot be grouped by or learned from
     */
    static SparkField field(StructType type, String column) {
        int ordinal = type.fieldIndex(column);
        return SparkField.of(
                type.fields()[ordinal], ordinal, Role.FEATURE, "drop it, or leave it out with withIgnored");
    }

    /** Returns a column by its exact name, whatever characters it has. */
    public static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** Returns the number of groups. */
    public int size() {
        return keys.size();
    }

    private int tasks() {
        return Math.max(1, starts.length - 1);
    }

    /**
     * Returns the rows with the number of their group in a last column, {@link #GROUP}; those of a group are in the same partition. Two data
     * sets have their groups in the same partitions.
     */
    public Dataset<Row> placed(Dataset<Row> data) {
        List<Row> numbered = new ArrayList<>();
        int task = 0;
        for (int g = 0; g < keys.size(); g++) {
            if (g == starts[task + 1]) {
                task++;
            }
            Object[] values = new Object[columns.size() + 2];
            for (int k = 0; k < columns.size(); k++) {
                values[k] = keys.get(g).get(k);
            }
            values[columns.size()] = g;
            values[columns.size() + 1] = task;
            numbered.add(RowFactory.create(values));
        }
        Dataset<Row> table = functions.broadcast(data.sparkSession().createDataFrame(numbered, keyType));
        Column isSame = functions.lit(true);
        for (int k = 0; k < columns.size(); k++) {
            isSame = isSame.and(column(columns.get(k)).eqNullSafe(functions.col(KEY + k)));
        }
        List<Column> wanted = Arrays.stream(data.columns()).map(Groups::column).collect(Collectors.toList());
        wanted.add(functions.col(GROUP));
        // Rows of no group are spread over all tasks.
        Column placed = functions.coalesce(
                functions.col(TASK),
                functions
                        .pmod(functions.monotonically_increasing_id(), functions.lit(tasks()))
                        .cast(DataTypes.IntegerType));
        return data.join(table, isSame, "left_outer")
                .withColumn(TASK, placed)
                .repartitionById(tasks(), functions.col(TASK))
                .select(wanted.toArray(Column[]::new));
    }

    /** Returns the rows as {@link #placed} does, those of a group next to each other, in the order of the groups. */
    public Dataset<Row> sorted(Dataset<Row> data) {
        return placed(data).sortWithinPartitions(functions.col(GROUP));
    }

    /** Returns a group for messages: {@code region = north, year = null}. */
    public static String text(List<String> columns, Row key) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < columns.size(); k++) {
            Object value = key.get(k);
            parts.add(Quoted.bare(columns.get(k)) + " = "
                    + (value instanceof String text ? Quoted.of(text) : String.valueOf(value)));
        }
        return String.join(", ", parts);
    }
}

package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The groups of a data set, numbered, and how rows find their way to the task of their group: each group has a number, and a task for
 * itself as long as there are not more than {@value #MOST_TASKS}. For use on the driver.
 */
public final class Groups {
    /** The column that has the number of the group, null for a row of none. */
    public static final String GROUP = "panagrad_group";

    private static final String TASK = "panagrad_task";
    private static final String KEY = "panagrad_key_";

    /** Beyond it, managing tasks costs the driver more than what is gained by dealing groups evenly. */
    private static final int MOST_TASKS = 2000;

    private final List<String> columns;
    private final StructType keyType;
    private final List<Row> keys;

    /**
     * Numbers groups.
     *
     * @param columns by which they differ
     * @param type of rows that have these columns
     * @param keys the values of these columns for each group, the group that takes longest first
     */
    public Groups(List<String> columns, StructType type, List<Row> keys) {
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        StructType keyed = new StructType();
        for (int k = 0; k < columns.size(); k++) {
            keyed = keyed.add(KEY + k, type.fields()[type.fieldIndex(columns.get(k))].dataType(), true);
        }
        keyType = keyed.add(GROUP, DataTypes.IntegerType, false).add(TASK, DataTypes.IntegerType, false);
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
        SparkColumn.of(columns.stream()
                .map(column -> type.fields()[type.fieldIndex(column)])
                .toList());
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
        return Math.clamp(keys.size(), 1, MOST_TASKS);
    }

    /**
     * Returns the rows with the number of their group in a last column, {@link #GROUP}; those of a group are next to each other in the
     * same partition. Two data sets have their groups in the same partitions.
     */
    public Dataset<Row> placed(Dataset<Row> data) {
        List<Row> numbered = new ArrayList<>();
        for (int g = 0; g < keys.size(); g++) {
            Object[] values = new Object[columns.size() + 2];
            for (int k = 0; k < columns.size(); k++) {
                values[k] = keys.get(g).get(k);
            }
            values[columns.size()] = g;
            values[columns.size() + 1] = g % tasks();
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
        Column task = functions.coalesce(
                functions.col(TASK),
                functions
                        .pmod(functions.monotonically_increasing_id(), functions.lit(tasks()))
                        .cast(DataTypes.IntegerType));
        return data.join(table, isSame, "left_outer")
                .withColumn(TASK, task)
                .repartitionById(tasks(), functions.col(TASK))
                .select(wanted.toArray(Column[]::new))
                .sortWithinPartitions(functions.col(GROUP));
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

    /** Returns a name for the folder of a group, which is the same for the same values, whatever other groups there are. */
    static String folder(List<StructField> columns, Row row) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int k = 0; k < columns.size(); k++) {
                Object value = row.get(k);
                String text = columns.get(k).name() + "\0"
                        + columns.get(k).dataType().simpleString() + "\0" + (value == null ? "0" : "1" + value) + "\0";
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
            return "group-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

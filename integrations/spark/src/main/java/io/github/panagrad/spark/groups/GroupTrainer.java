package io.github.panagrad.spark.groups;

import io.github.panagrad.spark.estimator.LazyRows;
import io.github.panagrad.spark.estimator.RowBlock;
import io.github.panagrad.spark.estimator.SparkField;
import io.github.panagrad.spark.tasks.HeapColumns;
import io.github.panagrad.spark.tasks.SharedFolder;
import io.github.panagrad.spark.tasks.TaskConfig;
import io.github.panagrad.spark.tasks.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model for each group of a partition, one after the other. All rows are taken first: they are columns of plain numbers then, and
 * Spark's buffers are free while training lasts. A row of the result has the group's columns, {@link #ROWS}, {@link #MODEL}, {@link #METRICS}
 * and {@link #ERROR}.
 */
public final class GroupTrainer implements LazyRows.Change {
    /** How many rows the group had. */
    public static final String ROWS = "rows";

    /** The bytes of the model's file; null if there is none. */
    public static final String MODEL = "model";

    /** Its metrics by name. */
    public static final String METRICS = "metrics";

    /** Why there is no model; null if there is one. */
    public static final String ERROR = "error";

    /** What to say about rows that are not the same each time that they are read. */
    public static final String CHANGED = "the data set gives other rows each time that it is read; write it to a"
            + " file or persist it, so that groups can be counted and then trained";

    private static final long serialVersionUID = 1;

    private final GroupKeys keys;
    private final ArrayList<SparkField> fields = new ArrayList<>();

    /** Where the number of the group is. */
    private final int number;

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
        List<String> names = Arrays.asList(type.fieldNames());
        this.keys = GroupKeys.of(type, names.subList(0, keys));
        number = names.size() - 1;
        for (int c = keys; c < number; c++) {
            fields.add(Groups.field(type, names.get(c)));
        }
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
    public Iterator<InternalRow> apply(Iterator<UnsafeRow> rows) {
        TreeMap<Integer, Group> groups = new TreeMap<>();
        while (rows.hasNext()) {
            UnsafeRow row = rows.next();
            if (row.isNullAt(number)) {
                throw new IllegalStateException("a group appeared while the rows were read a second time: " + CHANGED);
            }
            groups.computeIfAbsent(row.getInt(number), _ -> new Group(row)).add(row);
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !groups.isEmpty();
            }

            @Override
            public InternalRow next() {
                if (groups.isEmpty()) {
                    throw new NoSuchElementException("no group is left");
                }
                return groups.pollFirstEntry().getValue().trained();
            }
        };
    }

    /** A group and its rows. */
    private final class Group {
        private final String name;
        private final String folder;
        private final List<@Nullable Object> values;
        private final RowBlock rows;

        Group(UnsafeRow first) {
            name = "the group " + keys.text(first);
            folder = keys.folder(first);
            values = keys.copy(first);
            rows = new RowBlock(fields, name);
        }

        void add(UnsafeRow row) {
            rows.add(row);
        }

        InternalRow trained() {
            Training.Result result = Training.run(HeapColumns.sorted(rows, name), config, shared, folder);
            values.add((long) rows.rows());
            values.add(result.model());
            values.add(map(result.metrics()));
            values.add(UTF8String.fromString(result.error()));
            return new GenericInternalRow(values.toArray());
        }
    }

    /** Returns numbers by name as Spark has them. */
    static ArrayBasedMapData map(Map<String, Double> numbers) {
        Object[] names = numbers.keySet().stream().map(UTF8String::fromString).toArray();
        double[] values =
                numbers.values().stream().mapToDouble(Double::doubleValue).toArray();
        return new ArrayBasedMapData(new GenericArrayData(names), new GenericArrayData(values));
    }
}

package io.github.panagrad.spark.groups;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.Role;
import io.github.panagrad.spark.estimator.RowBlock;
import io.github.panagrad.spark.estimator.SparkField;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.table.model.TableModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the rows of a partition, which are in the order of their groups, as the models are. There is one model in memory at a time.
 */
public final class GroupPredictor implements FlatMapFunction2<Iterator<UnsafeRow>, Iterator<UnsafeRow>, InternalRow> {
    /** The predicted class; null where a value was predicted. */
    public static final String CLASS = "predicted_class";

    /** The predicted value; null where a class was predicted. */
    public static final String VALUE = "predicted_value";

    /** The probability of each class by its name; null where a value was predicted. */
    public static final String PROBABILITIES = "probabilities";

    /** Why there is no prediction; null if there is one. */
    public static final String ERROR = "prediction_error";

    private static final long serialVersionUID = 1;
    private static final int BLOCK = 1024;

    private final StructType type;
    private final GroupKeys keys;

    /** Where the number of the group is. */
    private final int number;

    /**
     * Takes what all groups have in common.
     *
     * @param type of the rows, whose last column is the number of the group; that of models is number, bytes and error
     * @param keys the columns that rows are grouped by
     */
    public GroupPredictor(StructType type, List<String> keys) {
        this.type = type;
        this.keys = GroupKeys.of(type, keys);
        number = type.size() - 1;
    }

    /** Returns what the results are, for rows of a type: those with predictions. */
    public static StructType resultType(StructType rows) {
        return rows.add(CLASS, DataTypes.StringType, true)
                .add(VALUE, DataTypes.DoubleType, true)
                .add(PROBABILITIES, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), true)
                .add(ERROR, DataTypes.StringType, true);
    }

    @Override
    public Iterator<InternalRow> call(Iterator<UnsafeRow> rows, Iterator<UnsafeRow> models) {
        Predictions predictions = new Predictions(rows, models);
        TaskContext task = TaskContext.get();
        if (task != null) {
            // Whoever reads the predictions need not read all of them.
            TaskCompletionListener closing = _ -> predictions.close();
            task.addTaskCompletionListener(closing);
        }
        return predictions;
    }

    private final class Predictions implements Iterator<InternalRow>, AutoCloseable {
        private final Iterator<UnsafeRow> rows;
        private final Iterator<UnsafeRow> models;
        private final Deque<InternalRow> done = new ArrayDeque<>();

        /** Each is overwritten when there is said to be another one. */
        private @Nullable UnsafeRow next;

        private @Nullable UnsafeRow modelRow;
        private int loaded = -1;
        private @Nullable TableModel model;

        /** For the rows that the model predicts. */
        private @Nullable RowBlock table;

        private @Nullable String error;

        Predictions(Iterator<UnsafeRow> rows, Iterator<UnsafeRow> models) {
            this.rows = rows;
            this.models = models;
            next = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            return !done.isEmpty() || next != null;
        }

        @Override
        public InternalRow next() {
            if (done.isEmpty()) {
                predictBlock();
            }
            return done.removeFirst();
        }

        private int group(InternalRow row) {
            return row.isNullAt(number) ? -1 : row.getInt(number);
        }

        private void predictBlock() {
            UnsafeRow row = next;
            if (row == null) {
                throw new NoSuchElementException("no row is left");
            }
            int group = group(row);
            List<UnsafeRow> block = new ArrayList<>();
            while (row != null && group(row) == group && block.size() < BLOCK) {
                block.add(row.copy());
                row = rows.hasNext() ? rows.next() : null;
            }
            next = row;
            if (group != loaded || group < 0) {
                load(group, block.getFirst());
            }
            TableModel current = model;
            if (current == null) {
                block.forEach(one -> done.add(result(one, null, error)));
            } else {
                predict(current, block);
            }
        }

        private void load(int group, InternalRow first) {
            close();
            loaded = group;
            while (group >= 0 && (modelRow == null || modelRow.getInt(0) < group) && models.hasNext()) {
                modelRow = models.next();
            }
            UnsafeRow found = modelRow;
            if (group < 0 || found == null || found.getInt(0) != group) {
                error = "there is no model of the group " + keys.text(first)
                        + ", of which no row was trained on; train with some";
            } else if (found.isNullAt(1)) {
                error = "the group " + keys.text(first) + " has no model: " + found.getUTF8String(2);
            } else {
                error = null;
                model = ModelBytes.load(found.getBinary(1));
            }
        }

        private void predict(TableModel current, List<UnsafeRow> block) {
            try {
                RowBlock rowsOfBlock = table(current);
                rowsOfBlock.clear(0);
                block.forEach(rowsOfBlock::add);
                List<Prediction> predictions = current.predictAll(rowsOfBlock);
                for (int r = 0; r < block.size(); r++) {
                    done.add(result(block.get(r), predictions.get(r), null));
                }
            } catch (InvalidInputException e) {
                if (block.size() == 1) {
                    done.add(result(block.getFirst(), null, String.valueOf(e.getMessage())));
                } else {
                    // The other rows are not at fault.
                    block.forEach(one -> predict(current, List.of(one)));
                }
            }
        }

        private RowBlock table(TableModel current) {
            RowBlock known = table;
            if (known == null) {
                List<String> names = Arrays.asList(type.fieldNames());
                List<SparkField> fields = current.pipeline().readingSchema().columns().stream()
                        .filter(column -> column.role() != Role.IGNORED && column.role() != Role.TARGET)
                        .filter(column -> names.contains(column.name()))
                        .map(column -> Groups.field(type, column.name()))
                        .toList();
                known = new RowBlock(fields, "the block of rows");
                table = known;
            }
            return known;
        }

        private InternalRow result(InternalRow row, @Nullable Prediction prediction, @Nullable String problem) {
            @Nullable Object[] values = new @Nullable Object[4];
            switch (prediction) {
                case Prediction.ClassPrediction found -> {
                    values[0] = UTF8String.fromString(found.label());
                    values[2] = GroupTrainer.map(found.probabilities());
                }
                case Prediction.ValuePrediction found -> values[1] = found.value();
                case null -> values[3] = UTF8String.fromString(problem);
            }
            return new JoinedRow(row, new GenericInternalRow(values));
        }

        @Override
        public void close() {
            TableModel current = model;
            model = null;
            table = null;
            if (current != null) {
                current.close();
            }
        }
    }
}

package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.model.TableModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Predicts the rows of a partition, which are in the order of their groups, as the models are. There is one model in memory at a time.
 */
public final class GroupPredictor implements FlatMapFunction2<Iterator<Row>, Iterator<Row>, Row> {
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
    private final String[] keys;

    /**
     * Takes what all groups have in common.
     *
     * @param type of the rows, whose last column is the number of the group; that of models is number, bytes and error
     * @param keys the columns that rows are grouped by
     */
    public GroupPredictor(StructType type, List<String> keys) {
        this.type = type;
        this.keys = keys.toArray(String[]::new);
    }

    /** Returns what the results are, for rows of a type. */
    public static StructType resultType(StructType rows) {
        return rows.add(CLASS, DataTypes.StringType, true)
                .add(VALUE, DataTypes.DoubleType, true)
                .add(PROBABILITIES, DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false), true)
                .add(ERROR, DataTypes.StringType, true);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows, Iterator<Row> models) {
        Predictions predictions = new Predictions(rows, models);
        TaskContext task = TaskContext.get();
        if (task != null) {
            // Whoever reads the predictions need not read all of them.
            TaskCompletionListener closing = _ -> predictions.close();
            task.addTaskCompletionListener(closing);
        }
        return predictions;
    }

    private final class Predictions implements Iterator<Row>, AutoCloseable {
        private final Iterator<Row> rows;
        private final Iterator<Row> models;
        private final Deque<Row> done = new ArrayDeque<>();
        private @Nullable Row next;
        private @Nullable Row modelRow;
        private int loaded = -1;
        private @Nullable TableModel model;
        private @Nullable String error;

        Predictions(Iterator<Row> rows, Iterator<Row> models) {
            this.rows = rows;
            this.models = models;
            next = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            return !done.isEmpty() || next != null;
        }

        @Override
        public Row next() {
            if (done.isEmpty()) {
                predictBlock();
            }
            return done.removeFirst();
        }

        private int group(Row row) {
            return row.isNullAt(type.size() - 1) ? -1 : row.getInt(type.size() - 1);
        }

        private void predictBlock() {
            Row row = next;
            if (row == null) {
                throw new NoSuchElementException("no row is left");
            }
            int group = group(row);
            List<Row> block = new ArrayList<>();
            while (row != null && group(row) == group && block.size() < BLOCK) {
                block.add(row);
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

        private void load(int group, Row first) {
            close();
            loaded = group;
            while (group >= 0 && (modelRow == null || modelRow.getInt(0) < group) && models.hasNext()) {
                modelRow = models.next();
            }
            Row found = modelRow;
            if (group < 0 || found == null || found.getInt(0) != group) {
                error = "there is no model of the group " + text(first)
                        + ", of which no row was trained on; train with some";
            } else if (found.isNullAt(1)) {
                error = "the group " + text(first) + " has no model: " + found.getString(2);
            } else {
                error = null;
                model = ModelBytes.load((byte[]) found.get(1));
            }
        }

        private String text(Row row) {
            Object[] values = Arrays.stream(keys)
                    .map(key -> row.get(type.fieldIndex(key)))
                    .toArray();
            return Groups.text(Arrays.asList(keys), RowFactory.create(values));
        }

        private void predict(TableModel current, List<Row> block) {
            try {
                List<Prediction> predictions = current.predictAll(table(current, block));
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

        private HeapColumns table(TableModel current, List<Row> block) {
            List<String> known = Arrays.asList(type.fieldNames());
            List<String> columns = current.pipeline().readingSchema().columns().stream()
                    .filter(column -> column.role() != Role.IGNORED && column.role() != Role.TARGET)
                    .map(Column::name)
                    .filter(known::contains)
                    .toList();
            RowCollector collector = new RowCollector("the block of rows", type, columns);
            block.forEach(collector::add);
            return collector.inOrder();
        }

        private Row result(Row row, @Nullable Prediction prediction, @Nullable String problem) {
            int width = type.size() - 1;
            @Nullable Object[] values = new @Nullable Object[width + 4];
            for (int c = 0; c < width; c++) {
                values[c] = row.get(c);
            }
            switch (prediction) {
                case Prediction.ClassPrediction found -> {
                    Map<String, Double> probabilities = found.probabilities();
                    values[width] = found.label();
                    values[width + 2] = CollectionConverters.asScala(probabilities);
                }
                case Prediction.ValuePrediction found -> values[width + 1] = found.value();
                case null -> values[width + 3] = problem;
            }
            return RowFactory.create(values);
        }

        @Override
        public void close() {
            TableModel current = model;
            model = null;
            if (current != null) {
                current.close();
            }
        }
    }
}

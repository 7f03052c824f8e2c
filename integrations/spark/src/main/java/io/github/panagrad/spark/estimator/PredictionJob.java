package io.github.panagrad.spark.estimator;

import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.input.TypedTable;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.pipeline.TablePredictor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowJoiner;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Adds predictions to the rows of partitions, a few thousand rows at once. Sent to executors, where all tasks share the model.
 *
 * @param given the columns of the rows
 * @param fields the features in a row
 * @param id of the model
 */
public record PredictionJob(
        StructType given, ArrayList<SparkField> fields, String id, Broadcast<byte[]> model, Answer answer)
        implements LazyRows.Change {
    private static final int BLOCK_ROWS = 4096;

    /**
     * Returns a data set with predictions.
     *
     * @param vectors the column of vectors, or empty if the features are columns
     * @param pipeline the model's
     */
    public static Dataset<Row> transform(
            Dataset<Row> data, String vectors, Pipeline pipeline, String id, Broadcast<byte[]> model, Answer answer) {
        StructType schema = answer.schema(data.schema(), pipeline.target());
        ArrayList<SparkField> fields = new ArrayList<>(fields(data.schema(), vectors, pipeline));
        LazyRows rows = new LazyRows(data, new PredictionJob(data.schema(), fields, id, model, answer));
        return InternalRows.classic(data).sparkSession().internalCreateDataFrame(rows, schema, false);
    }

    /**
     * Returns where the features are that a model needs.
     *
     * @param vectors the column of vectors, or empty if the features are columns
     * @throws io.github.panagrad.error.InvalidInputException if one is absent, or has a type that is no feature's
     */
    public static List<SparkField> fields(StructType schema, String vectors, Pipeline pipeline) {
        if (!vectors.isEmpty()) {
            StructField column = FitColumns.find(schema, vectors, "featuresCol");
            FitColumns.requireVector(column);
            return FitColumns.elements(
                    column, schema.fieldIndex(vectors), pipeline.columns().size());
        }
        List<SparkField> fields = new ArrayList<>();
        for (FittedColumn column : pipeline.columns()) {
            if (!(column instanceof FittedColumn.Dropped)) {
                StructField field = FitColumns.find(schema, column.name(), "feature of the model");
                fields.add(SparkField.of(field, schema.fieldIndex(column.name()), Role.FEATURE));
            }
        }
        return fields;
    }

    @Override
    public Iterator<InternalRow> apply(Iterator<UnsafeRow> rows) {
        SharedModels.Use use = SharedModels.ofThisJvm().use(id, model::value);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) _ -> use.close());
        }
        return new Predicting(rows, use);
    }

    /** Predicts block by block. */
    private final class Predicting implements Iterator<InternalRow> {
        private final Iterator<UnsafeRow> rows;
        private final SharedModels.Use use;
        private final TablePredictor predictor;
        private final Pipeline pipeline;
        private final RowBlock block;
        private final GivenRows copies = new GivenRows(given.length(), BLOCK_ROWS);
        private final Prediction[] found = new Prediction[BLOCK_ROWS];
        private final AnswerWriter answers;
        private final UnsafeRowJoiner joiner;
        private int next;

        private Predicting(Iterator<UnsafeRow> rows, SharedModels.Use use) {
            this.rows = rows;
            this.use = use;
            predictor = use.predictor();
            pipeline = predictor.pipeline();
            joiner = GenerateUnsafeRowJoiner.create(given, answer.schema(new StructType(), pipeline.target()));
            answers = new AnswerWriter(answer, pipeline.target());
            TaskContext task = TaskContext.get();
            String what = "the data set" + (task == null ? "" : ", partition " + task.partitionId());
            block = new RowBlock(fields, columns(), what);
        }

        /** Columns of the types that the model knows are read as it says, with its marks of missing values. */
        private Schema columns() {
            List<Column> trained = pipeline.schema().columns().stream()
                    .filter(column -> column.role() == Role.FEATURE)
                    .toList();
            Map<String, Column> known = new HashMap<>();
            trained.forEach(column -> known.put(column.name(), column));
            List<Column> columns = new ArrayList<>();
            for (int f = 0; f < fields.size(); f++) {
                Column own = fields.get(f).column();
                // Elements of vectors are known by their positions: their column may have another name here.
                Column meant = fields.get(f).cell() == SparkField.Cell.VECTOR
                        ? trained.get(f)
                        : known.getOrDefault(own.name(), own);
                columns.add(meant.type() == own.type() ? meant : own);
            }
            return new Schema(
                    columns,
                    true,
                    pipeline.schema().missing(),
                    pipeline.schema().strip());
        }

        @Override
        public boolean hasNext() {
            if (next < block.rows()) {
                return true;
            }
            if (!rows.hasNext()) {
                use.close();
                return false;
            }
            predict();
            return true;
        }

        private void predict() {
            block.clear(block.firstRow() + block.rows());
            copies.clear();
            while (!copies.isFull() && rows.hasNext()) {
                UnsafeRow row = rows.next();
                copies.add(row);
                block.add(row);
            }
            Table typed = TypedTable.of(block, pipeline.readingSchema());
            predictor.predict(typed, (row, prediction) -> found[row] = prediction);
            next = 0;
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            InternalRow row = joiner.join(copies.get(next), answers.row(found[next]));
            next++;
            return row;
        }
    }
}

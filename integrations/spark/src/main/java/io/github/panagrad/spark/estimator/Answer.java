package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.ColumnType;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The columns that a model adds. A value.
 *
 * @param rawPrediction the name of the column of scores; empty for none
 * @param probability likewise of probabilities
 * @param prediction likewise of predictions
 */
public record Answer(String rawPrediction, String probability, String prediction) implements Serializable {
    /** The type of a dense vector, as Spark writes it. */
    private static final byte DENSE = 1;

    /**
     * Returns the columns of a data set with those of the predictions.
     *
     * @throws PipelineException if one of them is there already
     */
    public StructType schema(StructType given, FittedTarget target) {
        StructType schema = given;
        schema = with(schema, rawPrediction, SQLDataTypes.VectorType());
        schema = with(schema, probability, SQLDataTypes.VectorType());
        return with(schema, prediction, type(target));
    }

    /**
     * Returns columns with one more.
     *
     * @param name empty for none
     * @throws PipelineException if there is one of that name
     */
    public static StructType with(StructType schema, String name, DataType type) {
        if (name.isEmpty()) {
            return schema;
        }
        if (List.of(schema.fieldNames()).contains(name)) {
            throw new PipelineException("the data set has a column " + Quoted.of(name)
                    + " already, which the predictions should be in; drop it, or give the predictions another name");
        }
        return schema.add(name, type, !type.equals(DataTypes.DoubleType));
    }

    /** Returns the type of predictions: a text if the labels are texts, else a number; true is 1 and false 0. */
    public static DataType type(FittedTarget target) {
        return isText(target) ? DataTypes.StringType : DataTypes.DoubleType;
    }

    private static boolean isText(FittedTarget target) {
        return target instanceof FittedTarget.Classes && target.type() == ColumnType.CATEGORICAL;
    }

    /** Returns the predictions of the classes, by their numbers, as Spark has them; none for values. */
    Object[] labels(FittedTarget target) {
        if (!(target instanceof FittedTarget.Classes classes)) {
            return new Object[0];
        }
        return classes.classes().stream()
                .map(name -> isText(target) ? UTF8String.fromString(name) : number(target, name))
                .toArray();
    }

    private static Object number(FittedTarget target, String name) {
        return target.type() == ColumnType.BOOLEAN ? (name.equals("true") ? 1.0 : 0.0) : Double.parseDouble(name);
    }

    /** Returns a prediction as a row of these columns. */
    InternalRow row(Prediction prediction, Object[] labels) {
        Object[] values = new Object[count()];
        int at = 0;
        switch (prediction) {
            case Prediction.ClassPrediction found -> {
                if (!rawPrediction.isEmpty()) {
                    values[at++] = vector(scores(found, labels.length));
                }
                if (!probability.isEmpty()) {
                    double[] probabilities = new double[labels.length];
                    for (int k = 0; k < probabilities.length; k++) {
                        probabilities[k] = found.probability(k);
                    }
                    values[at++] = vector(probabilities);
                }
                if (!this.prediction.isEmpty()) {
                    values[at] = labels[found.index()];
                }
            }
            case Prediction.ValuePrediction found -> {
                if (!this.prediction.isEmpty()) {
                    values[at] = found.value();
                }
            }
        }
        return new GenericInternalRow(values);
    }

    private int count() {
        return (rawPrediction.isEmpty() ? 0 : 1) + (probability.isEmpty() ? 0 : 1) + (prediction.isEmpty() ? 0 : 1);
    }

    /** Returns log-odds of two classes, and logarithms of more probabilities; those of 0 are those of the smallest number. */
    private static double[] scores(Prediction.ClassPrediction found, int classes) {
        double[] scores = new double[classes];
        for (int k = 0; k < classes; k++) {
            scores[k] = Math.log(Math.max(found.probability(k), Double.MIN_VALUE));
        }
        if (classes == 2) {
            double odds = scores[1] - scores[0];
            scores[0] = -odds;
            scores[1] = odds;
        }
        return scores;
    }

    private static InternalRow vector(double[] values) {
        return new GenericInternalRow(new Object[] {DENSE, null, null, UnsafeArrayData.fromPrimitiveArray(values)});
    }
}

package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.ColumnType;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
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

    /** Returns the predictions of the classes, by their numbers, as Spark has them; none if they are numbers, or for values. */
    static UTF8String[] texts(FittedTarget target) {
        return isText(target)
                ? classes(target).stream().map(UTF8String::fromString).toArray(UTF8String[]::new)
                : new UTF8String[0];
    }

    /** Returns the predictions of the classes, by their numbers; none if they are texts, or for values. */
    static double[] numbers(FittedTarget target) {
        return isText(target)
                ? new double[0]
                : classes(target).stream()
                        .mapToDouble(name -> number(target, name))
                        .toArray();
    }

    private static List<String> classes(FittedTarget target) {
        return target instanceof FittedTarget.Classes classes ? classes.classes() : List.of();
    }

    private static double number(FittedTarget target, String name) {
        return target.type() == ColumnType.BOOLEAN ? (name.equals("true") ? 1.0 : 0.0) : Double.parseDouble(name);
    }

    /** Returns the number of columns. */
    int count() {
        return (rawPrediction.isEmpty() ? 0 : 1) + (probability.isEmpty() ? 0 : 1) + (prediction.isEmpty() ? 0 : 1);
    }
}

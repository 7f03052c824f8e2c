package io.github.panagrad.spark.estimator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.Prediction;
import io.github.panagrad.schema.ColumnType;
import java.util.List;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWriterTest {
    private static final int FIELDS = 70;
    private static final double TINY = Math.log(Double.MIN_VALUE);

    @ParameterizedTest
    @CsvSource({
        "CATEGORICAL, no, yes, ",
        "CATEGORICAL, a, b, a longer name of a class",
        "NUMERIC, 1, 2.5, 30",
        "BOOLEAN, false, true, "
    })
    void writesClasses(ColumnType type, String first, String second, String third) {
        List<String> classes = third == null ? List.of(first, second) : List.of(first, second, third);
        FittedTarget target = new FittedTarget.Classes("target", type, classes);
        double[] outputs = third == null ? new double[] {0.9} : new double[] {0.25, 0, 0.75};
        Prediction prediction = Prediction.of(target, outputs, 0.5, true);
        double[] probabilities = third == null ? new double[] {1 - 0.9, 0.9} : outputs;
        double odds = Math.log(0.9) - Math.log(1 - 0.9);
        double[] scores =
                third == null ? new double[] {-odds, odds} : new double[] {Math.log(0.25), TINY, Math.log(0.75)};
        String label = third == null ? second : third;
        for (int subset = 0; subset < 8; subset++) {
            Answer answer = new Answer(
                    (subset & 1) == 0 ? "" : "scores",
                    (subset & 2) == 0 ? "" : "probability",
                    (subset & 4) == 0 ? "" : "prediction");
            InternalRow row = joined(answer, target, prediction);
            int at = FIELDS;
            if ((subset & 1) != 0) {
                assertArrayEquals(scores, vector(row, at++));
            }
            if ((subset & 2) != 0) {
                assertArrayEquals(probabilities, vector(row, at++));
            }
            if ((subset & 4) != 0) {
                switch (type) {
                    case CATEGORICAL ->
                        assertEquals(label, row.getUTF8String(at++).toString());
                    case BOOLEAN -> assertEquals(1, row.getDouble(at++));
                    default -> assertEquals(Double.parseDouble(label), row.getDouble(at++));
                }
            }
            assertEquals(at, row.numFields());
        }
    }

    @Test
    void writesValues() {
        FittedTarget target = new FittedTarget.Values(
                "target", ColumnType.NUMERIC, new NumberSummary(9, 0, 100, 10, 50, 150), true, false);
        Prediction prediction = Prediction.of(target, new double[] {0.5}, 0.5, true);
        InternalRow row = joined(new Answer("", "", "prediction"), target, prediction);
        assertEquals(((Prediction.ValuePrediction) prediction).value(), row.getDouble(FIELDS));
        assertEquals(FIELDS, joined(new Answer("", "", ""), target, prediction).numFields());
    }

    /** Joins a prediction to a row of texts and nulls, and checks that they are still there. */
    private static InternalRow joined(Answer answer, FittedTarget target, Prediction prediction) {
        StructType schema = new StructType();
        @Nullable Object[] values = new @Nullable Object[FIELDS];
        for (int f = 0; f < FIELDS; f++) {
            schema = schema.add("f" + f, f % 3 == 0 ? DataTypes.StringType : DataTypes.LongType);
            values[f] = f % 7 == 0
                    ? null
                    : f % 3 == 0 ? (Object) UTF8String.fromString("text".repeat(f)) : (Object) (long) f;
        }
        GivenRows given = new GivenRows(FIELDS, 3);
        UnsafeRow row = UnsafeProjection.create(schema).apply(new GenericInternalRow(values));
        given.add(row);
        given.add(row);
        InternalRow joined = GenerateUnsafeRowJoiner.create(schema, answer.schema(new StructType(), target))
                .join(given.get(1), new AnswerWriter(answer, target).row(prediction));
        for (int f = 0; f < FIELDS; f++) {
            assertEquals(f % 7 == 0, joined.isNullAt(f));
            if (f % 7 != 0 && f % 3 == 0) {
                assertEquals(values[f], joined.getUTF8String(f));
            } else if (f % 7 != 0) {
                assertEquals(values[f], joined.getLong(f));
            }
        }
        return joined;
    }

    private static double[] vector(InternalRow row, int field) {
        return new VectorUDT().deserialize(row.getStruct(field, 4)).toArray();
    }
}

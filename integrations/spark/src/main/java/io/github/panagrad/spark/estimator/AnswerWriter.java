package io.github.panagrad.spark.estimator;

import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.Prediction;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes predictions as rows of an answer's columns. For use by one thread. */
final class AnswerWriter {
    /** The type of a dense vector, as Spark writes it. */
    private static final byte DENSE = 1;

    private static final int VECTOR_FIELDS = 4;
    private static final int FIRST_BYTES = 256;

    private final boolean hasScores;
    private final boolean hasProbabilities;
    private final boolean hasPrediction;

    /** By number of class: the text or the number that predictions of it are; one of them is empty. */
    private final UTF8String[] texts;

    private final double[] numbers;
    private final double[] scores;
    private final UnsafeRowWriter row;
    private final UnsafeRowWriter vector;
    private final UnsafeArrayWriter elements;

    AnswerWriter(Answer answer, FittedTarget target) {
        hasScores = !answer.rawPrediction().isEmpty();
        hasProbabilities = !answer.probability().isEmpty();
        hasPrediction = !answer.prediction().isEmpty();
        texts = Answer.texts(target);
        numbers = Answer.numbers(target);
        scores = new double[Math.max(texts.length, numbers.length)];
        row = new UnsafeRowWriter(answer.count(), FIRST_BYTES);
        vector = new UnsafeRowWriter(row, VECTOR_FIELDS);
        elements = new UnsafeArrayWriter(vector, Double.BYTES);
    }

    /** Returns a prediction as a row; it is overwritten by the next call. */
    UnsafeRow row(Prediction prediction) {
        row.reset();
        row.zeroOutNullBytes();
        switch (prediction) {
            case Prediction.ClassPrediction found -> write(found);
            case Prediction.ValuePrediction found -> {
                if (hasPrediction) {
                    row.write(0, found.value());
                }
            }
        }
        return row.getRow();
    }

    private void write(Prediction.ClassPrediction found) {
        int column = 0;
        if (hasScores) {
            setScores(found);
            writeVector(column++, scores);
        }
        if (hasProbabilities) {
            for (int k = 0; k < scores.length; k++) {
                scores[k] = found.probability(k);
            }
            writeVector(column++, scores);
        }
        if (hasPrediction) {
            if (texts.length > 0) {
                row.write(column, texts[found.index()]);
            } else {
                row.write(column, numbers[found.index()]);
            }
        }
    }

    /** Sets log-odds of two classes, and logarithms of more probabilities; those of 0 are those of the smallest number. */
    private void setScores(Prediction.ClassPrediction found) {
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.log(Math.max(found.probability(k), Double.MIN_VALUE));
        }
        if (scores.length == 2) {
            double odds = scores[1] - scores[0];
            scores[0] = -odds;
            scores[1] = odds;
        }
    }

    private void writeVector(int column, double[] values) {
        int from = row.cursor();
        vector.resetRowWriter();
        vector.write(0, DENSE);
        vector.setNullAt(1);
        vector.setNullAt(2);
        int fromElements = vector.cursor();
        elements.initialize(values.length);
        for (int k = 0; k < values.length; k++) {
            elements.write(k, values[k]);
        }
        vector.setOffsetAndSizeFromPreviousCursor(VECTOR_FIELDS - 1, fromElements);
        row.setOffsetAndSizeFromPreviousCursor(column, from);
    }
}

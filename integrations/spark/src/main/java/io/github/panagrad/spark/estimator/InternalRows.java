package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import scala.reflect.ClassTag$;

/** The rows of data sets as Spark has them inside, which takes no objects for the values. */
public final class InternalRows {
    private InternalRows() {}

    /**
     * Returns the rows. They may be overwritten by the next row. Every plan ends in rows of this class: Spark's own
     * {@code collect} takes no others.
     *
     * @throws InvalidInputException if the data set is a stream, or is on another server (Spark Connect)
     */
    @SuppressWarnings("unchecked")
    public static JavaRDD<UnsafeRow> of(Dataset<Row> data) {
        RDD<? extends InternalRow> rows = classic(data).queryExecution().toRdd();
        return JavaRDD.fromRDD((RDD<UnsafeRow>) rows, ClassTag$.MODULE$.apply(UnsafeRow.class));
    }

    /**
     * Returns a data set of this process.
     *
     * @throws InvalidInputException if the data set is a stream, or is on another server (Spark Connect)
     */
    public static org.apache.spark.sql.classic.Dataset<Row> classic(Dataset<Row> data) {
        if (!(data instanceof org.apache.spark.sql.classic.Dataset<Row> own)) {
            throw new InvalidInputException("the data set is one of Spark Connect, whose rows are on a server;"
                    + " run the program with spark-submit instead");
        }
        if (data.isStreaming()) {
            throw new InvalidInputException(
                    "the data set is a stream; use its batches, one after the other, with foreachBatch");
        }
        return own;
    }
}

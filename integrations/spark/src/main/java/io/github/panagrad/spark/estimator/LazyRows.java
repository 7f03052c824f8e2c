package io.github.panagrad.spark.estimator;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * The rows of a data set, each partition changed by a function. Spark plans the data set, and runs the stages before its last one, when
 * the partitions are asked for: not before an action.
 */
public final class LazyRows extends RDD<InternalRow> {
    private static final long serialVersionUID = 1;

    private final transient Dataset<Row> data;
    private final Change change;
    private transient @Nullable RDD<UnsafeRow> planned;

    /** What becomes of a partition. */
    public interface Change extends Serializable {
        /** Returns the rows in place of those of a partition, which may be overwritten by the next row. */
        java.util.Iterator<InternalRow> apply(java.util.Iterator<UnsafeRow> rows);
    }

    /**
     * Takes a data set and what becomes of each partition.
     *
     * @throws io.github.panagrad.error.InvalidInputException when it is asked for partitions, if the data set is a stream or on another server
     */
    public LazyRows(Dataset<Row> data, Change change) {
        super(
                data.sparkSession().sparkContext(),
                CollectionConverters.<Dependency<?>>asScala(List.<Dependency<?>>of())
                        .toSeq(),
                ClassTag$.MODULE$.apply(InternalRow.class));
        this.data = data;
        this.change = change;
    }

    private synchronized RDD<UnsafeRow> rows() {
        RDD<UnsafeRow> found = planned;
        if (found == null) {
            found = InternalRows.of(data).rdd();
            planned = found;
        }
        return found;
    }

    @Override
    public Partition[] getPartitions() {
        return rows().partitions();
    }

    @Override
    public Seq<Dependency<?>> getDependencies() {
        return CollectionConverters.<Dependency<?>>asScala(List.<Dependency<?>>of(new OneToOneDependency<>(rows())))
                .toSeq();
    }

    @Override
    public Iterator<InternalRow> compute(Partition split, TaskContext context) {
        RDD<UnsafeRow> parent = firstParent(ClassTag$.MODULE$.apply(UnsafeRow.class));
        return CollectionConverters.asScala(change.apply(CollectionConverters.asJava(parent.iterator(split, context))));
    }
}

package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.spark.exchange.BarrierExchange;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Function1;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The stage in which several workers train a model together: a barrier stage, whose tasks Spark starts at once, and starts again all
 * together if one of them is lost. Each task is a worker.
 */
final class TogetherStage {
    private static final double NANOS = 1e9;

    private TogetherStage() {}

    /** A task, in Scala's form. */
    private interface Task
            extends Function1<scala.collection.Iterator<byte[]>, scala.collection.Iterator<byte[]>>, Serializable {}

    /**
     * Returns the stage.
     *
     * @param rows a partition for each worker
     * @return the bytes of the model file from the first worker, and nothing from the others
     * @throws InvalidInputException if the cluster cannot run so many tasks at once
     */
    static JavaRDD<byte[]> of(JavaRDD<byte[]> rows, WorkerTraining training) {
        requireSlots(rows.context(), training.dealing().workers());
        byte[] secret = BarrierExchange.newSecret();
        Task task = own -> CollectionConverters.asScala(run(training, secret, CollectionConverters.asJava(own)));
        ClassTag<byte[]> tag = ClassTag$.MODULE$.apply(byte[].class);
        JavaRDD<byte[]> models = new JavaRDD<>(rows.rdd().barrier().mapPartitions(task, false, tag), tag);
        // Spark begins a barrier stage again only if it is not the last one of a job.
        return models.mapToPair(model -> new Tuple2<>(0, model))
                .partitionBy(new HashPartitioner(1))
                .values();
    }

    /** Spark itself would wait for ten minutes. */
    private static void requireSlots(SparkContext context, int workers) {
        int slots =
                context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
        if (slots < workers) {
            throw new InvalidInputException("numWorkers is " + workers + ", but the cluster runs " + slots
                    + " tasks at once; set it lower, or give the application more executors or cores");
        }
    }

    private static Iterator<byte[]> run(WorkerTraining training, byte[] secret, Iterator<byte[]> rows) {
        BarrierTaskContext context = BarrierTaskContext.get();
        int worker = context.partitionId();
        Duration timeout = Duration.ofNanos(Math.round(training.options().timeoutSeconds() * NANOS));
        byte[] model = training.run(
                worker,
                Math.max(1, context.cpus()),
                rows,
                System.nanoTime(),
                () -> BarrierExchange.join(context, secret, timeout));
        return List.of(worker == 0 ? model : new byte[0]).iterator();
    }
}

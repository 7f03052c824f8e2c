package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.model.TableTraining;
import io.github.panagrad.table.pipeline.PartialFit;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.training.HeldBack;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Trains a model on a data set. The driver has the labels, weights and indicators of all rows, by which it decides which rows are held
 * back as for any table; executors summarise the features of their partitions, encode them, and train. The data set is read three times,
 * and cached meanwhile unless it is already.
 */
public final class FitJob {
    private static final Logger LOG = LoggerFactory.getLogger(FitJob.class);
    private static final int DEPTH = 2;

    private final Dataset<?> data;
    private final FitRequest request;
    private final long start = System.nanoTime();

    private FitJob(Dataset<?> data, FitRequest request) {
        this.data = data;
        this.request = request;
    }

    /**
     * Trains.
     *
     * @return the bytes of a model file
     * @throws InvalidInputException if the data set cannot be learned from; the message says what to do
     */
    public static byte[] run(Dataset<?> data, FitRequest request) {
        FitColumns.require(data.schema(), request);
        try {
            return new FitJob(data, request).run();
        } catch (Exception e) {
            throw Failures.cause(e);
        }
    }

    private byte[] run() {
        Dataset<Row> selected = FitColumns.select(data, request);
        boolean isCached = !data.storageLevel().equals(StorageLevel.NONE());
        if (!isCached) {
            selected.persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            return run(InternalRows.of(selected), FitColumns.fields(selected, request));
        } finally {
            if (!isCached) {
                selected.unpersist();
            }
        }
    }

    private byte[] run(JavaRDD<UnsafeRow> rows, List<SparkField> fields) {
        TableModelConfig config = request.options().config(1);
        TableTraining training = new TableTraining(config);
        Labels labels = Labels.of(rows, fields);
        RowBlock table = labels.table();
        requireLabels(table);
        HeldBack.Rows divided = HeldBack.of(
                table, Pipeline.samples(table), training.validationFraction(), training.task(), config.seed());
        PartialFit.Whole whole = PartialFit.Whole.of(table, divided.training());
        FittedTarget target = Pipeline.fitTarget(table, divided.training(), training.pipelineConfig());
        FitPlan plan = new FitPlan(fields, labels.partitions(), divided.training(), divided.validation(), whole);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(rows.context());
        Broadcast<FitPlan> sent = context.broadcast(plan);
        try {
            PartialFit all = PartialFit.ofBytes(plan.schema(), whole, summary(rows, sent));
            Pipeline pipeline = all.finish(target, training.pipelineConfig());
            NetworkSpec network = training.network(pipeline, whole.rows(), all);
            LOG.info(
                    "the columns become {} inputs; the network has {} parameters",
                    pipeline.width(),
                    network.parameterCount());
            WorkerTraining worker =
                    new WorkerTraining(pipeline.toJson(), network.toJson(), remaining(), dealing(training, divided));
            return train(rows, sent, worker);
        } finally {
            sent.destroy();
        }
    }

    /** Decides which worker has which rows. */
    private Dealing dealing(TableTraining training, HeldBack.Rows divided) {
        int rows = divided.training().length;
        int held = divided.validation().length;
        int workers = request.workers();
        int parts = request.options().parts(workers);
        int batch = training.trainingConfig(rows, held > 0).optimization().batchSize();
        if (parts > batch) {
            throw new InvalidInputException("a batch has " + batch + " rows, fewer than its " + parts
                    + " parts; set batchSize higher, or numWorkers or batchParts lower");
        }
        if (rows < parts || (held > 0 && held < parts)) {
            throw new InvalidInputException("there are " + rows + " rows to train on and " + held
                    + " held back, too few for the " + parts
                    + " parts of a batch; give more rows, or set numWorkers or batchParts lower");
        }
        return new Dealing(workers, parts, rows, held, batch, request.options().seed());
    }

    private void requireLabels(RowBlock table) {
        if (table.rows() == 0) {
            throw new InvalidInputException("the data set has no rows; there is nothing to learn from");
        }
        int label = table.schema().indexOf(Role.TARGET).orElseThrow();
        boolean isText = table.schema().columns().get(label).type() == ColumnType.CATEGORICAL;
        double[] number = new double[1];
        int[] code = new int[1];
        int missing = 0;
        int first = 0;
        for (int row : Pipeline.samples(table)) {
            if (isText) {
                table.codes(label, row, 1, code);
            } else {
                table.numbers(label, row, 1, number);
            }
            if (isText ? code[0] < 0 : Double.isNaN(number[0])) {
                first = missing == 0 ? row : first;
                missing++;
            }
        }
        if (missing > 0) {
            throw new InvalidInputException(table.place(first) + ": the label " + Quoted.of(request.labelCol())
                    + " is missing, as it is in " + missing + " of " + table.rows()
                    + " rows; drop those rows, for example with na().drop()");
        }
    }

    /** Returns the options with what remains of the time. */
    private FitRequest.Options remaining() {
        FitRequest.Options given = request.options();
        if (given.limitNanos() == 0) {
            return given;
        }
        return given.withLimit(Math.max(1, given.limitNanos() - (System.nanoTime() - start)));
    }

    private static byte[] summary(JavaRDD<UnsafeRow> rows, Broadcast<FitPlan> plan) {
        return rows.mapPartitionsWithIndex(
                        (partition, own) ->
                                List.of(plan.value().summary(partition, own)).iterator(),
                        false)
                .treeReduce((one, other) -> plan.value().merged(one, other), DEPTH);
    }

    private static byte[] train(JavaRDD<UnsafeRow> rows, Broadcast<FitPlan> plan, WorkerTraining worker) {
        JavaRDD<Tuple2<Integer, byte[]>> encoded = rows.mapPartitionsWithIndex(
                (partition, own) -> plan.value()
                        .encoded(
                                partition,
                                own,
                                Pipeline.fromJson(worker.pipeline()),
                                worker.options().dtype(),
                                worker.dealing()),
                false);
        int workers = worker.dealing().workers();
        JavaRDD<byte[]> dealt = JavaPairRDD.fromJavaRDD(encoded)
                .partitionBy(new HashPartitioner(workers))
                .values();
        JavaRDD<byte[]> models = workers == 1
                ? dealt.mapPartitionsWithIndex((number, own) -> trained(worker, own), false)
                : TogetherStage.of(dealt, worker);
        return models.collect().stream()
                .filter(model -> model.length > 0)
                .findFirst()
                .orElseThrow();
    }

    private static Iterator<byte[]> trained(WorkerTraining worker, Iterator<byte[]> rows) {
        int threads = Math.max(1, TaskContext.get().cpus());
        return List.of(worker.run(0, threads, rows, System.nanoTime(), null)).iterator();
    }

    /**
     * The labels, weights and indicators of all rows, and where partitions begin.
     *
     * @param partitions the number of the first row of each partition, and the number of all rows
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Labels(RowBlock table, int[] partitions) {
        private static Labels of(JavaRDD<UnsafeRow> rows, List<SparkField> fields) {
            ArrayList<SparkField> own = new ArrayList<>(fields.stream()
                    .filter(field -> field.role() != Role.FEATURE)
                    .toList());
            List<byte[]> parts = rows.mapPartitions(part ->
                            List.of(RowBytes.of(part, own, FitPlan.NAME)).iterator())
                    .collect();
            RowBlock table = new RowBlock(own, FitPlan.NAME);
            int[] partitions = new int[parts.size() + 1];
            for (int p = 0; p < parts.size(); p++) {
                partitions[p + 1] = partitions[p] + RowBytes.append(parts.get(p), table);
            }
            return new Labels(table, partitions);
        }
    }
}

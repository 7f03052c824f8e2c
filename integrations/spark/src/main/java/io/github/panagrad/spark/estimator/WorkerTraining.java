package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.checkpoint.CheckpointFile;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.exchange.GradientExchange;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.spark.tasks.SharedFolder;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.model.TableTraining;
import io.github.panagrad.table.pipeline.EncodedRows;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's part in a training: it gathers its encoded rows off the heap, trains, and returns the bytes of a model file, whose facts
 * have the metrics. Sent to an executor.
 *
 * @param pipeline as JSON
 * @param network as JSON
 * @param dealing which rows are the worker's
 */
record WorkerTraining(String pipeline, String network, FitRequest.Options options, Dealing dealing)
        implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerTraining.class);
    private static final int KEPT_CHECKPOINTS = 2;
    private static final long NO_CHECKPOINT = -1;

    /**
     * Trains.
     *
     * @param worker the number of the worker
     * @param threads the threads that its task has
     * @param encoded its rows, each block with a flag, as {@link FitPlan#encoded} makes them
     * @param start when the training began, by {@link System#nanoTime}
     * @param connect connects with the other workers, if there are any; called when the rows are here
     * @throws InvalidInputException if the memory does not suffice, or the time
     */
    byte[] run(
            int worker,
            int threads,
            Iterator<byte[]> encoded,
            long start,
            @Nullable Supplier<? extends GradientExchange> connect) {
        TableModelConfig config = options.config(threads).withBatchParts(dealing.parts());
        TableTraining training = new TableTraining(config);
        Pipeline fitted = Pipeline.fromJson(pipeline);
        NetworkSpec spec = NetworkSpec.fromJson(network);
        int own = dealing.count(worker);
        int ownHeld = dealing.countOfHeld(worker);
        WorkerMemory memory = WorkerMemory.of(
                spec,
                config.dtype(),
                training.trainingConfig(dealing.rows(), dealing.held() > 0),
                (long) own + ownHeld,
                !options.dataStore().isEmpty(),
                connect == null ? 0 : dealing.workers());
        LOG.info("worker {} trains on {} rows, {} held back; it needs {}", worker, own, ownHeld, memory.describe());
        memory.require();
        EncodedStorage storage = options.dataStore().isEmpty()
                ? EncodedStorage.memory()
                : EncodedStorage.mapped(Path.of(options.dataStore()));
        try (EncodedRows trained = new EncodedRows(fitted, own, config.dtype(), storage);
                EncodedRows judged = ownHeld == 0 ? null : new EncodedRows(fitted, ownHeld, config.dtype(), storage)) {
            gather(encoded, trained, judged);
            Dataset validation = judged == null ? null : judged.finish();
            try (GradientExchange exchange = connect == null ? null : connect.get();
                    TableModel model = train(
                            training(config, exchange), fitted, spec, trained.finish(), validation, exchange, start)) {
                return ModelBytes.of(model);
            }
        }
    }

    private TableModel train(
            TableTraining training,
            Pipeline fitted,
            NetworkSpec spec,
            Dataset own,
            @Nullable Dataset validation,
            @Nullable GradientExchange exchange,
            long start) {
        return training.train(fitted, spec, own, validation, dealing.rows(), exchange, _ -> {}, List.of(), start);
    }

    /** Returns the training with its checkpoints: all workers go on from the one that the first worker finds. */
    private TableTraining training(TableModelConfig config, @Nullable GradientExchange exchange) {
        if (options.checkpointDir().isEmpty()) {
            return new TableTraining(config);
        }
        Path folder = SharedFolder.require(options.checkpointDir());
        TableModelConfig saving = config.withCheckpoints(new Checkpoints(
                folder, new Interval.Epochs(options.checkpointEpochs()), KEPT_CHECKPOINTS, OnFailure.STOP));
        long step = CheckpointFile.latest(folder)
                .map(file -> CheckpointFile.inspect(file).progress().steps())
                .orElse(NO_CHECKPOINT);
        long ofFirst = exchange == null ? step : told(step, exchange);
        if (ofFirst == NO_CHECKPOINT) {
            return new TableTraining(saving);
        }
        LOG.info("training goes on from the checkpoint after step {}", ofFirst);
        return new TableTraining(saving.resumedFrom(CheckpointFile.file(folder, ofFirst)));
    }

    /** Returns the number that the first worker tells. */
    private static long told(long mine, GradientExchange exchange) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment own = arena.allocate(ValueLayout.JAVA_LONG);
            own.set(ValueLayout.JAVA_LONG, 0, mine);
            MemorySegment all = arena.allocate(ValueLayout.JAVA_LONG, exchange.workers());
            exchange.gather(own, all);
            return all.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static void gather(Iterator<byte[]> encoded, EncodedRows trained, @Nullable EncodedRows judged) {
        while (encoded.hasNext()) {
            byte[] flagged = encoded.next();
            EncodedRows part = flagged[0] == FitPlan.TRAINING ? trained : judged;
            if (part == null) {
                throw new IllegalStateException("there are rows held back, but none were planned");
            }
            part.add(flagged, 1);
        }
    }
}

package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.model.TableTraining;
import io.github.panagrad.table.pipeline.EncodedRows;
import io.github.panagrad.table.pipeline.EncodedStorage;
import io.github.panagrad.table.pipeline.Pipeline;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
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
 * @param rows all training rows
 * @param held all rows held back
 */
record WorkerTraining(String pipeline, String network, FitRequest.Options options, Dealing dealing, int rows, int held)
        implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerTraining.class);

    /**
     * Trains.
     *
     * @param worker the number of the worker
     * @param threads the threads that its task has
     * @param encoded its rows, each block with a flag, as {@link FitPlan#encoded} makes them
     * @param start when the training began, by {@link System#nanoTime}
     * @throws InvalidInputException if the memory does not suffice, or the time
     */
    byte[] run(int worker, int threads, Iterator<byte[]> encoded, long start) {
        TableModelConfig config = options.config(threads);
        TableTraining training = new TableTraining(config);
        Pipeline fitted = Pipeline.fromJson(pipeline);
        NetworkSpec spec = NetworkSpec.fromJson(network);
        int own = dealing.count(rows, worker);
        int ownHeld = dealing.count(held, worker);
        WorkerMemory memory = WorkerMemory.of(
                spec,
                config.dtype(),
                training.trainingConfig(rows, held > 0),
                (long) own + ownHeld,
                !options.dataStore().isEmpty());
        LOG.info("worker {} trains on {} rows, {} held back; it needs {}", worker, own, ownHeld, memory.describe());
        memory.require();
        EncodedStorage storage = options.dataStore().isEmpty()
                ? EncodedStorage.memory()
                : EncodedStorage.mapped(Path.of(options.dataStore()));
        try (EncodedRows trained = new EncodedRows(fitted, own, config.dtype(), storage);
                EncodedRows judged = ownHeld == 0 ? null : new EncodedRows(fitted, ownHeld, config.dtype(), storage)) {
            gather(encoded, trained, judged);
            Dataset validation = judged == null ? null : judged.finish();
            try (TableModel model =
                    training.train(fitted, spec, trained.finish(), validation, _ -> {}, List.of(), start)) {
                return ModelBytes.of(model);
            }
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

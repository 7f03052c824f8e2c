package io.github.panagrad.cli.training;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.report.TensorBoardFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the metrics of each epoch for TensorBoard, with the number of the epoch as the step. The file is created with the
 * first epoch. Closed by its owner.
 */
public final class TensorBoardListener implements TrainingListener, AutoCloseable {
    private final LostOutputs lost;

    /** Null where there is none, or none any more. */
    private @Nullable Path folder;

    private @Nullable TensorBoardFiles files;

    private TensorBoardListener(@Nullable Path folder, LostOutputs lost) {
        this.folder = folder;
        this.lost = lost;
    }

    /**
     * Returns a listener that writes to a folder, or does nothing if there is none.
     *
     * @param lost hears of a failure, after which nothing more is written
     */
    static TensorBoardListener of(Optional<Path> folder, LostOutputs lost) {
        return new TensorBoardListener(folder.orElse(null), lost);
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
        Path directory = folder;
        if (directory == null) {
            return;
        }
        try {
            TensorBoardFiles open = files;
            if (open == null) {
                open = TensorBoardFiles.create(directory, metrics.epoch(), Instant.now());
                files = open;
            }
            open.scalars(metrics.epoch(), Instant.now(), scalars(metrics));
        } catch (IOException e) {
            lost.lose(directory, e);
            close();
            folder = null;
        }
    }

    private static Map<String, Double> scalars(EpochMetrics metrics) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        put(scalars, "loss/train", metrics.trainLoss());
        put(scalars, "loss/validation", metrics.validationLoss());
        put(scalars, "accuracy/train", metrics.trainAccuracy());
        put(scalars, "accuracy/validation", metrics.validationAccuracy());
        metrics.metrics().forEach((name, value) -> put(scalars, name + "/validation", value));
        put(scalars, "learning_rate", metrics.learningRate());
        put(scalars, "samples_per_second", metrics.samplesPerSecond());
        return scalars;
    }

    private static void put(Map<String, Double> scalars, String name, double value) {
        if (!Double.isNaN(value)) {
            scalars.put(name, value);
        }
    }

    @Override
    public void close() {
        TensorBoardFiles open = files;
        Path directory = folder;
        if (open != null && directory != null) {
            try {
                open.close();
            } catch (IOException e) {
                lost.lose(directory, e);
            }
        }
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.CheckpointDescription;
import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.checkpoint.OnFailure;
import io.github.panagrad.nn.checkpoint.Progress;
import io.github.panagrad.nn.io.Uninterrupted;
import io.github.panagrad.tensor.NativeMemoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the checkpoints of one training run when they are due, and tells the listeners. For use by one thread. */
final class CheckpointWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

    private final Checkpoints settings;
    private final List<TrainingListener> listeners;
    private final Function<Progress, CheckpointDescription> describe;
    private final Supplier<StateTensors> tensors;
    private final @Nullable Path resumed;
    private @Nullable CheckpointFolder folder;
    private long lastNanos = System.nanoTime();

    /** How far training was when a checkpoint was last attempted. */
    private long lastSteps = -1;

    private int lastEpochs = -1;

    /**
     * Opens the folder.
     *
     * @param resumed the checkpoint that the training is resumed from, or null
     * @param describe makes the description stored in a checkpoint
     * @param tensors returns all tensors in their current state, or throws if they are not worth keeping
     * @throws io.github.panagrad.nn.checkpoint.CheckpointException if the folder belongs to another training run
     * @throws UncheckedIOException if the folder cannot be written to, and training is to stop in that case
     */
    CheckpointWriter(
            Checkpoints settings,
            List<TrainingListener> listeners,
            TrainingState state,
            @Nullable Path resumed,
            Function<Progress, CheckpointDescription> describe,
            Supplier<StateTensors> tensors) {
        this.settings = settings;
        this.listeners = listeners;
        this.describe = describe;
        this.tensors = tensors;
        this.resumed = resumed;
        if (resumed != null) {
            // That state is already on disk and need not be written again if nothing is left to do.
            lastSteps = state.steps;
            lastEpochs = state.epochs.size();
        }
        try {
            folder = Uninterrupted.call(() -> CheckpointFolder.open(settings, resumed));
        } catch (IOException e) {
            failed(state.steps, e);
        }
    }

    /** Writes a checkpoint if one is due after a step. */
    void afterStep(TrainingState state) {
        boolean isDue = switch (settings.every()) {
            case Interval.Steps steps -> state.steps % steps.count() == 0;
            case Interval.Time time ->
                System.nanoTime() - lastNanos >= time.duration().toNanos();
            case Interval.Epochs _ -> false;
        };
        if (isDue) {
            write(state);
        }
    }

    /**
     * Writes a checkpoint if one is due after an epoch.
     *
     * @param isStep whether the epoch was also a step, for which {@link #afterStep} has not been called
     */
    void afterEpoch(TrainingState state, boolean isStep) {
        if (settings.every() instanceof Interval.Epochs epochs && state.epochs.size() % epochs.count() == 0) {
            write(state);
        } else if (isStep) {
            afterStep(state);
        }
    }

    /** Writes a checkpoint unless the last one has the current state. */
    void atEnd(TrainingState state) {
        if (state.steps != lastSteps || state.epochs.size() != lastEpochs) {
            write(state);
        }
    }

    private void write(TrainingState state) {
        long begin = System.nanoTime();
        lastSteps = state.steps;
        lastEpochs = state.epochs.size();
        try {
            Path file = Uninterrupted.call(() -> writeNow(state));
            LOG.debug("wrote {}", file);
            for (TrainingListener listener : listeners) {
                listener.onCheckpoint(file, state.steps);
            }
        } catch (IOException e) {
            failed(state.steps, e);
        } catch (CheckpointException | NativeMemoryException e) {
            failed(state.steps, new IOException(e.getMessage(), e));
        } finally {
            lastNanos = System.nanoTime();
            state.pause(lastNanos - begin);
        }
    }

    private Path writeNow(TrainingState state) throws IOException {
        CheckpointFolder open = folder;
        if (open == null) {
            // What kept it from being written to may have passed: a volume that was not yet there, a full disk.
            open = CheckpointFolder.open(settings, resumed);
            folder = open;
        }
        try (StateTensors all = tensors.get()) {
            return open.write(describe.apply(state.progress()), all.all());
        }
    }

    private void failed(long steps, IOException failure) {
        for (TrainingListener listener : listeners) {
            listener.onCheckpointFailed(steps, failure);
        }
        if (settings.onFailure() == OnFailure.STOP) {
            throw new UncheckedIOException(failure);
        }
        LOG.warn("no checkpoint after step {}: {}", steps, failure.getMessage());
    }

    /** Releases the folder. */
    @Override
    public void close() {
        CheckpointFolder open = folder;
        if (open != null) {
            open.close();
        }
    }
}

package io.github.panagrad.nn;

import java.nio.file.Path;
import java.util.List;

/** Is told about the progress of training, on the training thread; any exception it throws ends the training. */
public interface TrainingListener {
    /** A listener that does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Called once, before the first step.
     *
     * @param done the epochs that were done before, where training resumes from a checkpoint; else none
     */
    default void onStart(List<EpochMetrics> done) {}

    /**
     * Called after each step, and with L-BFGS after each iteration; must be quick.
     *
     * @param epoch the number of the epoch, from 1
     * @param step the number of the step, from 1, counted over all training runs of the trainer
     * @param samples the samples of this epoch trained on so far
     * @param loss the batch's loss, with penalties, before the update; with L-BFGS, after it
     * @param learningRate the step's learning rate; with L-BFGS, the step that the line search found
     */
    default void onStep(int epoch, long step, long samples, double loss, double learningRate) {}

    /** Called after each epoch. */
    default void onEpoch(EpochMetrics metrics) {}

    /**
     * Called when a checkpoint is on disk.
     *
     * @param file the checkpoint
     * @param step the number of steps done
     */
    default void onCheckpoint(Path file, long step) {}

    /**
     * Called when a checkpoint could not be written; the failure has been logged, too.
     *
     * @param step the number of steps done
     * @param failure says why, in a message that can be shown
     */
    default void onCheckpointFailed(long step, Exception failure) {}
}

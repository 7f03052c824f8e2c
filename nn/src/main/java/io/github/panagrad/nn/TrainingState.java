package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.Progress;
import java.util.ArrayList;
import java.util.List;

/** The state of a training run, apart from its tensors. Changed by the loop; used by one thread. */
final class TrainingState {
    /** The steps that the trainer had done before this training run. */
    final long stepsBefore;

    /** The steps that the trainer has done. */
    long steps;

    /** The samples of the current epoch that have been trained on. */
    int position;

    /** The sum of their batches' losses, each times its rows. */
    double loss;

    /** How many of them were predicted correctly. */
    long correct;

    /** The epochs that are done. */
    final List<EpochMetrics> epochs;

    /** When the current epoch would have begun, had it never been interrupted. */
    private long begun = System.nanoTime();

    /** The part of the time since then that was spent on checkpoints. */
    private long pausedNanos;

    /** Starts a training run. */
    TrainingState(long stepsBefore) {
        this(new Progress(stepsBefore, stepsBefore, 0, 0, 0, 0, 0), List.of());
    }

    /** Resumes a training run. */
    TrainingState(Progress progress, List<EpochMetrics> epochs) {
        stepsBefore = progress.stepsBefore();
        steps = progress.steps();
        position = progress.position();
        loss = progress.loss();
        correct = progress.correct();
        this.epochs = new ArrayList<>(epochs);
        begun -= (long) (progress.seconds() * 1e9);
    }

    Progress progress() {
        return new Progress(stepsBefore, steps, epochs.size(), position, loss, correct, seconds());
    }

    /** Returns the steps of this training run. */
    long ownSteps() {
        return steps - stepsBefore;
    }

    /** Returns the time that the current epoch has taken. */
    double seconds() {
        return (System.nanoTime() - begun) * 1e-9;
    }

    /** Returns that time without checkpoints. */
    double trainingSeconds() {
        return seconds() - pausedNanos * 1e-9;
    }

    /** Excludes time from the speed of training. */
    void pause(long nanos) {
        pausedNanos += nanos;
    }

    /** Ends the current epoch. */
    void endEpoch(EpochMetrics metrics) {
        epochs.add(metrics);
        position = 0;
        loss = 0;
        correct = 0;
        begun = System.nanoTime();
        pausedNanos = 0;
    }
}

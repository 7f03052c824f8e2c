package io.github.panagrad.nn;

import io.github.panagrad.nn.checkpoint.Progress;
import java.util.ArrayList;
import java.util.List;

/** The state of a training run, apart from its tensors. Changed by the loop; used by one thread. */
final class TrainingState {
    /** The steps that the trainer had done before this training. */
    final long stepsBefore;

    /** The steps that it has done. */
    long steps;

    /** The samples of the epoch under way that were trained on. */
    int position;

    /** The sum of their batches' losses, each times its rows. */
    double loss;

    /** How many of them were predicted right. */
    long correct;

    /** The epochs that are done. */
    final List<EpochMetrics> epochs;

    /** When the epoch under way would have begun, had it never been interrupted. */
    private long begun = System.nanoTime();

    /** What of the time since was spent on checkpoints. */
    private long pausedNanos;

    /** Begins. */
    TrainingState(long stepsBefore) {
        this(new Progress(stepsBefore, stepsBefore, 0, 0, 0, 0, 0), List.of());
    }

    /** Goes on. */
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

    /** Returns the steps of this training. */
    long ownSteps() {
        return steps - stepsBefore;
    }

    /** Returns the time that the epoch under way has taken. */
    double seconds() {
        return (System.nanoTime() - begun) * 1e-9;
    }

    /** Returns the same without checkpoints. */
    double trainingSeconds() {
        return seconds() - pausedNanos * 1e-9;
    }

    /** Takes time out of the speed of training. */
    void pause(long nanos) {
        pausedNanos += nanos;
    }

    /** Ends the epoch under way. */
    void endEpoch(EpochMetrics metrics) {
        epochs.add(metrics);
        position = 0;
        loss = 0;
        correct = 0;
        begun = System.nanoTime();
        pausedNanos = 0;
    }
}

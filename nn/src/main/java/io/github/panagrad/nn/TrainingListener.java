package io.github.panagrad.nn;

/** Hears of a training's progress, on the thread that trains; what it throws ends the training. */
public interface TrainingListener {
    /** A listener that does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Called after each step; must be quick.
     *
     * @param epoch the number of the epoch, from 1
     * @param samples the samples of this epoch that were trained on so far
     */
    default void onStep(int epoch, long samples) {}

    /** Called after each epoch. */
    default void onEpoch(EpochMetrics metrics) {}
}

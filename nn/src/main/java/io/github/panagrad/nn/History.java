package io.github.panagrad.nn;

import java.util.List;

/**
 * What training gave, epoch by epoch.
 *
 * @param epochs the first to the last; empty if it was asked to stop in the first
 * @param steps the number of training steps the trainer has done
 * @param ending how it ended
 */
public record History(List<EpochMetrics> epochs, long steps, Ending ending) {
    /** Copies the list. */
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * Returns the last epoch's metrics.
     *
     * @throws java.util.NoSuchElementException if no epoch was done
     */
    public EpochMetrics last() {
        return epochs.getLast();
    }
}

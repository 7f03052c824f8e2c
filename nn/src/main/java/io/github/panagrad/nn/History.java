package io.github.panagrad.nn;

import java.util.List;

/**
 * What training gave, epoch by epoch.
 *
 * @param epochs the first to the last
 * @param steps the number of training steps
 */
public record History(List<EpochMetrics> epochs, long steps) {
    /** Copies the list. */
    public History {
        epochs = List.copyOf(epochs);
    }

    /** Returns the last epoch's metrics. */
    public EpochMetrics last() {
        return epochs.getLast();
    }
}

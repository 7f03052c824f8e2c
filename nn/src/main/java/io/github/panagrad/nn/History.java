package io.github.panagrad.nn;

import java.util.List;

/**
 * The results of training, epoch by epoch.
 *
 * @param epochs first to last; empty if a stop was requested during the first
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

    /**
     * Returns the epoch whose parameters early stopping keeps: the best by its rule, or the last if none has a value.
     *
     * @throws java.util.NoSuchElementException if no epoch was done
     */
    public EpochMetrics best(EarlyStopping rule) {
        int best = new BestEpoch(rule, epochs).epoch();
        return best == 0 ? last() : epochs.get(best - 1);
    }
}

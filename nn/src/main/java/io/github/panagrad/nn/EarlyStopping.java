package io.github.panagrad.nn;

/**
 * Ends training when a metric stops improving: after {@code patience} epochs in a row without an improvement on the best by
 * more than {@code minDelta} (Prechelt, "Early Stopping - But When?", 1998, with patience in place of his criteria). NaN is no
 * improvement. A value.
 *
 * @param monitor what is watched
 * @param patience the number of epochs without improvement, at least 1
 * @param minDelta the least improvement that counts, finite and not negative
 * @param restoreBest whether the parameters of the best epoch are restored when training ends by itself, early or after all
 *     epochs; not when a stop is requested, because training may then be resumed
 */
public record EarlyStopping(Monitor monitor, int patience, double minDelta, boolean restoreBest) {
    /** Checks the values. */
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException(
                    "early stopping: the patience must be at least 1 epoch, found " + patience);
        }
        if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
            throw new IllegalArgumentException(
                    "early stopping: min-delta must be a finite number and not negative, found " + minDelta);
        }
    }

    /** Returns a rule that counts any gain as an improvement, and restores the best parameters. */
    public static EarlyStopping of(Monitor monitor, int patience) {
        return new EarlyStopping(monitor, patience, 0, true);
    }

    /** Returns the hyper-parameters as text. */
    String describe() {
        return monitor.name() + ",patience=" + patience + ",min-delta=" + minDelta + ",restore-best=" + restoreBest;
    }
}

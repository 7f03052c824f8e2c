package io.github.panagrad.nn;

/**
 * Ends training when a metric stops improving: after {@code patience + patienceGrowth * best} epochs in a row without an
 * improvement on the best, which was epoch {@code best}, by more than {@code minDelta} (Prechelt, "Early Stopping - But When?",
 * 1998, with patience in place of his criteria). NaN is no improvement. A value.
 *
 * @param monitor what is watched
 * @param patience the number of epochs without improvement, at least 1
 * @param patienceGrowth the number of epochs that each epoch up to the best one adds to the patience, finite and not negative:
 *     0 is the same patience at any time; with 1 training never ends before twice the best epoch, so that long training with a
 *     schedule that comes late is not cut
 * @param minDelta the least improvement that counts, finite and not negative
 * @param restoreBest whether the parameters of the best epoch are restored when training ends by itself, early or after all
 *     epochs; not when a stop is requested, because training may then be resumed
 */
public record EarlyStopping(
        Monitor monitor, int patience, double patienceGrowth, double minDelta, boolean restoreBest) {
    /** Checks the values. */
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException(
                    "early stopping: the patience must be at least 1 epoch, found " + patience);
        }
        if (!(patienceGrowth >= 0 && Double.isFinite(patienceGrowth))) {
            throw new IllegalArgumentException(
                    "early stopping: the growth of the patience must be a finite number and not negative, found "
                            + patienceGrowth);
        }
        if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
            throw new IllegalArgumentException(
                    "early stopping: min-delta must be a finite number and not negative, found " + minDelta);
        }
    }

    /** Returns a rule that counts any gain as an improvement, and restores the best parameters. */
    public static EarlyStopping of(Monitor monitor, int patience) {
        return new EarlyStopping(monitor, patience, 0, 0, true);
    }

    /** Returns the hyper-parameters as text. */
    String describe() {
        // Left out where it is 0, so that checkpoints from before there was one go on.
        String growth = patienceGrowth == 0 ? "" : ",patience-growth=" + patienceGrowth;
        return monitor.name() + ",patience=" + patience + growth + ",min-delta=" + minDelta + ",restore-best="
                + restoreBest;
    }
}

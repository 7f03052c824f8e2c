package io.github.panagrad.nn;

import org.jspecify.annotations.Nullable;

/**
 * The copy of a network's parameters that a training can return to: those of the best epoch where early stopping restores
 * them, else those of the last epoch. Used by one thread.
 */
final class KeptParameters {
    private final Network network;
    private final Network copy;
    private final @Nullable BestEpoch best;

    /**
     * Names the networks; nothing is copied yet.
     *
     * @param copy a network of the same shape, which stays the caller's
     * @param best the epochs so far, or null if the last epoch is as good as any
     */
    KeptParameters(Network network, Network copy, @Nullable BestEpoch best) {
        this.network = network;
        this.copy = copy;
        this.best = best;
    }

    /** Returns the copy where it is part of a training's state, because it is of a certain epoch; else null. */
    @Nullable
    Network ofBestEpoch() {
        return best != null && best.epoch() > 0 ? copy : null;
    }

    /** Keeps what the network has before the first step, unless the copy already has the parameters of the best epoch. */
    void begin() {
        if (ofBestEpoch() == null) {
            copy.copyFrom(network);
        }
    }

    /**
     * Keeps what the network has after an epoch, if it is worth more than the copy.
     *
     * @param isBest whether the epoch is the best so far
     */
    void afterEpoch(boolean isBest) {
        if (isBest || ofBestEpoch() == null) {
            copy.copyFrom(network);
        }
    }

    /** Gives the network what was kept. */
    void restore() {
        network.copyFrom(copy);
    }
}

package io.github.panagrad.tune;

import io.github.panagrad.tensor.RandomKey;

/** Random numbers, one after the other, as a function of a key and of how many were drawn before. For one thread. */
final class Draws {
    private final RandomKey key;
    private long position;

    Draws(RandomKey key) {
        this.key = key;
    }

    /** Returns a number that is uniform in [0, 1). */
    double uniform() {
        return key.uniform(position++);
    }

    /** Returns a number that is normal with mean 0 and variance 1. */
    double normal() {
        // Two uniform numbers at 2p and 2p + 1.
        long pair = (position + 1) / 2;
        position = 2 * pair + 2;
        return key.normal(pair);
    }

    /** Returns a whole number from 0 to the bound, exclusive. */
    int below(int bound) {
        return key.below(position++, bound);
    }
}

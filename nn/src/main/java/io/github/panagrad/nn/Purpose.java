package io.github.panagrad.nn;

import io.github.panagrad.tensor.RandomKey;

/** What random numbers are used for: each purpose has a sequence of its own under one seed. */
enum Purpose {
    INITIALISATION(0),
    SHUFFLE(1),
    DROPOUT(2);

    private final int number;

    Purpose(int number) {
        this.number = number;
    }

    RandomKey key(long seed) {
        return RandomKey.of(seed).fold(number);
    }
}

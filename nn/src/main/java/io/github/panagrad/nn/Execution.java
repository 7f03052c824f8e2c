package io.github.panagrad.nn;

import java.util.Objects;

/**
 * How training is run: its random numbers, the order of its samples, and its threads. A value.
 *
 * @param seed determines the order of the samples and the dropout masks
 * @param shuffle the order of the samples, epoch by epoch
 * @param threads the number of threads, or {@link TrainingConfig#AUTO_THREADS}
 * @param reproducible whether the division of work depends on network and batch alone, so that results are bit-identical for
 *     every number of threads
 */
public record Execution(long seed, Shuffle shuffle, int threads, boolean reproducible) {
    /** Checks the values. */
    public Execution {
        Objects.requireNonNull(shuffle, "shuffle");
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads must be at least 1, found " + threads);
        }
    }
}

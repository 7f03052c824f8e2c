package io.github.panagrad.nn;

/**
 * How a training is run: its random numbers, the order of its samples, and its threads. A value.
 *
 * @param seed determines the order of the samples and the dropout masks
 * @param shuffle the order of the samples, epoch by epoch
 * @param threads the number of threads, or {@link TrainingConfig#AUTO_THREADS}
 * @param reproducible whether the work is divided by network and batch alone, so that every number of threads gives the same
 *     bits
 */
public record Execution(long seed, Shuffle shuffle, int threads, boolean reproducible) {
    /** Checks the values. */
    public Execution {
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads must be at least 1, found " + threads);
        }
    }
}

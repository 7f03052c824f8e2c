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
 * @param batchParts the parts of each batch, whose gradients are computed apart and added in pairs, so that several workers can
 *     compute them with the same bits; 1 for batches that are not divided
 * @param memberBatches whether the members of a network learn from the same batches
 */
public record Execution(
        long seed, Shuffle shuffle, int threads, boolean reproducible, int batchParts, MemberBatches memberBatches) {
    /** The most parts of a batch. */
    public static final int MAX_BATCH_PARTS = 1024;

    /** Checks the values. */
    public Execution {
        Objects.requireNonNull(shuffle, "shuffle");
        Objects.requireNonNull(memberBatches, "memberBatches");
        if (threads < 0) {
            throw new IllegalArgumentException("the number of threads must be at least 1, found " + threads);
        }
        if (batchParts < 1 || batchParts > MAX_BATCH_PARTS) {
            throw new IllegalArgumentException(
                    "the parts of a batch must be from 1 to " + MAX_BATCH_PARTS + ", found " + batchParts);
        }
    }

    /** Makes a value for batches that are not divided, and that members share. */
    public Execution(long seed, Shuffle shuffle, int threads, boolean reproducible) {
        this(seed, shuffle, threads, reproducible, 1, MemberBatches.SHARED);
    }
}

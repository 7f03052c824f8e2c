package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.RandomKey;

/**
 * The order in which an epoch goes through the samples. If members have batches of their own, it has a row for each of them next to each
 * other, and each of them goes through all samples in an order of its own. A value.
 *
 * @param rowsPerSample how many rows a step reads for each sample of a batch
 */
record EpochOrder(Shuffle shuffle, int rowsPerSample) {
    /** The most elements of an array. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    /**
     * Requires that an order is not too long for an array.
     *
     * @throws IllegalArgumentException if it is
     */
    void require(long samples) {
        if (samples > MOST / rowsPerSample) {
            throw new IllegalArgumentException(
                    "each of " + rowsPerSample + " members would have an order of its own of "
                            + samples + " samples, and all together more than " + MOST
                            + " rows; have the members share their batches, or train on fewer samples or members");
        }
    }

    /**
     * Returns an order to be filled.
     *
     * @throws IllegalArgumentException if it is too long for an array
     */
    int[] allocate(int samples) {
        require(samples);
        return new int[samples * rowsPerSample];
    }

    /**
     * Writes the order of an epoch.
     *
     * @param key of the epoch
     * @param order as {@link #allocate} returns it; written
     */
    void write(Dataset samples, RandomKey key, int[] order) {
        if (rowsPerSample == 1) {
            shuffle.order(samples, key, order);
            return;
        }
        int[] ofMember = new int[samples.size()];
        for (int member = 0; member < rowsPerSample; member++) {
            shuffle.order(samples, key.fold(member), ofMember);
            for (int i = 0; i < ofMember.length; i++) {
                order[i * rowsPerSample + member] = ofMember[i];
            }
        }
    }
}

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
    /** Returns an order to be filled. */
    int[] allocate(int samples) {
        return new int[Math.multiplyExact(samples, rowsPerSample)];
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

package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/** Copies the columns of samples that are not embedded to the first columns of the features. Threads may share it. */
final class NumberColumns {
    private final int[] columns;

    NumberColumns(Architecture architecture) {
        columns = architecture.numbers();
    }

    /**
     * Copies rows.
     *
     * @param samples m x inputs; read
     * @param features m x features; the first columns are written
     */
    void copy(Tensor samples, Tensor features) {
        for (int r = 0; r < samples.rows(); r++) {
            for (int i = 0; i < columns.length; i++) {
                features.set(r, i, samples.get(r, columns[i]));
            }
        }
    }
}

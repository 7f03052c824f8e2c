package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;

/** Whether data fits a network. */
final class DataChecks {
    private DataChecks() {}

    /**
     * Requires the columns and targets that a network takes.
     *
     * @throws IllegalArgumentException naming what differs
     */
    static void require(NetworkSpec spec, Dataset data) {
        requireColumns(spec, data);
        spec.loss().checkTargets(data, spec.outputs());
    }

    static void requireColumns(NetworkSpec spec, Dataset data) {
        if (data.columns() != spec.inputs()) {
            throw new IllegalArgumentException("the network expects " + spec.inputs() + " inputs, but the data has "
                    + data.columns() + " columns");
        }
        for (Embedding embedding : spec.input().embeddings()) {
            requireCategories(embedding, data);
        }
    }

    private static void requireCategories(Embedding embedding, Dataset data) {
        for (int i = 0; i < data.size(); i++) {
            double value = data.features().get(data.row(i), embedding.column());
            if (!(value >= 0 && value < embedding.categories() && value == Math.rint(value))) {
                throw new IllegalArgumentException("sample " + i + ": input column " + embedding.column()
                        + " is embedded and must be a whole number from 0 to " + (embedding.categories() - 1)
                        + ", found " + value);
            }
        }
    }
}

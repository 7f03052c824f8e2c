package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.DType;

/** Checks whether data fits a network. */
final class DataChecks {
    private DataChecks() {}

    /**
     * Requires the columns and targets that a network expects, in numbers of its element type.
     *
     * @throws IllegalArgumentException naming what differs
     */
    static void require(NetworkSpec spec, DType dtype, Dataset data) {
        requireColumns(spec, data);
        data.requireWithin(dtype);
        spec.loss().checkTargets(data, spec.outputs());
    }

    static void requireColumns(NetworkSpec spec, Dataset data) {
        if (data.columns() != spec.inputs()) {
            throw new IllegalArgumentException("the network expects " + spec.inputs() + " inputs, but the data has "
                    + data.columns() + " columns");
        }
        for (Layer embedding : spec.embeddings()) {
            LayerKinds.check(embedding, data);
        }
        data.categories().forEach((column, count) -> {
            if (spec.embeddings().stream()
                    .noneMatch(layer -> layer.inputColumn().orElseThrow() == column)) {
                throw new IllegalArgumentException("column " + column + " of the samples has the numbers of " + count
                        + " categories, but the network has no embedding of it: describe it by network() of the pipeline that"
                        + " encoded them, or add embedding(" + column + ", " + count + ", DIMENSION)");
            }
        });
    }
}

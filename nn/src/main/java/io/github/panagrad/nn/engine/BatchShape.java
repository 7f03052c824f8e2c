package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * The batches that a layer is trained on.
 *
 * @param dtype the element type
 * @param rows the rows of the largest batch
 * @param shards the most shards that it is divided into
 * @param parts how many parts of it are computed here; 0 if it is not divided into parts
 * @param kernels do the arithmetic
 * @param strengths the factors of each step
 */
public record BatchShape(DType dtype, int rows, int shards, int parts, Kernels kernels, Strengths strengths) {
    /** Returns whether batches are not divided into parts. */
    public boolean isWhole() {
        return parts == 0;
    }

    /** Returns the rows of shares that a layer needs, which keeps one for each shard, or for each part if columns are divided. */
    public int shares() {
        return Math.max(shards, parts);
    }
}

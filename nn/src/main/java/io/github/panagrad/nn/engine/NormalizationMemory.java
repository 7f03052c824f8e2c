package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;

/**
 * What a layer's normalisation keeps from the forward pass for the backward pass. The memory belongs to the slab it was
 * allocated from, or these are views of such memory.
 *
 * @param normalized ẑ, rows x units
 * @param mean of each unit over the batch, 1 x units; batch normalisation's
 * @param variance of each unit over the batch, 1 x units; batch normalisation's
 * @param inverse {@code 1 / √(variance + ε)} of each row, 1 x rows; layer normalisation's
 * @param shiftGradients each shard's share of the gradient of the biases, shards x units
 * @param scaleGradients each shard's share of the gradient of the scales, shards x units
 */
record NormalizationMemory(
        Tensor normalized, Tensor mean, Tensor variance, Tensor inverse, Tensor shiftGradients, Tensor scaleGradients) {

    NormalizationMemory(Slab slab, DType dtype, int rows, int units, int shards) {
        this(
                slab.allocate(dtype, rows, units),
                slab.allocate(dtype, 1, units),
                slab.allocate(dtype, 1, units),
                slab.allocate(dtype, 1, rows),
                slab.allocate(dtype, shards, units),
                slab.allocate(dtype, shards, units));
    }

    static long bytes(DType dtype, int rows, int units, int shards) {
        return Tensor.byteSize(dtype, rows, units)
                + 2 * Tensor.byteSize(dtype, 1, units)
                + Tensor.byteSize(dtype, 1, rows)
                + 2 * Tensor.byteSize(dtype, shards, units);
    }

    /** Returns the part of some rows, which are a shard, and columns. */
    NormalizationMemory part(int shard, int fromRow, int toRow, int fromColumn, int toColumn) {
        return new NormalizationMemory(
                normalized.rowRange(fromRow, toRow).columnRange(fromColumn, toColumn),
                mean.columnRange(fromColumn, toColumn),
                variance.columnRange(fromColumn, toColumn),
                inverse.columnRange(fromRow, toRow),
                shiftGradients.rowRange(shard, shard + 1).columnRange(fromColumn, toColumn),
                scaleGradients.rowRange(shard, shard + 1).columnRange(fromColumn, toColumn));
    }
}

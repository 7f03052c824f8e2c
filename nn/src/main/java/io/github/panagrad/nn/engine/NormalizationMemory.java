package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a layer's normalisation keeps from the forward pass for the backward pass. The memory belongs to the slab it was
 * allocated from, or these are views of such memory.
 *
 * @param normalized ẑ, rows x units
 * @param mean of each unit over the batch, 1 x units; batch normalisation's
 * @param variance of each unit over the batch, 1 x units; batch normalisation's
 * @param inverse {@code 1 / √(variance + ε)} of each row, 1 x rows; layer normalisation's
 * @param shiftGradients each shard's share of the gradient of the biases, shards x units; with batch normalisation of a batch in parts,
 *     each part's, and on the way forwards its mean
 * @param scaleGradients each shard's share of the gradient of the scales, shards x units; likewise, and its variance
 * @param shiftTotals batch normalisation's, for each part of a batch in parts the share of the gradient of the biases that it would
 *     have if all parts had the same, parts x units; else null
 * @param scaleTotals the same of the scales
 */
record NormalizationMemory(
        Tensor normalized,
        Tensor mean,
        Tensor variance,
        Tensor inverse,
        Tensor shiftGradients,
        Tensor scaleGradients,
        @Nullable Tensor shiftTotals,
        @Nullable Tensor scaleTotals) {

    NormalizationMemory(Slab slab, BatchShape shape, int units) {
        this(
                slab.allocate(shape.dtype(), shape.rows(), units),
                slab.allocate(shape.dtype(), 1, units),
                slab.allocate(shape.dtype(), 1, units),
                slab.allocate(shape.dtype(), 1, shape.rows()),
                slab.allocate(shape.dtype(), shape.shares(), units),
                slab.allocate(shape.dtype(), shape.shares(), units),
                shape.isWhole() ? null : slab.allocate(shape.dtype(), shape.parts(), units),
                shape.isWhole() ? null : slab.allocate(shape.dtype(), shape.parts(), units));
    }

    static long bytes(BatchShape shape, int units) {
        return Tensor.byteSize(shape.dtype(), shape.rows(), units)
                + 2 * Tensor.byteSize(shape.dtype(), 1, units)
                + Tensor.byteSize(shape.dtype(), 1, shape.rows())
                + 2 * Tensor.byteSize(shape.dtype(), shape.shares(), units)
                + (shape.isWhole() ? 0 : 2 * Tensor.byteSize(shape.dtype(), shape.parts(), units));
    }

    /** Returns the part of some rows, which are a shard, and columns. */
    NormalizationMemory part(int shard, int fromRow, int toRow, int fromColumn, int toColumn) {
        return new NormalizationMemory(
                normalized.rowRange(fromRow, toRow).columnRange(fromColumn, toColumn),
                mean.columnRange(fromColumn, toColumn),
                variance.columnRange(fromColumn, toColumn),
                inverse.columnRange(fromRow, toRow),
                shiftGradients.rowRange(shard, shard + 1).columnRange(fromColumn, toColumn),
                scaleGradients.rowRange(shard, shard + 1).columnRange(fromColumn, toColumn),
                row(shiftTotals, shard, fromColumn, toColumn),
                row(scaleTotals, shard, fromColumn, toColumn));
    }

    /** Returns the row of a part; nothing depends on it for the shards of layer normalisation, of which there may be more. */
    private static @Nullable Tensor row(@Nullable Tensor totals, int part, int fromColumn, int toColumn) {
        return totals == null || part >= totals.rows()
                ? null
                : totals.rowRange(part, part + 1).columnRange(fromColumn, toColumn);
    }
}

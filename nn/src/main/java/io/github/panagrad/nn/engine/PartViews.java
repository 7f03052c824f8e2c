package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a layer works on.
 *
 * @param rows its rows of the batch
 * @param shard their shard number; of a layer that is divided by columns, that of the part of the batch
 * @param columns its columns of the outputs; all of a {@link ColumnLayer}
 * @param isOnlyShard whether it is divided by rows, and they are all rows
 * @param input what the layer reads, for those rows, all columns
 * @param output those rows and columns; written forwards, read backwards
 * @param delta of the same shape; read and written backwards
 * @param mask of the same shape, the outputs that are kept; null without dropout
 */
public record PartViews(
        StepPlan.Shard rows,
        int shard,
        StepPlan.Block columns,
        boolean isOnlyShard,
        Tensor input,
        Tensor output,
        Tensor delta,
        @Nullable DropoutMask mask) {
    /** Returns those rows and columns of a tensor of the shape of all outputs. */
    public Tensor cut(Tensor whole) {
        return whole.rowRange(rows.from(), rows.to()).columnRange(columns.from(), columns.to());
    }

    /** Returns those columns of the row that the shard has in a tensor of shards x outputs. */
    public Tensor cutShare(Tensor shares) {
        return cutShares(shares, 1);
    }

    /** Returns those columns of the rows that the shard's members have in a tensor of (shards members) x outputs. */
    public Tensor cutShares(Tensor shares, int members) {
        return shares.rowRange(shard * members, (shard + 1) * members).columnRange(columns.from(), columns.to());
    }
}

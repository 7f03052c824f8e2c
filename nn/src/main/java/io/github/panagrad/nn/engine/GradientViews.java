package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/**
 * What the gradient of some outputs' parameters is computed from, over all rows of a batch, or of a part of it.
 *
 * @param firstShard the first of the shards that computed the layer
 * @param shards their number
 * @param firstRow the row of the batch that the input begins with
 * @param outputs those outputs; all for a parameter that is not divided
 * @param rows the rows of the parameter, or of a {@link LayerParameter.Cut#TABLE} those whose gradient is to be computed
 * @param input what the layer read, rows x inputs
 * @param delta the result of {@link LayerPart#backward}, rows x those outputs
 */
public record GradientViews(
        int firstShard,
        int shards,
        int firstRow,
        StepPlan.Block outputs,
        StepPlan.Block rows,
        Tensor input,
        Tensor delta) {
    /** Returns these rows of what a layer keeps of each row that it reads. */
    public Tensor cutRows(Tensor kept) {
        return kept.rowRange(firstRow, firstRow + input.rows());
    }

    /** Returns what each shard summed up for those outputs. */
    public Tensor cutShares(Tensor shares) {
        return shares.rowRange(firstShard, firstShard + shards).columnRange(outputs.from(), outputs.to());
    }
}

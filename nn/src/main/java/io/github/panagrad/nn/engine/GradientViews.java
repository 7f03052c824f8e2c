package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/**
 * What the gradient of some outputs' parameters is computed from, over all rows of a batch.
 *
 * @param shards the number of shards that computed the layer
 * @param outputs those outputs; all for a parameter that is not divided
 * @param rows the rows of the parameter, or of a {@link LayerParameter.Cut#TABLE} those whose gradient is to be computed
 * @param input what the layer read, rows x inputs
 * @param delta the result of {@link LayerPart#backward}, rows x those outputs
 */
public record GradientViews(int shards, StepPlan.Block outputs, StepPlan.Block rows, Tensor input, Tensor delta) {
    /** Returns what each shard summed up for those outputs. */
    public Tensor cutShares(Tensor shares) {
        return shares.rowRange(0, shards).columnRange(outputs.from(), outputs.to());
    }
}

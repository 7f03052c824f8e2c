package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;

/**
 * What the gradient of some outputs' parameters is made from, over all rows of a batch.
 *
 * @param shards how many shards the layer was done by
 * @param outputs those outputs; all for a parameter that is not cut
 * @param rows the rows of the parameter, or of a {@link LayerParameter.Cut#TABLE} those whose gradient is to be computed
 * @param input what the layer read, rows x inputs
 * @param delta what {@link LayerPart#backward} left, rows x those outputs
 */
public record GradientViews(int shards, StepPlan.Block outputs, StepPlan.Block rows, Tensor input, Tensor delta) {
    /** Returns what each shard summed up for those outputs. */
    public Tensor cutShares(Tensor shares) {
        return shares.rowRange(0, shards).columnRange(outputs.from(), outputs.to());
    }
}

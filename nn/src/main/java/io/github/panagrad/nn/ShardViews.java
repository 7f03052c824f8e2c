package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.LossSum;
import org.jspecify.annotations.Nullable;

/** One shard's rows of the workspace, cut out once so that a step makes no views. */
final class ShardViews {
    final int firstRow;
    final @Nullable Tensor columns;
    final Tensor features;
    final @Nullable DropoutMask featureMask;
    final @Nullable Tensor featureDelta;
    final @Nullable DropoutMask[] masks;

    /** The layers from {@code bottom} on. */
    final LayerViews[] layers;

    final Tensor firstDelta;
    final Tensor logits;
    final Tensor logitsDelta;
    final TargetBlock targets;
    final LossSum sum = new LossSum();

    /**
     * Cuts the views.
     *
     * @param index the shard's number
     * @param bottom the lowest layer that is done by rows, forwards or backwards
     * @param copies memory for transposed weights, or nulls
     */
    ShardViews(
            StepPlan.Shard shard,
            int index,
            int bottom,
            Network network,
            Workspace workspace,
            @Nullable Tensor[] copies) {
        int from = shard.from();
        int to = shard.to();
        int count = workspace.outputs.length;
        firstRow = from;
        columns = rows(workspace.columns, from, to);
        features = workspace.features.rowRange(from, to);
        featureMask = workspace.featureMask == null ? null : workspace.featureMask.rowRange(from, to);
        featureDelta = rows(workspace.featureDelta, from, to);
        masks = new @Nullable DropoutMask[count];
        layers = new LayerViews[count - bottom];
        for (int l = 0; l < count; l++) {
            DropoutMask mask = workspace.masks[l];
            masks[l] = mask == null ? null : mask.rowRange(from, to);
            if (l >= bottom) {
                StepPlan.Block all = new StepPlan.Block(0, workspace.outputs[l].columns());
                layers[l - bottom] = new LayerViews(l, shard, index, all, network, workspace, copies[l]);
            }
        }
        firstDelta = workspace.deltas[0].rowRange(from, to);
        logits = workspace.outputs[count - 1].rowRange(from, to);
        logitsDelta = workspace.deltas[count - 1].rowRange(from, to);
        targets = workspace.targets.rowRange(from, to);
    }

    private static @Nullable Tensor rows(@Nullable Tensor tensor, int from, int to) {
        return tensor == null ? null : tensor.rowRange(from, to);
    }
}

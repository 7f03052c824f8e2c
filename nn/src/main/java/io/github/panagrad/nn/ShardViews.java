package io.github.panagrad.nn;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.LossSum;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One shard's rows of the workspace, cut out once so that a step makes no views. */
final class ShardViews {
    final int firstRow;
    final Tensor input;
    final Tensor[] outputs;
    final Tensor[] deltas;
    final @Nullable DropoutMask[] masks;
    final TargetBlock targets;
    final LossSum sum = new LossSum();

    ShardViews(Workspace workspace, StepPlan.Shard shard) {
        firstRow = shard.from();
        input = workspace.input.rowRange(shard.from(), shard.to());
        int layers = workspace.outputs.length;
        outputs = new Tensor[layers];
        deltas = new Tensor[layers];
        masks = new @Nullable DropoutMask[layers];
        for (int l = 0; l < layers; l++) {
            outputs[l] = workspace.outputs[l].rowRange(shard.from(), shard.to());
            deltas[l] = workspace.deltas[l].rowRange(shard.from(), shard.to());
            DropoutMask mask = workspace.masks[l];
            masks[l] = mask == null ? null : mask.rowRange(shard.from(), shard.to());
        }
        targets = workspace.targets.rowRange(shard.from(), shard.to());
    }

    /** Returns what a layer reads. */
    Tensor inputOf(int layer) {
        return layer == 0 ? input : outputs[layer - 1];
    }
}

package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.kernel.LossSum;
import org.jspecify.annotations.Nullable;

/** One shard's rows of the workspace, cut out once so that a step makes no views. */
final class ShardViews {
    /** Its rows among those that are gathered here. */
    final StepPlan.Shard gathered;

    /** For each layer, its first row in the batch. */
    final int[] firstRows;

    /** The first row of the features in the batch. */
    final int firstRow;

    final @Nullable Tensor columns;
    final Tensor features;
    final @Nullable DropoutMask featureMask;
    final @Nullable Tensor featureDelta;
    final @Nullable DropoutMask[] masks;

    /** The layers from {@code bottom} on. */
    final LayerStep[] layers;

    final LayerPart[] embeddings;

    /** Computes {@link #featureDelta} from the first layer's delta; null if there is none. */
    final @Nullable Runnable featureGradient;

    final Tensor logits;
    final Tensor logitsDelta;
    final TargetBlock targets;
    final LossSum sum = new LossSum();

    /**
     * Cuts the views.
     *
     * @param index the shard's number
     * @param bottom the lowest layer that is divided by rows, forwards or backwards
     */
    ShardViews(StepPlan plan, int index, int bottom, Workspace workspace) {
        StepPlan.Shard shard = plan.shards().get(index);
        boolean isOnly = plan.shards().size() == 1 && plan.batchParts().isWhole();
        gathered = workspace.rowsOf(-1, shard);
        int from = gathered.from();
        int to = gathered.to();
        int count = workspace.outputs.length;
        firstRow = plan.firstRow() * workspace.architecture().gatheredPerSample() + from;
        firstRows = new int[count];
        columns = rows(workspace.columns, from, to);
        features = workspace.features.rowRange(from, to);
        featureMask = workspace.featureMask == null ? null : workspace.featureMask.rowRange(from, to);
        featureDelta = rows(workspace.featureDelta, from, to);
        masks = new @Nullable DropoutMask[count];
        layers = new LayerStep[count - bottom];
        for (int l = 0; l < count; l++) {
            DropoutMask mask = workspace.masks[l];
            StepPlan.Shard rows = workspace.rowsOf(l, shard);
            firstRows[l] = plan.firstRow() * workspace.architecture().rowsPerSample(l) + rows.from();
            masks[l] = mask == null ? null : mask.rowRange(rows.from(), rows.to());
            if (l >= bottom) {
                StepPlan.Block all = new StepPlan.Block(0, workspace.outputs[l].columns());
                layers[l - bottom] = new LayerStep(l, shard, index, all, isOnly, workspace);
            }
        }
        Tensor columnsOfRows = columns;
        Tensor deltaOfRows = featureDelta;
        Architecture architecture = workspace.architecture();
        embeddings = new LayerPart[architecture.embeddings().size()];
        if (columnsOfRows == null || deltaOfRows == null) {
            featureGradient = null;
        } else {
            featureGradient = workspace.layers[0].inputGradient(
                    workspace.rowsOf(0, shard),
                    workspace.deltaOf(0, shard),
                    0,
                    features.columns(),
                    architecture.skipsFromAbove(-1, -1),
                    deltaOfRows);
            for (int e = 0; e < embeddings.length; e++) {
                StepPlan.Block stretch = architecture.stretch(e);
                embeddings[e] = workspace.embeddings[e].part(new PartViews(
                        gathered,
                        index,
                        new StepPlan.Block(0, stretch.to() - stretch.from()),
                        isOnly,
                        columnsOfRows,
                        features.columnRange(stretch.from(), stretch.to()),
                        deltaOfRows.columnRange(stretch.from(), stretch.to()),
                        null));
            }
        }
        StepPlan.Shard last = workspace.rowsOf(count - 1, shard);
        logits = workspace.outputs[count - 1].rowRange(last.from(), last.to());
        logitsDelta = workspace.deltaOf(count - 1, shard);
        targets = workspace.targets.rowRange(from, to);
    }

    private static @Nullable Tensor rows(@Nullable Tensor tensor, int from, int to) {
        return tensor == null ? null : tensor.rowRange(from, to);
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import org.jspecify.annotations.Nullable;

/** One layer of the workspace for some rows of the batch and some of its columns, cut out once so that a step makes no views. */
final class LayerViews {
    final int layer;

    /** rows x fanIn. */
    final Tensor input;

    /** columns x fanIn. */
    final Tensor weights;

    /** Memory for the transposed weights, where a product with a copy is faster. */
    final @Nullable Tensor weightCopy;

    final Tensor biases;
    final @Nullable Tensor scales;
    final @Nullable NormalizationMemory normalization;
    /** What the activation keeps for the way back. */
    final @Nullable Tensor kept;

    /** PReLU's slopes, 1 x columns. */
    final @Nullable Tensor slopes;

    /** These rows' share of the gradient of PReLU's slopes, 1 x columns. */
    final @Nullable Tensor slopeGradient;

    final @Nullable DropoutMask mask;
    final Tensor activations;

    /** What the skip connection adds. */
    final @Nullable Tensor skipInput;

    final Tensor output;
    final Tensor delta;

    /** Whether a skip connection from above has already put its share into delta. */
    final boolean isDeltaBegun;

    /** The delta of the layer above, rows x its units; null for the last layer. */
    final @Nullable Tensor deltaAbove;

    /** The weights of the layer above for these columns; null for the last layer. */
    final @Nullable Tensor weightsAbove;

    /** Where the gradient of the skip connection goes. */
    final @Nullable Tensor skipDelta;

    /** Whether another skip connection from above has already put its share there. */
    final boolean isSkipDeltaBegun;

    /**
     * Cuts the views.
     *
     * @param rows the rows
     * @param shard their number among the shards, 0 if they are all rows
     * @param columns the columns
     * @param copy memory for the transposed weights, or null
     */
    LayerViews(
            int layer,
            StepPlan.Shard rows,
            int shard,
            StepPlan.Block columns,
            Network network,
            Workspace workspace,
            @Nullable Tensor copy) {
        NetworkSpec spec = network.spec();
        this.layer = layer;
        input = workspace.inputOf(layer).rowRange(rows.from(), rows.to());
        weights = network.weights(layer).rowRange(columns.from(), columns.to());
        weightCopy = copy;
        biases = network.biases(layer).columnRange(columns.from(), columns.to());
        NormalizationMemory memory = workspace.normalizations[layer];
        if (memory == null) {
            scales = null;
            normalization = null;
        } else {
            scales = network.get(Parameter.Kind.SCALE, layer).columnRange(columns.from(), columns.to());
            normalization = memory.part(shard, rows.from(), rows.to(), columns.from(), columns.to());
        }
        Tensor keptByAll = workspace.kept[layer];
        kept = keptByAll == null ? null : part(keptByAll, rows, columns);
        Tensor gradients = workspace.slopeGradients[layer];
        if (gradients == null) {
            slopes = null;
            slopeGradient = null;
        } else {
            slopes = network.get(Parameter.Kind.SLOPE, layer).columnRange(columns.from(), columns.to());
            slopeGradient = gradients.rowRange(shard, shard + 1).columnRange(columns.from(), columns.to());
        }
        DropoutMask whole = workspace.masks[layer];
        mask = whole == null ? null : whole.rowRange(rows.from(), rows.to()).columnRange(columns.from(), columns.to());
        activations = part(workspace.activationsOf(layer), rows, columns);
        output = part(workspace.outputs[layer], rows, columns);
        delta = part(workspace.deltas[layer], rows, columns);
        isDeltaBegun = skipsFromAbove(spec, layer, layer);
        if (layer == spec.layers() - 1) {
            deltaAbove = null;
            weightsAbove = null;
        } else {
            deltaAbove = workspace.deltas[layer + 1].rowRange(rows.from(), rows.to());
            weightsAbove = network.weights(layer + 1).columnRange(columns.from(), columns.to());
        }
        if (spec.skip(layer) == 0) {
            skipInput = null;
            skipDelta = null;
            isSkipDeltaBegun = false;
        } else {
            int source = layer - spec.skip(layer);
            skipInput = part(workspace.inputOf(source + 1), rows, columns);
            Tensor target = workspace.deltaOf(source);
            skipDelta = target == null ? null : part(target, rows, columns);
            isSkipDeltaBegun = skipsFromAbove(spec, source, layer);
        }
    }

    private static Tensor part(Tensor tensor, StepPlan.Shard rows, StepPlan.Block columns) {
        return tensor.rowRange(rows.from(), rows.to()).columnRange(columns.from(), columns.to());
    }

    /**
     * Returns whether a layer above another one has a skip connection that begins at the source, a layer's output or for -1
     * the features.
     */
    static boolean skipsFromAbove(NetworkSpec spec, int source, int layer) {
        for (int l = layer + 1; l < spec.layers(); l++) {
            if (spec.skip(l) > 0 && l - spec.skip(l) == source) {
                return true;
            }
        }
        return false;
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import io.github.panagrad.tensor.parallel.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a step before the parameters change: from the rows of a batch to every layer's outputs and deltas.
 *
 * <p>Each shard of rows goes all the way up and down by itself, without a barrier. Where the plan divides the columns of
 * the lower layers, those are done a layer at a time, with a barrier behind each, and the shards do the rest.
 */
final class FirstPhase {
    private final Network network;
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final LayerPass pass;
    private final StepBinding binding;
    private final WorkerTeam team;
    private final List<ShardViews> shards = new ArrayList<>();

    /** The blocks of the layers that are divided by columns; the shards begin with the layer behind. */
    private final List<List<LayerViews>> blocks = new ArrayList<>();

    /**
     * The lowest layer whose delta the shards compute: the uppermost of those divided by columns, to save a barrier, unless
     * it needs its columns whole.
     */
    private final int bottom;

    private final WorkerTeam.Task gather;
    private final WorkerTeam.Task forwardShard;
    private final WorkerTeam.Task forwardAndBackwardShard;
    private final WorkerTeam.Task backwardFeatures;
    private final WorkerTeam.Task[] forwardBlock;
    private final WorkerTeam.Task[] backwardBlock;

    FirstPhase(StepPlan plan, Network network, Workspace workspace, StepBinding binding, WorkerTeam team) {
        this.network = network;
        this.spec = network.spec();
        this.kernels = network.kernels();
        this.pass = new LayerPass(spec, kernels);
        this.binding = binding;
        this.team = team;
        int divided = plan.blocks().size();
        boolean sharesTop = divided > 0 && divided < spec.layers() && !sumsOverRows(divided - 1);
        this.bottom = sharesTop ? divided - 1 : divided;
        // With several shards each would copy the same weights.
        @Nullable
        Tensor[] copies = plan.shards().size() == 1 ? workspace.weightCopies : new @Nullable Tensor[spec.layers()];
        for (int s = 0; s < plan.shards().size(); s++) {
            shards.add(new ShardViews(plan.shards().get(s), s, bottom, network, workspace, copies));
        }
        this.gather = (item, worker) -> gather(shards.get(item));
        this.forwardShard = (item, worker) -> forward(shards.get(item));
        this.forwardAndBackwardShard = (item, worker) -> {
            forward(shards.get(item));
            backward(shards.get(item));
        };
        this.backwardFeatures = (item, worker) -> backwardFeatures(shards.get(item));
        this.forwardBlock = new WorkerTeam.Task[divided];
        this.backwardBlock = new WorkerTeam.Task[divided];
        StepPlan.Shard all = new StepPlan.Shard(0, plan.rows());
        for (int l = 0; l < divided; l++) {
            int layer = l;
            blocks.add(plan.blocks().get(l).stream()
                    .map(block -> new LayerViews(layer, all, 0, block, network, workspace, null))
                    .toList());
            forwardBlock[l] = (item, worker) -> pass.forward(blocks.get(layer).get(item));
            backwardBlock[l] = (item, worker) -> pass.backward(blocks.get(layer).get(item));
        }
    }

    /** Whether a layer's way back sums over the rows of the batch, so that the same part must do it as forwards. */
    private boolean sumsOverRows(int layer) {
        return spec.isNormalized(layer) || spec.activation(layer) instanceof Activation.PRelu;
    }

    /** Gathers the batch, runs forwards, and computes the loss. */
    void forward() {
        forwardBlocks();
        team.run(forwardShard, shards.size());
    }

    /** The same, then backwards to the first layer's delta, and to the features where embeddings need it. */
    void forwardAndBackward() {
        forwardBlocks();
        team.run(forwardAndBackwardShard, shards.size());
        for (int l = Math.min(bottom, spec.layers() - 1) - 1; l >= 0; l--) {
            team.run(backwardBlock[l], blocks.get(l).size());
        }
        if (!blocks.isEmpty() && !spec.input().embeddings().isEmpty()) {
            team.run(backwardFeatures, shards.size());
        }
    }

    private void forwardBlocks() {
        if (blocks.isEmpty()) {
            return;
        }
        team.run(gather, shards.size());
        for (int l = 0; l < blocks.size(); l++) {
            team.run(forwardBlock[l], blocks.get(l).size());
        }
    }

    private void gather(ShardViews shard) {
        Tensor columns = shard.columns;
        binding.gather(kernels, spec.loss(), shard.firstRow, columns == null ? shard.features : columns, shard.targets);
        if (columns != null) {
            network.lookup().forward(columns, shard.features);
        }
        DropoutMask featureMask = shard.featureMask;
        if (featureMask != null) {
            fill(featureMask, spec.layers(), shard.firstRow, spec.input().dropout());
            kernels.dropOut(featureMask, 1 - spec.input().dropout(), shard.features);
        }
        for (int l = 0; l < spec.layers(); l++) {
            DropoutMask mask = shard.masks[l];
            if (mask != null) {
                fill(mask, l, shard.firstRow, spec.dropout(l));
            }
        }
    }

    private void fill(DropoutMask mask, int key, int firstRow, double probability) {
        if (binding.drawMasks) {
            kernels.fillMask(mask, binding.maskKeys[key], firstRow, probability);
        }
    }

    /** From the layers that are divided by columns, or the samples, to the loss and its gradient. */
    private void forward(ShardViews shard) {
        if (blocks.isEmpty()) {
            gather(shard);
        }
        for (int l = blocks.size(); l < spec.layers(); l++) {
            pass.forward(shard.layers[l - bottom]);
        }
        shard.sum.clear();
        spec.loss().apply(kernels, shard.logits, shard.targets, binding.divisor, shard.logitsDelta, shard.sum);
        kernels.flush(shard.logitsDelta);
    }

    /** From the loss's gradient down to the lowest layer that is done by rows. */
    private void backward(ShardViews shard) {
        for (int l = spec.layers() - 2; l >= bottom; l--) {
            pass.backward(shard.layers[l - bottom]);
        }
        if (blocks.isEmpty()) {
            backwardFeatures(shard);
        }
    }

    /** {@code featureDelta = (delta W) * mask / keep} of the first layer, where embeddings need it. */
    private void backwardFeatures(ShardViews shard) {
        Tensor delta = shard.featureDelta;
        if (delta == null) {
            return;
        }
        boolean isBegun = LayerViews.skipsFromAbove(spec, -1, -1);
        kernels.gemm(false, false, 1, shard.firstDelta, network.weights(0), isBegun ? 1 : 0, delta);
        DropoutMask mask = shard.featureMask;
        if (mask != null) {
            kernels.dropOut(mask, 1 - spec.input().dropout(), delta);
        }
    }

    /** Returns the sum of the batch's losses, in an order that follows from the plan. */
    double loss() {
        double sum = 0;
        for (int s = 0; s < shards.size(); s++) {
            sum += shards.get(s).sum.loss;
        }
        return sum;
    }

    /** Returns how many rows are predicted right. */
    long correct() {
        long correct = 0;
        for (int s = 0; s < shards.size(); s++) {
            correct += shards.get(s).sum.correct;
        }
        return correct;
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
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
    private final LayerPass layers;
    private final StepBinding binding;
    private final WorkerTeam team;
    private final ShardViews batch;
    private final List<ShardViews> shards;

    /** The blocks of the layers that are divided by columns; the shards begin with the layer behind. */
    private final List<List<BlockViews>> blocks = new ArrayList<>();

    /** Memory for the transposed weights of layers that take it; none if there are several shards to copy the same. */
    private final @Nullable Tensor[] copies;

    private final WorkerTeam.Task gather;
    private final WorkerTeam.Task forwardShard;
    private final WorkerTeam.Task forwardAndBackwardShard;
    private final WorkerTeam.Task[] forwardBlock;
    private final WorkerTeam.Task[] backwardBlock;

    /** The parts of a layer that belong to a block of its columns. */
    private record BlockViews(
            Tensor weights,
            Tensor biases,
            Tensor output,
            Tensor delta,
            @Nullable DropoutMask mask,
            @Nullable Tensor weightsAbove) {}

    FirstPhase(StepPlan plan, Network network, Workspace workspace, StepBinding binding, WorkerTeam team) {
        this.network = network;
        this.spec = network.spec();
        this.kernels = network.kernels();
        this.layers = new LayerPass(spec, kernels);
        this.binding = binding;
        this.team = team;
        this.batch = new ShardViews(workspace, new StepPlan.Shard(0, plan.rows()));
        this.shards =
                plan.shards().stream().map(s -> new ShardViews(workspace, s)).toList();
        this.copies = shards.size() == 1 ? workspace.weightCopies : new @Nullable Tensor[spec.layers()];
        this.gather = (item, worker) -> gather(shards.get(item));
        this.forwardShard = (item, worker) -> forward(shards.get(item));
        this.forwardAndBackwardShard = (item, worker) -> {
            forward(shards.get(item));
            backward(shards.get(item));
        };
        int divided = plan.blocks().size();
        this.forwardBlock = new WorkerTeam.Task[divided];
        this.backwardBlock = new WorkerTeam.Task[divided];
        for (int l = 0; l < divided; l++) {
            int layer = l;
            blocks.add(plan.blocks().get(l).stream()
                    .map(block -> views(layer, block))
                    .toList());
            forwardBlock[l] = (item, worker) -> forward(layer, blocks.get(layer).get(item));
            backwardBlock[l] =
                    (item, worker) -> backward(layer, blocks.get(layer - 1).get(item));
        }
    }

    private BlockViews views(int layer, StepPlan.Block block) {
        DropoutMask mask = batch.masks[layer];
        boolean isLast = layer == spec.layers() - 1;
        return new BlockViews(
                network.weights(layer).rowRange(block.from(), block.to()),
                network.biases(layer).columnRange(block.from(), block.to()),
                batch.outputs[layer].columnRange(block.from(), block.to()),
                batch.deltas[layer].columnRange(block.from(), block.to()),
                mask == null ? null : mask.columnRange(block.from(), block.to()),
                isLast ? null : network.weights(layer + 1).columnRange(block.from(), block.to()));
    }

    /** Gathers the batch, runs forwards, and computes the loss. */
    void forward() {
        forwardBlocks();
        team.run(forwardShard, shards.size());
    }

    /** The same, then backwards to the first layer's delta. */
    void forwardAndBackward() {
        forwardBlocks();
        team.run(forwardAndBackwardShard, shards.size());
        for (int l = blocks.size() - 1; l > 0; l--) {
            team.run(backwardBlock[l], blocks.get(l - 1).size());
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
        binding.gather(kernels, spec.loss(), shard.firstRow, shard.input, shard.targets);
        for (int l = 0; l < spec.layers(); l++) {
            DropoutMask mask = shard.masks[l];
            if (mask != null && binding.drawMasks) {
                kernels.fillMask(mask, binding.maskKeys[l], shard.firstRow, spec.dropout(l));
            }
        }
    }

    /** From the layers that are divided by columns, or the samples, to the loss and its gradient. */
    private void forward(ShardViews shard) {
        if (blocks.isEmpty()) {
            gather(shard);
        }
        for (int l = blocks.size(); l < spec.layers(); l++) {
            layers.forward(
                    l,
                    shard.inputOf(l),
                    network.weights(l),
                    copies[l],
                    network.biases(l),
                    shard.masks[l],
                    shard.outputs[l]);
        }
        int last = spec.layers() - 1;
        shard.sum.clear();
        spec.loss().apply(kernels, shard.outputs[last], shard.targets, binding.divisor, shard.deltas[last], shard.sum);
    }

    /** From the loss's gradient to the deltas of the layers that are divided by columns, or of the first. */
    private void backward(ShardViews shard) {
        for (int l = spec.layers() - 1; l >= Math.max(1, blocks.size()); l--) {
            layers.backward(
                    l,
                    shard.deltas[l],
                    network.weights(l),
                    shard.outputs[l - 1],
                    shard.masks[l - 1],
                    shard.deltas[l - 1]);
        }
    }

    private void forward(int layer, BlockViews block) {
        layers.forward(layer, batch.inputOf(layer), block.weights, null, block.biases, block.mask, block.output);
    }

    /** From a layer's delta to a block of the layer below. */
    private void backward(int layer, BlockViews below) {
        Tensor weights = below.weightsAbove;
        if (weights == null) {
            throw new IllegalStateException("the last layer has none above");
        }
        layers.backward(layer, batch.deltas[layer], weights, below.output, below.mask, below.delta);
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

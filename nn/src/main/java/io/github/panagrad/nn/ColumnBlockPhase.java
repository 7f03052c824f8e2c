package io.github.panagrad.nn;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first phase by blocks of each layer's columns, with a barrier behind each layer: for batches of few rows on many
 * threads, where cutting the rows would have every thread read all the weights for a handful of them.
 */
final class ColumnBlockPhase implements FirstPhase {
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final LayerPass layers;
    private final StepBinding binding;
    private final WorkerTeam team;
    private final ShardViews batch;
    private final List<ShardViews> shards;
    private final List<List<BlockViews>> blocks = new ArrayList<>();
    private final WorkerTeam.Task gather;
    private final WorkerTeam.Task loss;
    private final WorkerTeam.Task[] forward;
    private final WorkerTeam.Task[] backward;

    /** The parts of a layer that belong to a block of its columns. */
    private record BlockViews(
            Tensor weights,
            Tensor biases,
            Tensor output,
            Tensor delta,
            @Nullable DropoutMask mask,
            @Nullable Tensor weightsAbove) {}

    ColumnBlockPhase(StepPlan plan, Network network, Workspace workspace, StepBinding binding, WorkerTeam team) {
        this.spec = network.spec();
        this.kernels = network.kernels();
        this.layers = new LayerPass(spec, kernels);
        this.binding = binding;
        this.team = team;
        this.batch = new ShardViews(workspace, new StepPlan.Shard(0, plan.rows()));
        this.shards =
                plan.shards().stream().map(s -> new ShardViews(workspace, s)).toList();
        this.gather = (item, worker) -> gather(shards.get(item));
        this.loss = (item, worker) -> loss(shards.get(item));
        this.forward = new WorkerTeam.Task[spec.layers()];
        this.backward = new WorkerTeam.Task[spec.layers()];
        for (int l = 0; l < spec.layers(); l++) {
            int layer = l;
            blocks.add(plan.blocks().get(l).stream()
                    .map(block -> views(network, layer, block))
                    .toList());
            forward[l] = (item, worker) -> forward(layer, blocks.get(layer).get(item));
            backward[l] =
                    (item, worker) -> backward(layer, blocks.get(layer - 1).get(item));
        }
    }

    private BlockViews views(Network network, int layer, StepPlan.Block block) {
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

    @Override
    public void forward() {
        team.run(gather, shards.size());
        for (int l = 0; l < spec.layers(); l++) {
            team.run(forward[l], blocks.get(l).size());
        }
        team.run(loss, shards.size());
    }

    @Override
    public void forwardAndBackward() {
        forward();
        for (int l = spec.layers() - 1; l > 0; l--) {
            team.run(backward[l], blocks.get(l - 1).size());
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

    private void loss(ShardViews shard) {
        int last = spec.layers() - 1;
        shard.sum.clear();
        spec.loss().apply(kernels, shard.outputs[last], shard.targets, binding.divisor, shard.deltas[last], shard.sum);
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

    @Override
    public double loss() {
        return ShardViews.loss(shards);
    }

    @Override
    public long correct() {
        return ShardViews.correct(shards);
    }
}

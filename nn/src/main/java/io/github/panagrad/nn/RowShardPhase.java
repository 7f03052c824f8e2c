package io.github.panagrad.nn;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first phase by shards of rows: each goes all the way up and down by itself, without a barrier. */
final class RowShardPhase implements FirstPhase {
    private final Network network;
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final LayerPass layers;
    private final StepBinding binding;
    private final WorkerTeam team;
    private final List<ShardViews> shards;

    /** Memory for the transposed weights of layers that take it; none if there are several shards to copy the same. */
    private final @Nullable Tensor[] copies;

    private final WorkerTeam.Task forward;
    private final WorkerTeam.Task forwardAndBackward;

    RowShardPhase(StepPlan plan, Network network, Workspace workspace, StepBinding binding, WorkerTeam team) {
        this.network = network;
        this.spec = network.spec();
        this.kernels = network.kernels();
        this.layers = new LayerPass(spec, kernels);
        this.binding = binding;
        this.team = team;
        this.shards =
                plan.shards().stream().map(s -> new ShardViews(workspace, s)).toList();
        this.copies = shards.size() == 1 ? workspace.weightCopies : new @Nullable Tensor[spec.layers()];
        this.forward = (item, worker) -> forward(shards.get(item));
        this.forwardAndBackward = (item, worker) -> {
            forward(shards.get(item));
            backward(shards.get(item));
        };
    }

    @Override
    public void forward() {
        team.run(forward, shards.size());
    }

    @Override
    public void forwardAndBackward() {
        team.run(forwardAndBackward, shards.size());
    }

    private void forward(ShardViews shard) {
        binding.gather(kernels, spec.loss(), shard.firstRow, shard.input, shard.targets);
        for (int l = 0; l < spec.layers(); l++) {
            DropoutMask mask = shard.masks[l];
            if (mask != null && binding.drawMasks) {
                kernels.fillMask(mask, binding.maskKeys[l], shard.firstRow, spec.dropout(l));
            }
            layers.forward(
                    l, shard.inputOf(l), network.weights(l), copies[l], network.biases(l), mask, shard.outputs[l]);
        }
        int last = spec.layers() - 1;
        shard.sum.clear();
        spec.loss().apply(kernels, shard.outputs[last], shard.targets, binding.divisor, shard.deltas[last], shard.sum);
    }

    private void backward(ShardViews shard) {
        for (int l = spec.layers() - 1; l > 0; l--) {
            layers.backward(
                    l,
                    shard.deltas[l],
                    network.weights(l),
                    shard.outputs[l - 1],
                    shard.masks[l - 1],
                    shard.deltas[l - 1]);
        }
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

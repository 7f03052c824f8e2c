package io.github.panagrad.measure;

import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.StepPlan;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import io.github.panagrad.tensor.parallel.WorkerTeam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The matrix products of a training step, and nothing else: the same shapes, on shards and tiles of a plan, with the same
 * two barriers. The rest of the time of a training step is its own overhead.
 *
 * <p>It owns its memory and threads and must be closed; the network stays the caller's and is only read.
 */
final class StepProducts implements AutoCloseable {
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final WorkerTeam team;
    private final Slab slab = new Slab("measurement of matrix products");
    private final List<Shard> shards = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();
    private final WorkerTeam.Task forwardAndBackward = (item, _) -> forwardAndBackward(shards.get(item));
    private final WorkerTeam.Task gradient = (item, worker) -> gradient(tiles.get(item), worker);

    /** For each layer what it reads, and then the last layer's output; and each layer's delta. */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of views, never compared
    private record Shard(Tensor[] values, Tensor[] deltas, Tensor[] weights) {}

    @SuppressWarnings("ArrayRecordComponent") // a bundle of views, never compared
    private record Tile(Tensor deltas, Tensor inputs, Tensor[] gradients) {}

    /**
     * Prepares the products of a step.
     *
     * @param plan how the step is divided
     * @param threads how many work on it
     */
    StepProducts(Network network, StepPlan plan, int threads) {
        spec = network.spec();
        kernels = Kernels.of(network.backend(), network.dtype());
        team = new WorkerTeam(threads);
        try {
            prepare(network, plan, threads);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void prepare(Network network, StepPlan plan, int threads) {
        int layers = spec.layers();
        Tensor[] values = new Tensor[layers + 1];
        Tensor[] deltas = new Tensor[layers];
        Tensor[] weights = new Tensor[layers];
        values[0] = slab.allocate(network.dtype(), plan.rows(), spec.fanIn(0));
        for (int l = 0; l < layers; l++) {
            values[l + 1] = slab.allocate(network.dtype(), plan.rows(), spec.fanOut(l));
            deltas[l] = slab.allocate(network.dtype(), plan.rows(), spec.fanOut(l));
            weights[l] = network.weights(l);
        }
        // Not zeros, which some processors multiply faster, and not subnormal numbers, which are slower.
        fill(values[0], RandomKey.of(1));
        fill(deltas[layers - 1], RandomKey.of(2));
        for (StepPlan.Shard shard : plan.shards()) {
            shards.add(new Shard(rowRanges(values, shard), rowRanges(deltas, shard), weights));
        }
        int largest = plan.tiles().stream()
                .mapToInt(tile -> tile.units() * spec.fanIn(tile.layer()))
                .max()
                .orElse(1);
        Tensor[] scratch = new Tensor[threads];
        for (int w = 0; w < threads; w++) {
            scratch[w] = slab.allocate(network.dtype(), 1, largest);
        }
        for (StepPlan.Tile tile : plan.tiles()) {
            Tensor[] gradients = Arrays.stream(scratch)
                    .map(memory ->
                            Tensor.over(memory.segment(), network.dtype(), tile.units(), spec.fanIn(tile.layer())))
                    .toArray(Tensor[]::new);
            tiles.add(new Tile(
                    deltas[tile.layer()].columnRange(tile.from(), tile.to()), values[tile.layer()], gradients));
        }
    }

    private static void fill(Tensor tensor, RandomKey key) {
        for (int r = 0; r < tensor.rows(); r++) {
            for (int c = 0; c < tensor.columns(); c++) {
                tensor.set(r, c, key.uniform((long) r * tensor.columns() + c) - 0.5);
            }
        }
    }

    private static Tensor[] rowRanges(Tensor[] tensors, StepPlan.Shard shard) {
        return Arrays.stream(tensors)
                .map(tensor -> tensor.rowRange(shard.from(), shard.to()))
                .toArray(Tensor[]::new);
    }

    private void forwardAndBackward(Shard shard) {
        int layers = spec.layers();
        for (int l = 0; l < layers; l++) {
            kernels.gemm(false, true, 1, shard.values[l], shard.weights[l], 0, shard.values[l + 1]);
        }
        for (int l = layers - 1; l > 0; l--) {
            kernels.gemm(false, false, 1, shard.deltas[l], shard.weights[l], 0, shard.deltas[l - 1]);
        }
    }

    private void gradient(Tile tile, int worker) {
        kernels.gemm(true, false, 1, tile.deltas, tile.inputs, 0, tile.gradients[worker]);
    }

    /** Multiplies everything once. */
    void run() {
        team.run(forwardAndBackward, shards.size());
        team.run(gradient, tiles.size());
    }

    @Override
    public void close() {
        team.close();
        slab.close();
    }
}

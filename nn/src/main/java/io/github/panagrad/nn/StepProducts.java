package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.Architecture;
import io.github.panagrad.nn.engine.StepPlan;
import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The matrix products of the dense layers of a training step, and nothing else: the same shapes, on shards and tiles of a plan,
 * with the same two barriers. The rest of a training step's time is its own overhead.
 *
 * <p>It owns its memory and threads and must be closed; the network belongs to the caller and is only read. For use by one
 * thread.
 */
public final class StepProducts implements AutoCloseable {
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final WorkerTeam team;
    private final Slab slab = new Slab("measurement of matrix products");
    private final List<Shard> shards = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();
    private final WorkerTeam.Task forwardAndBackward = (item, _) -> forwardAndBackward(shards.get(item));
    private final WorkerTeam.Task gradient = (item, worker) -> gradient(tiles.get(item), worker);

    /** A layer with a matrix of weights; the first layer's inputs have no delta. */
    private record Products(
            Tensor input,
            Tensor output,
            Tensor delta,
            @Nullable Tensor inputDelta,
            Tensor weights) {}

    /** The layers, first to last. */
    private record Shard(List<Products> layers) {}

    @SuppressWarnings("ArrayRecordComponent") // a bundle of views, never compared
    private record Tile(Tensor deltas, Tensor inputs, Tensor[] gradients) {}

    /**
     * Prepares the products of a step, divided as the step is.
     *
     * @param rows the rows of the batch
     * @param threads the number of threads
     */
    public static StepProducts likeTheStep(Network network, TrainingConfig config, int rows, int threads) {
        Architecture architecture = Trainer.architecture(network, config);
        StepPlan plan = StepPlan.of(architecture, rows, config.execution().reproducible(), threads);
        return new StepProducts(network, architecture, plan, threads);
    }

    /** Prepares the products of a step on a number of rows, each in one piece on one thread. */
    public static StepProducts whole(Network network, int rows) {
        List<StepPlan.Tile> tiles = new ArrayList<>();
        for (int l = 0; l < network.spec().layers(); l++) {
            tiles.add(new StepPlan.Tile(l, 0, network.spec().fanOut(l)));
        }
        StepPlan plan = new StepPlan(rows, List.of(new StepPlan.Shard(0, rows)), List.of(), tiles);
        return new StepProducts(network, network.values().architecture(), plan, 1);
    }

    /**
     * Prepares the products of a step.
     *
     * @param plan how the step is divided
     * @param threads the number of threads
     */
    private StepProducts(Network network, Architecture architecture, StepPlan plan, int threads) {
        spec = network.spec();
        kernels = network.kernels();
        team = new WorkerTeam(threads);
        try {
            prepare(network, architecture, plan, threads);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void prepare(Network network, Architecture architecture, StepPlan plan, int threads) {
        int layers = spec.layers();
        Tensor[] values = new Tensor[layers + 1];
        Tensor[] deltas = new Tensor[layers];
        values[0] = slab.allocate(network.dtype(), plan.rows() * architecture.gatheredPerSample(), spec.fanIn(0));
        for (int l = 0; l < layers; l++) {
            int rows = plan.rows() * architecture.rowsPerSample(l);
            values[l + 1] = slab.allocate(network.dtype(), rows, spec.fanOut(l));
            deltas[l] = slab.allocate(network.dtype(), rows, spec.fanOut(l));
        }
        // Not zeros, which some processors multiply faster, and not subnormal numbers, which are slower.
        fill(values[0], RandomKey.of(1));
        fill(deltas[layers - 1], RandomKey.of(2));
        for (StepPlan.Shard shard : plan.shards()) {
            shards.add(new Shard(
                    layers(network, rowRanges(values, shard, plan.rows()), rowRanges(deltas, shard, plan.rows()))));
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
            if (weights(network, tile.layer()) == null) {
                continue;
            }
            Tensor[] gradients = Arrays.stream(scratch)
                    .map(memory ->
                            Tensor.over(memory.segment(), network.dtype(), tile.units(), spec.fanIn(tile.layer())))
                    .toArray(Tensor[]::new);
            tiles.add(new Tile(
                    deltas[tile.layer()].columnRange(tile.from(), tile.to()), values[tile.layer()], gradients));
        }
    }

    private static List<Products> layers(Network network, Tensor[] values, Tensor[] deltas) {
        List<Products> multiplying = new ArrayList<>();
        for (int l = 0; l < deltas.length; l++) {
            Tensor weights = weights(network, l);
            if (weights != null) {
                multiplying.add(
                        new Products(values[l], values[l + 1], deltas[l], l == 0 ? null : deltas[l - 1], weights));
            }
        }
        return multiplying;
    }

    private static @Nullable Tensor weights(Network network, int layer) {
        NetworkSpec spec = network.spec();
        String name = Parameter.name(Parameter.LAYERS, layer, "weight");
        return network.parameters().stream()
                .filter(parameter -> parameter.name().equals(name)
                        && parameter.rows() == spec.fanOut(layer)
                        && parameter.columns() == spec.fanIn(layer))
                .map(network::get)
                .findFirst()
                .orElse(null);
    }

    private static void fill(Tensor tensor, RandomKey key) {
        for (int r = 0; r < tensor.rows(); r++) {
            for (int c = 0; c < tensor.columns(); c++) {
                tensor.set(r, c, key.uniform((long) r * tensor.columns() + c) - 0.5);
            }
        }
    }

    /** Returns a shard's rows of tensors, each with as many rows as samples or a multiple of them. */
    private static Tensor[] rowRanges(Tensor[] tensors, StepPlan.Shard shard, int samples) {
        return Arrays.stream(tensors)
                .map(tensor -> tensor.rowRange(
                        shard.from() * (tensor.rows() / samples), shard.to() * (tensor.rows() / samples)))
                .toArray(Tensor[]::new);
    }

    private void forwardAndBackward(Shard shard) {
        List<Products> layers = shard.layers;
        for (int l = 0; l < layers.size(); l++) {
            Products layer = layers.get(l);
            kernels.gemm(false, true, 1, layer.input, layer.weights, 0, layer.output);
        }
        for (int l = layers.size() - 1; l >= 0; l--) {
            Products layer = layers.get(l);
            if (layer.inputDelta != null) {
                kernels.gemm(false, false, 1, layer.delta, layer.weights, 0, layer.inputDelta);
            }
        }
    }

    private void gradient(Tile tile, int worker) {
        kernels.gemm(true, false, 1, tile.deltas, tile.inputs, 0, tile.gradients[worker]);
    }

    /** Multiplies everything once. */
    public void run() {
        team.run(forwardAndBackward, shards.size());
        team.run(gradient, tiles.size());
    }

    @Override
    public void close() {
        team.close();
        slab.close();
    }
}

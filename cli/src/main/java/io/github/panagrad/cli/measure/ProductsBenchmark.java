package io.github.panagrad.cli.measure;

import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.StepPlan;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.WorkerTeam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Times the matrix products of a training step, and nothing else: the same shapes, the same shards and tiles, on the
 * same number of threads, with the same two barriers. What a training step takes beyond that is its own cost.
 *
 * <p>It owns its memory and threads and must be closed; the network stays the caller's and is only read.
 */
public final class ProductsBenchmark implements AutoCloseable {
    private static final double NANOS = 1e-9;

    /** Rounds that are timed one by one; their median stands for all. */
    private static final int ROUNDS = 15;

    private static final int MIN_STEPS = 4;

    private final NetworkSpec spec;
    private final Kernels kernels;
    private final int rows;
    private final WorkerTeam team;
    private final Slab slab = new Slab("measurement of matrix products");
    private final List<Shard> shards = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();

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
    public ProductsBenchmark(Network network, StepPlan plan, int threads) {
        spec = network.spec();
        kernels = network.backend().kernels(network.dtype());
        rows = plan.rows();
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
        values[0] = slab.allocate(network.dtype(), rows, spec.inputs());
        for (int l = 0; l < layers; l++) {
            values[l + 1] = slab.allocate(network.dtype(), rows, spec.fanOut(l));
            deltas[l] = slab.allocate(network.dtype(), rows, spec.fanOut(l));
            weights[l] = network.weights(l);
        }
        // Not zeros, which some processors multiply faster, and nothing so small that it is slower.
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

    private double seconds(int steps) {
        long start = System.nanoTime();
        for (int s = 0; s < steps; s++) {
            team.run((item, worker) -> forwardAndBackward(shards.get(item)), shards.size());
            team.run((item, worker) -> gradient(tiles.get(item), worker), tiles.size());
        }
        return (System.nanoTime() - start) * NANOS;
    }

    /**
     * Returns the samples per second that the products alone allow, or empty if steps take too long to be timed.
     *
     * @param seconds how long to measure, about
     * @param patienceSeconds how long to measure at most, where a step takes so long
     */
    public OptionalDouble samplesPerSecond(double seconds, double patienceSeconds) {
        double first = seconds(1);
        if (first * MIN_STEPS > patienceSeconds) {
            return OptionalDouble.empty();
        }
        double budgetSeconds = Math.max(seconds, first * MIN_STEPS);
        // A third for the compiler to do its work, the rest to be timed.
        double spent = first;
        double step = first;
        for (int steps = 1; spent < budgetSeconds / 3; steps = Math.min(2 * steps, 1 << 14)) {
            double taken = seconds(steps);
            step = taken / steps;
            spent += taken;
        }
        int rounds = Math.clamp((long) ((budgetSeconds - spent) / step), 1, ROUNDS);
        int steps = Math.clamp((long) ((budgetSeconds - spent) / (step * rounds)), 1, 1 << 20);
        double[] times = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            times[r] = seconds(steps) / steps;
        }
        Arrays.sort(times);
        return OptionalDouble.of(rows / times[rounds / 2]);
    }

    @Override
    public void close() {
        team.close();
        slab.close();
    }
}

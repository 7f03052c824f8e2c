package io.github.panagrad.nn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a training step is divided: the rows of a batch into shards, each with its activations and deltas to itself, and
 * the parameters into tiles, each updated while its gradient is in cache. Where there are few rows for so many threads or
 * weights, the columns of the lower layers are divided instead. A plain value, worked out once.
 *
 * <p>The bits of a result depend on the plan, and not on which thread does what, nor on how many there are.
 *
 * @param rows the rows of the batch
 * @param shards consecutive, covering all rows
 * @param blocks empty, or for each of the layers from the first to the last wide one, consecutive blocks that cover its
 *     columns: the shards gather the batch, and do the layers behind
 * @param tiles covering each layer's output units; largest first, so that a team ends together
 */
public record StepPlan(int rows, List<Shard> shards, List<List<Block>> blocks, List<Tile> tiles) {
    /** Below so many rows, packing the weights again for each shard costs more than sharing the work gains. */
    static final int MIN_SHARD_ROWS = 32;

    /**
     * The most weights of a tile. Each tile packs the layer's inputs and deltas again, which costs more than a gradient
     * that does not stay in the second cache: measured with 2^17 to 2^20 on 1024-2048-2048-1000.
     */
    static final int MAX_TILE_ELEMENTS = 1 << 20;

    /** The fewest units of a tile, because each tile packs the layer's inputs again. */
    static final int MIN_TILE_UNITS = 32;

    /** Blocks of columns begin at multiples of the words of a dropout mask. */
    private static final int BLOCK_COLUMNS = Long.SIZE;

    /** Where there are no masks, and a layer's columns must be divided, they begin at multiples of a register. */
    private static final int MIN_BLOCK_COLUMNS = 16;

    /** What a barrier costs, roughly. */
    private static final double BARRIER_MICROSECONDS = 3;

    /** What fetching a weight from another core's cache costs, roughly. */
    private static final double MICROSECONDS_PER_WEIGHT = 2e-4;

    /** What a core does in a microsecond, roughly. */
    private static final double FLOPS_PER_MICROSECOND = 1e5;

    /** The fewest weights of a tile, some microseconds of work. */
    private static final int MIN_TILE_ELEMENTS = 1 << 13;

    /** The threads a reproducible plan is made for, whatever the machine has. */
    private static final int FIXED_THREADS = 4;

    /**
     * Rows of a batch.
     *
     * @param from the first row
     * @param to behind the last row
     */
    public record Shard(int from, int to) {
        /** Returns the number of rows. */
        public int rows() {
            return to - from;
        }
    }

    /**
     * Columns of a layer's output.
     *
     * @param from the first column; a multiple of 64 where the layer has dropout
     * @param to behind the last column
     */
    public record Block(int from, int to) {}

    /**
     * Output units of a layer, with their weights and biases.
     *
     * @param layer the layer
     * @param from the first unit
     * @param to behind the last unit
     */
    public record Tile(int layer, int from, int to) {
        /** Returns the number of units. */
        public int units() {
            return to - from;
        }
    }

    /** Copies the lists. */
    public StepPlan {
        shards = List.copyOf(shards);
        blocks = blocks.stream().map(List::copyOf).toList();
        tiles = List.copyOf(tiles);
    }

    /** Returns a plan for so many threads. */
    public static StepPlan forThreads(NetworkSpec spec, int rows, int threads) {
        int shards = Math.clamp(rows / MIN_SHARD_ROWS, 1, threads);
        int divided = divided(spec, rows, shards, threads);
        return new StepPlan(rows, shards(rows, shards), blocks(spec, divided, threads), tiles(spec, threads));
    }

    /**
     * Returns how many layers are divided by columns. Batch normalisation needs whole columns, layer normalisation whole
     * rows.
     */
    private static int divided(NetworkSpec spec, int rows, int shards, int threads) {
        int needed = 0;
        boolean isLayerNormalized = false;
        for (int l = 0; l < spec.layers(); l++) {
            needed = spec.normalization(l) instanceof Normalization.BatchNorm ? l + 1 : needed;
            isLayerNormalized |= spec.normalization(l) instanceof Normalization.LayerNorm;
        }
        boolean pays = !isLayerNormalized && columnsPay(spec, rows, shards, threads);
        return pays ? Math.max(needed, lastWide(spec) + 1) : needed;
    }

    /**
     * Whether dividing columns saves more time than the barriers behind each layer cost. It does where there are too few
     * rows for all threads; and where a layer has more weights than its batch has inputs, because with rows every thread
     * fetches the weights that the others have just updated from their caches, with columns the inputs instead.
     */
    private static boolean columnsPay(NetworkSpec spec, int rows, int shards, int threads) {
        if (threads == 1) {
            return false;
        }
        long weights = 0;
        long inputs = 0;
        int largest = 0;
        for (int l = 0; l < spec.layers(); l++) {
            weights += weights(spec, l);
            inputs += (long) rows * spec.fanIn(l);
            largest = weights(spec, l) > weights(spec, largest) ? l : largest;
        }
        int busy = Math.min(threads, Math.ceilDiv(spec.fanOut(largest), BLOCK_COLUMNS));
        if (busy < shards) {
            return false;
        }
        double work = spec.flopsPerStep(rows) * 2 / 3 / FLOPS_PER_MICROSECOND;
        double idle = work / shards - work / busy;
        double fetching = 2 * weights > inputs ? weights * MICROSECONDS_PER_WEIGHT : 0;
        return idle + fetching > 2 * BARRIER_MICROSECONDS * (lastWide(spec) + 1);
    }

    private static long weights(NetworkSpec spec, int layer) {
        return (long) spec.fanIn(layer) * spec.fanOut(layer);
    }

    private static List<List<Block>> blocks(NetworkSpec spec, int divided, int threads) {
        List<List<Block>> layers = new ArrayList<>();
        for (int l = 0; l < divided; l++) {
            int unit = spec.dropout(l) > 0 || !spec.isNormalized(l) ? BLOCK_COLUMNS : MIN_BLOCK_COLUMNS;
            int words = Math.ceilDiv(spec.fanOut(l), unit);
            int count = spec.normalization(l) instanceof Normalization.LayerNorm ? 1 : Math.min(words, threads);
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int from = cut(words, i, count) * unit;
                int to = Math.min(spec.fanOut(l), cut(words, i + 1, count) * unit);
                blocks.add(new Block(from, to));
            }
            layers.add(blocks);
        }
        return layers;
    }

    /** Returns the last layer whose columns can be divided. */
    private static int lastWide(NetworkSpec spec) {
        int last = spec.layers() - 1;
        while (last > 0 && spec.fanOut(last) <= BLOCK_COLUMNS) {
            last--;
        }
        return last;
    }

    /** Returns a plan that follows from the network and the batch alone, for the same bits on every machine. */
    public static StepPlan fixed(NetworkSpec spec, int rows) {
        return forThreads(spec, rows, FIXED_THREADS);
    }

    /** Returns the plan of a training for a batch of so many rows. */
    public static StepPlan of(NetworkSpec spec, int rows, TrainingConfig config, int threads) {
        return config.reproducible() ? fixed(spec, rows) : forThreads(spec, rows, threads);
    }

    private static List<Shard> shards(int rows, int count) {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(cut(rows, i, count), cut(rows, i + 1, count)));
        }
        return shards;
    }

    /** Each layer makes as many tiles as there are threads, or a multiple, so that all have the same share of it. */
    private static List<Tile> tiles(NetworkSpec spec, int threads) {
        List<Tile> tiles = new ArrayList<>();
        for (int l = 0; l < spec.layers(); l++) {
            int units = spec.fanOut(l);
            int count = tileCount(units, spec.fanIn(l), threads);
            for (int i = 0; i < count; i++) {
                tiles.add(new Tile(l, cut(units, i, count), cut(units, i + 1, count)));
            }
        }
        tiles.sort(Comparator.comparingLong((Tile t) -> -(long) t.units() * spec.fanIn(t.layer())));
        return tiles;
    }

    private static int tileCount(int units, int fanIn, int threads) {
        // A single unit's weights are never divided.
        int maxUnits = Math.max(1, MAX_TILE_ELEMENTS / fanIn);
        int needed = Math.ceilDiv(units, maxUnits);
        int most = Math.max(1, Math.min(units / MIN_TILE_UNITS, (int) ((long) units * fanIn / MIN_TILE_ELEMENTS)));
        int even = Math.ceilDiv(needed, threads) * threads;
        return Math.max(needed, Math.min(even, most));
    }

    private static int cut(int length, int index, int count) {
        return (int) ((long) length * index / count);
    }
}

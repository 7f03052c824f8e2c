package io.github.panagrad.nn.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a training step is divided: the rows of a batch into shards, each with its own activations and deltas, and the parameters
 * into tiles, each updated while its gradient is in cache. If there are few rows for the number of threads or weights, the
 * columns of the lower layers are divided instead. A plain value, computed once.
 *
 * <p>If a batch has several parts, each is divided by itself, as a batch of its own would be.
 *
 * <p>The bits of a result depend on the plan, but not on which thread does what, or on how many there are.
 *
 * @param batchRows the rows of the batch, of all parts
 * @param batchParts the parts of the batch, and which of them are computed here
 * @param parts the latter, which cover the rows that are computed here
 * @param shards consecutive, covering all rows
 * @param blocks empty, or for each of the layers from the first to the last wide one, consecutive blocks that cover its
 *     columns: the shards gather the batch, and compute the layers after them
 * @param tiles covering each layer's output units; largest first, so that all threads of a team finish together
 */
public record StepPlan(
        int batchRows,
        BatchParts batchParts,
        List<Part> parts,
        List<Shard> shards,
        List<List<Block>> blocks,
        List<Tile> tiles) {
    /** Below this many rows, packing the weights again for each shard costs more than sharing the work gains. */
    static final int MIN_SHARD_ROWS = 32;

    /**
     * The most weights of a tile. Each tile packs the layer's inputs and deltas again, which costs more than a gradient that
     * does not stay in the L2 cache: measured with 2^17 to 2^20 on 1024-2048-2048-1000.
     */
    static final int MAX_TILE_ELEMENTS = 1 << 20;

    /** The fewest units of a tile, because each tile packs the layer's inputs again. */
    static final int MIN_TILE_UNITS = 32;

    /** Blocks of columns begin at multiples of the word size of a dropout mask. */
    private static final int BLOCK_COLUMNS = Long.SIZE;

    /** If there are no masks, and a layer's columns must be divided, blocks begin at multiples of a vector register. */
    private static final int MIN_BLOCK_COLUMNS = 16;

    /** The rough cost of a barrier. */
    private static final double BARRIER_MICROSECONDS = 3;

    /** The rough cost of fetching a weight from another core's cache. */
    private static final double MICROSECONDS_PER_WEIGHT = 2e-4;

    /** Roughly what a core does in a microsecond. */
    private static final double FLOPS_PER_MICROSECOND = 1e5;

    /** The fewest weights of a tile, a few microseconds of work. */
    private static final int MIN_TILE_ELEMENTS = 1 << 13;

    /** The number of threads that a reproducible plan is made for, whatever the machine. */
    private static final int FIXED_THREADS = 4;

    /**
     * Rows of a batch.
     *
     * @param from the first row
     * @param to the row after the last
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
     * @param from the first column; a multiple of 64 if the layer has dropout
     * @param to the column after the last
     */
    public record Block(int from, int to) {}

    /**
     * Output units of a layer, with their weights and biases.
     *
     * @param layer the layer
     * @param from the first unit
     * @param to the unit after the last
     */
    public record Tile(int layer, int from, int to) {
        /** Returns the number of units. */
        public int units() {
            return to - from;
        }
    }

    /**
     * Rows whose gradient is computed apart.
     *
     * @param rows counted from the first one here; there may be none
     * @param firstShard the first of its shards
     * @param shards how many shards it has
     */
    public record Part(Shard rows, int firstShard, int shards) {}

    /** Copies the lists. */
    public StepPlan {
        parts = List.copyOf(parts);
        shards = List.copyOf(shards);
        blocks = blocks.stream().map(List::copyOf).toList();
        tiles = List.copyOf(tiles);
    }

    /** Makes a plan for a batch in one part. */
    public StepPlan(int rows, List<Shard> shards, List<List<Block>> blocks, List<Tile> tiles) {
        this(rows, BatchParts.WHOLE, List.of(new Part(new Shard(0, rows), 0, shards.size())), shards, blocks, tiles);
    }

    /** Returns a plan for a number of threads. */
    public static StepPlan forThreads(Architecture architecture, int rows, int threads) {
        int shards = shardCount(architecture, rows, threads);
        int divided = divided(architecture, rows, shards, threads);
        return new StepPlan(
                rows, shards(0, rows, shards), blocks(architecture, divided, threads), tiles(architecture, threads));
    }

    private static int shardCount(Architecture architecture, int rows, int threads) {
        long multiplied = (long) rows * architecture.members();
        return Math.clamp(multiplied / MIN_SHARD_ROWS, 1, Math.min(threads, rows));
    }

    /** Returns a plan for some parts of a batch; how each is divided depends on the largest part, not on which are here. */
    private static StepPlan forParts(Architecture architecture, int batchRows, BatchParts parts, int threads) {
        int largest = Math.ceilDiv(batchRows, parts.count());
        int divided = divided(architecture, largest, shardCount(architecture, largest, threads), threads);
        List<Part> own = new ArrayList<>();
        List<Shard> shards = new ArrayList<>();
        for (int p = parts.from(); p < parts.to(); p++) {
            Shard rows = parts.part(batchRows, p);
            int count = rows.rows() == 0 ? 0 : shardCount(architecture, rows.rows(), threads);
            own.add(new Part(rows, shards.size(), count));
            shards.addAll(shards(rows.from(), rows.rows(), count));
        }
        return new StepPlan(
                batchRows, parts, own, shards, blocks(architecture, divided, threads), tiles(architecture, threads));
    }

    /** Returns how many rows are computed here. */
    public int rows() {
        return batchParts.rows(batchRows);
    }

    /** Returns the first row of the batch that is computed here. */
    int firstRow() {
        return batchParts.firstRow(batchRows);
    }

    /**
     * Returns how many layers are divided by columns, because one needs columns for all rows of the batch, or because it pays
     * off and none needs its rows whole.
     */
    private static int divided(Architecture architecture, int rows, int shards, int threads) {
        int needed = 0;
        boolean needsRows = false;
        for (int l = 0; l < architecture.layers().size(); l++) {
            Division division = architecture.layer(l).division();
            needed = division.needsColumns() ? l + 1 : needed;
            needsRows |= division.needsRows();
        }
        boolean pays = !needsRows && columnsPay(architecture, rows, shards, threads);
        return pays ? Math.max(needed, lastWide(architecture) + 1) : needed;
    }

    /**
     * Whether dividing columns saves more time than the barriers after each layer cost. It does if there are too few rows for
     * all threads, or if a layer has more weights than its batch has inputs: divided by rows, every thread fetches the weights
     * that the others have just updated from their caches; divided by columns, the inputs instead.
     */
    private static boolean columnsPay(Architecture architecture, int rows, int shards, int threads) {
        if (threads == 1) {
            return false;
        }
        long weights = 0;
        long inputs = 0;
        int largest = 0;
        List<RowLayer> layers = architecture.layers();
        for (int l = 0; l < layers.size(); l++) {
            weights += weights(layers.get(l));
            inputs += (long) rows
                    * architecture.rowsPerSample(l - 1)
                    * layers.get(l).inputs();
            largest = weights(layers.get(l)) > weights(layers.get(largest)) ? l : largest;
        }
        int busy = Math.min(threads, Math.ceilDiv(layers.get(largest).outputs(), BLOCK_COLUMNS));
        if (busy < shards) {
            return false;
        }
        double work = architecture.flopsPerStep(rows) * 2 / 3 / FLOPS_PER_MICROSECOND;
        double idle = work / shards - work / busy;
        double fetching = 2 * weights > inputs ? weights * MICROSECONDS_PER_WEIGHT : 0;
        return idle + fetching > 2 * BARRIER_MICROSECONDS * (lastWide(architecture) + 1);
    }

    private static long weights(RowLayer layer) {
        return weightsPerOutput(layer) * layer.outputs();
    }

    /** Returns how many weights each output has. */
    private static long weightsPerOutput(RowLayer layer) {
        return layer.parameters().stream()
                .filter(parameter -> parameter.isTiled() && parameter.cut() == LayerParameter.Cut.ROWS)
                .mapToLong(LayerParameter::columns)
                .sum();
    }

    private static List<List<Block>> blocks(Architecture architecture, int divided, int threads) {
        List<List<Block>> layers = new ArrayList<>();
        for (int l = 0; l < divided; l++) {
            RowLayer layer = architecture.layer(l);
            Division division = layer.division();
            int unit = layer.dropout() > 0 || !division.needsColumns() ? BLOCK_COLUMNS : MIN_BLOCK_COLUMNS;
            int words = Math.ceilDiv(layer.outputs(), unit);
            int count = division.needsRows() ? 1 : Math.min(words, threads);
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int from = cut(words, i, count) * unit;
                int to = Math.min(layer.outputs(), cut(words, i + 1, count) * unit);
                blocks.add(new Block(from, to));
            }
            layers.add(blocks);
        }
        return layers;
    }

    /** Returns the last layer whose columns can be divided. */
    private static int lastWide(Architecture architecture) {
        int last = architecture.layers().size() - 1;
        while (last > 0 && architecture.layer(last).outputs() <= BLOCK_COLUMNS) {
            last--;
        }
        return last;
    }

    /** Returns a plan that depends on the network and the batch alone, for the same bits on every machine. */
    public static StepPlan fixed(Architecture architecture, int rows) {
        return forThreads(architecture, rows, FIXED_THREADS);
    }

    /**
     * Returns the plan for training on a batch with a number of rows.
     *
     * @param isReproducible whether it depends on the network and the batch alone
     */
    public static StepPlan of(Architecture architecture, int rows, boolean isReproducible, int threads) {
        return of(architecture, rows, BatchParts.WHOLE, isReproducible, threads);
    }

    /**
     * Returns the plan for training on some parts of a batch.
     *
     * @param rows the rows of the batch, of all parts
     * @param isReproducible whether it depends on the network, the batch and the parts alone
     */
    public static StepPlan of(
            Architecture architecture, int rows, BatchParts parts, boolean isReproducible, int threads) {
        int planned = isReproducible ? FIXED_THREADS : threads;
        return parts.isWhole() ? forThreads(architecture, rows, planned) : forParts(architecture, rows, parts, planned);
    }

    private static List<Shard> shards(int first, int rows, int count) {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(first + cut(rows, i, count), first + cut(rows, i + 1, count)));
        }
        return shards;
    }

    /** Each layer has as many tiles as there are threads, or a multiple, so that all threads get the same share of it. */
    private static List<Tile> tiles(Architecture architecture, int threads) {
        List<Tile> tiles = new ArrayList<>();
        List<RowLayer> layers = architecture.layers();
        long[] weights = new long[layers.size()];
        for (int l = 0; l < layers.size(); l++) {
            if (architecture.parametersOfLayer(l).stream().noneMatch(LayerParameter::isTiled)) {
                continue;
            }
            // Vectors count as one weight per output.
            weights[l] = Math.max(1, weightsPerOutput(layers.get(l)));
            int units = layers.get(l).outputs();
            int count = tileCount(units, weights[l], threads);
            for (int i = 0; i < count; i++) {
                tiles.add(new Tile(l, cut(units, i, count), cut(units, i + 1, count)));
            }
        }
        tiles.sort(Comparator.comparingLong((Tile t) -> -t.units() * weights[t.layer()]));
        return tiles;
    }

    private static int tileCount(int units, long weights, int threads) {
        // A single unit's weights are never divided.
        int maxUnits = (int) Math.max(1, MAX_TILE_ELEMENTS / weights);
        int needed = Math.ceilDiv(units, maxUnits);
        int most = Math.max(1, Math.min(units / MIN_TILE_UNITS, (int) (units * weights / MIN_TILE_ELEMENTS)));
        int even = Math.ceilDiv(needed, threads) * threads;
        return Math.max(needed, Math.min(even, most));
    }

    private static int cut(int length, int index, int count) {
        return (int) ((long) length * index / count);
    }
}

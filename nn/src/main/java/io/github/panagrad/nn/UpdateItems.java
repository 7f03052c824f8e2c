package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a network's parameters, the optimiser's state and a workspace into what the second phase of a step works on. */
final class UpdateItems {
    /** The numbers of an embedding that are one item: their gradient stays in the second cache until the update. */
    private static final int EMBEDDING_ELEMENTS = 1 << 15;

    /** The numbers for each row of the batch: every item reads the whole batch's categories, which is to cost little. */
    private static final int ELEMENTS_PER_ROW = 32;

    private final Network network;
    private final Workspace workspace;
    private final OptimizerState state;
    private final TileScratch scratch;
    private final int workers;
    private final boolean dividesEmbeddings;

    /** Memory for the gradients that are kept beside each other, in the form of a state with one number each. */
    private final OptimizerState kept;

    /**
     * Prepares to cut.
     *
     * @param dividesEmbeddings whether an embedding may be several items, which makes no difference to any number but to sums over
     *     the whole of it, because those would be added up in another order
     */
    UpdateItems(
            Network network,
            Workspace workspace,
            OptimizerState state,
            TileScratch scratch,
            OptimizerState kept,
            int workers,
            boolean dividesEmbeddings) {
        this.network = network;
        this.workspace = workspace;
        this.state = state;
        this.scratch = scratch;
        this.kept = kept;
        this.workers = workers;
        this.dividesEmbeddings = dividesEmbeddings;
    }

    /** Returns the items of a plan: embeddings first, because they take longest, then the tiles. */
    List<UpdateItem> of(StepPlan plan) {
        List<UpdateItem> items = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            if (parameter.kind() == Parameter.Kind.EMBEDDING) {
                addEmbedding(parameter, plan.rows(), items);
            }
        }
        plan.tiles().forEach(tile -> items.add(tile(tile, plan)));
        return items;
    }

    private void addEmbedding(Parameter parameter, int rows, List<UpdateItem> items) {
        long elements = Math.max(EMBEDDING_ELEMENTS, (long) ELEMENTS_PER_ROW * rows);
        long most = dividesEmbeddings ? Math.max(1, parameter.size() / elements) : 1;
        int count = (int) Math.min(most, parameter.rows());
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) parameter.rows() * i / count);
            int to = (int) ((long) parameter.rows() * (i + 1) / count);
            items.add(embedding(parameter, from, to, rows));
        }
    }

    private UpdateItem embedding(Parameter parameter, int from, int to, int rows) {
        Tensor samples = workspace.columns;
        Tensor delta = workspace.featureDelta;
        if (samples == null || delta == null) {
            throw new IllegalStateException("a workspace without memory for embeddings");
        }
        GradientSlice slice = new GradientSlice(
                network.parameters().indexOf(parameter),
                parameter,
                network.get(parameter).rowRange(from, to),
                repeated(kept.of(parameter)[0].rowRange(from, to)),
                Arrays.stream(state.of(parameter))
                        .map(s -> s.rowRange(from, to))
                        .toArray(Tensor[]::new));
        return new EmbeddingViews(
                parameter.index(), from, network.lookup(), samples.rowRange(0, rows), delta.rowRange(0, rows), slice);
    }

    private UpdateItem tile(StepPlan.Tile tile, StepPlan plan) {
        int rows = plan.rows();
        Tensor deltas = workspace.deltas[tile.layer()].rowRange(0, rows).columnRange(tile.from(), tile.to());
        Tensor inputs = workspace.inputOf(tile.layer()).rowRange(0, rows);
        NormalizationMemory normalization = workspace.normalizations[tile.layer()];
        // A layer that is divided by columns is a single shard.
        int shards = tile.layer() < plan.blocks().size() ? 1 : plan.shards().size();
        TileScratch.Cutter cutter = scratch.new Cutter();
        List<GradientSlice> slices = new ArrayList<>();
        List<Tensor> summands = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            if (parameter.index() != tile.layer()) {
                continue;
            }
            switch (parameter.kind()) {
                case WEIGHT -> slices.add(rows(parameter, tile, cutter));
                case BIAS -> {
                    slices.add(columns(parameter, tile, cutter));
                    summands.add(normalization == null ? deltas : part(normalization.shiftGradients(), shards, tile));
                }
                case SCALE -> {
                    slices.add(columns(parameter, tile, cutter));
                    if (normalization != null) {
                        summands.add(part(normalization.scaleGradients(), shards, tile));
                    }
                }
                case SLOPE -> {
                    slices.add(columns(parameter, tile, cutter));
                    Tensor shares = workspace.slopeGradients[tile.layer()];
                    if (shares != null) {
                        summands.add(part(shares, shards, tile));
                    }
                }
                case EMBEDDING, RUNNING_MEAN, RUNNING_VARIANCE -> {}
            }
        }
        return new TileViews(deltas, inputs, slices.toArray(GradientSlice[]::new), summands.toArray(Tensor[]::new));
    }

    private static Tensor part(Tensor gradients, int shards, StepPlan.Tile tile) {
        return gradients.rowRange(0, shards).columnRange(tile.from(), tile.to());
    }

    private GradientSlice rows(Parameter parameter, StepPlan.Tile tile, TileScratch.Cutter cutter) {
        Tensor[] gradients = kept.has(parameter)
                ? repeated(kept.of(parameter)[0].rowRange(tile.from(), tile.to()))
                : cutter.cut(tile.units(), parameter.columns());
        Tensor[] states = Arrays.stream(state.of(parameter))
                .map(s -> s.rowRange(tile.from(), tile.to()))
                .toArray(Tensor[]::new);
        return new GradientSlice(
                network.parameters().indexOf(parameter),
                parameter,
                network.get(parameter).rowRange(tile.from(), tile.to()),
                gradients,
                states);
    }

    private GradientSlice columns(Parameter parameter, StepPlan.Tile tile, TileScratch.Cutter cutter) {
        Tensor[] gradients = kept.has(parameter)
                ? repeated(kept.of(parameter)[0].columnRange(tile.from(), tile.to()))
                : cutter.cut(1, tile.units());
        Tensor[] states = Arrays.stream(state.of(parameter))
                .map(s -> s.columnRange(tile.from(), tile.to()))
                .toArray(Tensor[]::new);
        return new GradientSlice(
                network.parameters().indexOf(parameter),
                parameter,
                network.get(parameter).columnRange(tile.from(), tile.to()),
                gradients,
                states);
    }

    /** Returns the same tensor for every worker. */
    private Tensor[] repeated(Tensor tensor) {
        Tensor[] tensors = new Tensor[workers];
        Arrays.fill(tensors, tensor);
        return tensors;
    }
}

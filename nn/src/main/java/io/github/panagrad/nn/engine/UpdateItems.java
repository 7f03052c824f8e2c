package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a network's parameters, the optimiser's state and a workspace into the items that the second phase of a step works on.
 */
final class UpdateItems {
    /** The numbers of a table in one item: their gradient stays in the L2 cache until the update. */
    private static final int TABLE_ELEMENTS = 1 << 15;

    /**
     * The numbers in one item for each row of the batch: every item reads the categories of the whole batch, which should cost
     * little.
     */
    private static final int ELEMENTS_PER_ROW = 32;

    private final Parameters parameters;
    private final Architecture architecture;
    private final Workspace workspace;
    private final OptimizerState state;
    private final TileScratch scratch;
    private final int workers;
    private final boolean dividesTables;

    /** Memory for the gradients that are stored at once. */
    private final KeptGradients kept;

    /** Memory for those of the further parts of a batch, in the form of a state: of parameters that are not divided into tiles. */
    private final OptimizerState others;

    /**
     * Prepares to cut.
     *
     * @param dividesTables whether a table may be several items, which affects no number except sums over all of it, as these
     *     would be added up in another order
     */
    UpdateItems(
            Parameters parameters,
            Architecture architecture,
            Workspace workspace,
            OptimizerState state,
            TileScratch scratch,
            KeptGradients kept,
            OptimizerState others,
            int workers,
            boolean dividesTables) {
        this.parameters = parameters;
        this.architecture = architecture;
        this.workspace = workspace;
        this.state = state;
        this.scratch = scratch;
        this.kept = kept;
        this.others = others;
        this.workers = workers;
        this.dividesTables = dividesTables;
    }

    /** Returns the items of a plan: first what is not divided into tiles, because it takes longest, then the tiles. */
    List<UpdateItem> of(StepPlan plan) {
        List<UpdateItem> items = new ArrayList<>();
        for (int e = 0; e < architecture.embeddings().size(); e++) {
            int embedding = e;
            addUntiled(
                    items,
                    architecture.parametersOfEmbedding(e),
                    workspace.embeddings[e],
                    architecture.firstOfEmbedding(e),
                    plan,
                    rows -> part -> ofEmbedding(embedding, rows, part));
        }
        for (int l = 0; l < architecture.layers().size(); l++) {
            int layer = l;
            StepPlan.Block all = new StepPlan.Block(0, architecture.layer(l).outputs());
            addUntiled(
                    items,
                    architecture.parametersOfLayer(l),
                    workspace.layers[l],
                    architecture.firstOfLayer(l),
                    plan,
                    rows -> part -> ofLayer(layer, all, rows, plan, part));
        }
        plan.tiles().forEach(tile -> items.add(tile(tile, plan)));
        return items;
    }

    private GradientViews ofEmbedding(int embedding, StepPlan.Block rows, StepPlan.Part part) {
        Tensor samples = workspace.columns;
        Tensor delta = workspace.featureDelta;
        if (samples == null || delta == null) {
            throw new IllegalStateException("a workspace without memory for embeddings");
        }
        StepPlan.Block stretch = architecture.stretch(embedding);
        StepPlan.Shard batch = workspace.rowsOf(-1, part.rows());
        return new GradientViews(
                part.firstShard(),
                part.shards(),
                batch.from(),
                new StepPlan.Block(0, stretch.to() - stretch.from()),
                rows,
                samples.rowRange(batch.from(), batch.to()),
                delta.rowRange(batch.from(), batch.to()).columnRange(stretch.from(), stretch.to()));
    }

    private GradientViews ofLayer(
            int layer, StepPlan.Block outputs, StepPlan.Block rows, StepPlan plan, StepPlan.Part part) {
        // A layer that is divided by columns is a single shard of each part.
        boolean isDivided = layer < plan.blocks().size();
        return new GradientViews(
                isDivided ? plan.parts().indexOf(part) : part.firstShard(),
                isDivided ? 1 : part.shards(),
                workspace.rowsOf(layer - 1, part.rows()).from(),
                outputs,
                rows,
                workspace.inputOf(layer, part.rows()),
                workspace.deltaOf(layer, part.rows()).columnRange(outputs.from(), outputs.to()));
    }

    /** Returns what the gradients of some parameters in all parts are computed from. */
    private PartSources sources(
            StepPlan plan, Function<StepPlan.Part, GradientSource> source, Function<Integer, Tensor[]> memory) {
        List<@Nullable GradientSource> sources = new ArrayList<>();
        Tensor[][] further = new Tensor[workers][plan.parts().size() - 1];
        for (int p = 0; p < plan.parts().size(); p++) {
            StepPlan.Part part = plan.parts().get(p);
            sources.add(part.rows().rows() == 0 ? null : source.apply(part));
            if (p > 0) {
                Tensor[] ofWorkers = memory.apply(p - 1);
                for (int w = 0; w < workers; w++) {
                    further[w][p - 1] = ofWorkers[w];
                }
            }
        }
        return new PartSources(parameters.kernels(), sources, further);
    }

    /** Adds the parameters of a layer that are not divided into tiles. */
    private void addUntiled(
            List<UpdateItem> items,
            List<LayerParameter> ofLayer,
            TrainedLayer trained,
            int first,
            StepPlan plan,
            Function<StepPlan.Block, Function<StepPlan.Part, GradientViews>> views) {
        for (int p = 0; p < ofLayer.size(); p++) {
            LayerParameter parameter = ofLayer.get(p);
            if (!parameter.isTrained() || parameter.isTiled()) {
                continue;
            }
            int number = p;
            int count = items(parameter, (long) plan.batchRows() * architecture.gatheredPerSample());
            for (int i = 0; i < count; i++) {
                StepPlan.Block rows = new StepPlan.Block(
                        (int) ((long) parameter.rows() * i / count), (int) ((long) parameter.rows() * (i + 1) / count));
                Function<StepPlan.Part, GradientViews> ofRows = views.apply(rows);
                PartSources sources = sources(
                        plan,
                        part -> trained.gradient(number, ofRows.apply(part)),
                        further -> repeated(others.of(first + number)[further].rowRange(rows.from(), rows.to())));
                items.add(new UpdateItem(List.of(rows(first + p, parameter, rows, sources))));
            }
        }
    }

    /** Returns how many items a parameter is divided into. */
    private int items(LayerParameter parameter, long batchRows) {
        if (parameter.cut() != LayerParameter.Cut.TABLE || !dividesTables) {
            return 1;
        }
        long elements = Math.max(TABLE_ELEMENTS, ELEMENTS_PER_ROW * batchRows);
        return (int) Math.min(Math.max(1, parameter.size() / elements), parameter.rows());
    }

    private GradientSlice rows(int number, LayerParameter parameter, StepPlan.Block rows, PartSources sources) {
        return new GradientSlice(
                number,
                parameter,
                parameters.tensors().get(number).rowRange(rows.from(), rows.to()),
                repeated(kept.of(number).rowRange(rows.from(), rows.to())),
                Arrays.stream(state.of(number))
                        .map(whole -> whole.rowRange(rows.from(), rows.to()))
                        .toArray(Tensor[]::new),
                sources);
    }

    private UpdateItem tile(StepPlan.Tile tile, StepPlan plan) {
        List<LayerParameter> ofLayer = architecture.parametersOfLayer(tile.layer());
        StepPlan.Block outputs = new StepPlan.Block(tile.from(), tile.to());
        TileScratch.Cutter cutter = scratch.new Cutter();
        List<GradientSlice> slices = new ArrayList<>();
        for (int p = 0; p < ofLayer.size(); p++) {
            LayerParameter parameter = ofLayer.get(p);
            if (parameter.isTiled()) {
                StepPlan.Block rows =
                        parameter.cut() == LayerParameter.Cut.ROWS ? outputs : new StepPlan.Block(0, parameter.rows());
                int number = p;
                Function<StepPlan.Part, GradientSource> source = part -> workspace.layers[tile.layer()].gradient(
                        number, ofLayer(tile.layer(), outputs, rows, plan, part));
                slices.add(slice(architecture.firstOfLayer(tile.layer()) + p, parameter, tile, plan, cutter, source));
            }
        }
        return new UpdateItem(slices);
    }

    private GradientSlice slice(
            int number,
            LayerParameter parameter,
            StepPlan.Tile tile,
            StepPlan plan,
            TileScratch.Cutter cutter,
            Function<StepPlan.Part, GradientSource> source) {
        UnaryOperator<Tensor> cut = parameter.cut() == LayerParameter.Cut.ROWS
                ? whole -> whole.rowRange(tile.from(), tile.to())
                : whole -> whole.columnRange(tile.from(), tile.to());
        Tensor theta = cut.apply(parameters.tensors().get(number));
        Tensor[] gradients =
                kept.has(number) ? repeated(cut.apply(kept.of(number))) : cutter.cut(theta.rows(), theta.columns());
        PartSources sources = sources(plan, source, further -> cutter.cut(theta.rows(), theta.columns()));
        Tensor[] states = Arrays.stream(state.of(number)).map(cut).toArray(Tensor[]::new);
        return new GradientSlice(number, parameter, theta, gradients, states, sources);
    }

    /** Returns the same tensor for every worker. */
    private Tensor[] repeated(Tensor tensor) {
        Tensor[] tensors = new Tensor[workers];
        Arrays.fill(tensors, tensor);
        return tensors;
    }
}

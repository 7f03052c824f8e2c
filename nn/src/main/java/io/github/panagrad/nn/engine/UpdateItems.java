package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Cuts a network's parameters, the optimiser's state and a workspace into what the second phase of a step works on. */
final class UpdateItems {
    private final Parameters parameters;
    private final Architecture architecture;
    private final Workspace workspace;
    private final OptimizerState state;
    private final TileScratch scratch;
    private final int workers;

    /** Memory for the gradients that are kept beside each other, in the form of a state with one number each. */
    private final OptimizerState kept;

    UpdateItems(
            Parameters parameters,
            Workspace workspace,
            OptimizerState state,
            TileScratch scratch,
            OptimizerState kept,
            int workers) {
        this.parameters = parameters;
        this.architecture = parameters.architecture();
        this.workspace = workspace;
        this.state = state;
        this.scratch = scratch;
        this.kept = kept;
        this.workers = workers;
    }

    /** Returns the items of a plan: parameters that are not cut first, because they take longest, then the tiles. */
    List<UpdateItem> of(StepPlan plan) {
        List<UpdateItem> items = new ArrayList<>();
        for (int e = 0; e < architecture.embeddings().size(); e++) {
            addWhole(
                    items,
                    architecture.embeddings().get(e),
                    workspace.embeddings[e],
                    architecture.firstOfEmbedding(e),
                    ofEmbedding(e, plan));
        }
        for (int l = 0; l < architecture.layers().size(); l++) {
            RowLayer layer = architecture.layer(l);
            StepPlan.Block all = new StepPlan.Block(0, layer.outputs());
            addWhole(items, layer, workspace.layers[l], architecture.firstOfLayer(l), ofLayer(l, all, plan));
        }
        plan.tiles().forEach(tile -> items.add(tile(tile, plan)));
        return items;
    }

    private GradientViews ofEmbedding(int embedding, StepPlan plan) {
        Tensor samples = workspace.columns;
        Tensor delta = workspace.featureDelta;
        if (samples == null || delta == null) {
            throw new IllegalStateException("a workspace without memory for embeddings");
        }
        StepPlan.Block stretch = architecture.stretch(embedding);
        return new GradientViews(
                plan.shards().size(),
                new StepPlan.Block(0, stretch.to() - stretch.from()),
                samples.rowRange(0, plan.rows()),
                delta.rowRange(0, plan.rows()).columnRange(stretch.from(), stretch.to()));
    }

    private GradientViews ofLayer(int layer, StepPlan.Block outputs, StepPlan plan) {
        return new GradientViews(
                // A layer that is divided by columns is a single shard.
                layer < plan.blocks().size() ? 1 : plan.shards().size(),
                outputs,
                workspace.inputOf(layer).rowRange(0, plan.rows()),
                workspace.deltas[layer].rowRange(0, plan.rows()).columnRange(outputs.from(), outputs.to()));
    }

    private void addWhole(
            List<UpdateItem> items, EngineLayer layer, TrainedLayer trained, int first, GradientViews views) {
        for (int p = 0; p < layer.parameters().size(); p++) {
            LayerParameter parameter = layer.parameters().get(p);
            if (parameter.isTrained() && !parameter.isTiled()) {
                items.add(new UpdateItem(List.of(new GradientSlice(
                        first + p,
                        parameter,
                        parameters.tensors().get(first + p),
                        repeated(kept.of(first + p)[0]),
                        state.of(first + p),
                        trained.gradient(p, views)))));
            }
        }
    }

    private UpdateItem tile(StepPlan.Tile tile, StepPlan plan) {
        RowLayer layer = architecture.layer(tile.layer());
        GradientViews views = ofLayer(tile.layer(), new StepPlan.Block(tile.from(), tile.to()), plan);
        TileScratch.Cutter cutter = scratch.new Cutter();
        List<GradientSlice> slices = new ArrayList<>();
        for (int p = 0; p < layer.parameters().size(); p++) {
            LayerParameter parameter = layer.parameters().get(p);
            if (parameter.isTiled()) {
                GradientSource source = workspace.layers[tile.layer()].gradient(p, views);
                slices.add(slice(architecture.firstOfLayer(tile.layer()) + p, parameter, tile, cutter, source));
            }
        }
        return new UpdateItem(slices);
    }

    private GradientSlice slice(
            int number,
            LayerParameter parameter,
            StepPlan.Tile tile,
            TileScratch.Cutter cutter,
            GradientSource source) {
        UnaryOperator<Tensor> cut = parameter.cut() == LayerParameter.Cut.ROWS
                ? whole -> whole.rowRange(tile.from(), tile.to())
                : whole -> whole.columnRange(tile.from(), tile.to());
        Tensor theta = cut.apply(parameters.tensors().get(number));
        Tensor[] gradients =
                kept.has(number) ? repeated(cut.apply(kept.of(number)[0])) : cutter.cut(theta.rows(), theta.columns());
        Tensor[] states = Arrays.stream(state.of(number)).map(cut).toArray(Tensor[]::new);
        return new GradientSlice(number, parameter, theta, gradients, states, source);
    }

    /** Returns the same tensor for every worker. */
    private Tensor[] repeated(Tensor tensor) {
        Tensor[] tensors = new Tensor[workers];
        Arrays.fill(tensors, tensor);
        return tensors;
    }
}

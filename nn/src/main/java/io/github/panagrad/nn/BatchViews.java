package io.github.panagrad.nn;

import java.util.List;

/** All views of a step on so many rows, made once for each size of batch there is. */
record BatchViews(int rows, List<ShardViews> shards, List<TileViews> tiles) {
    static BatchViews of(
            StepPlan plan, Network network, Workspace workspace, OptimizerState state, TileScratch scratch) {
        List<ShardViews> shards =
                plan.shards().stream().map(s -> new ShardViews(workspace, s)).toList();
        List<TileViews> tiles = plan.tiles().stream()
                .map(t -> new TileViews(network, workspace, plan.rows(), state, scratch, t))
                .toList();
        return new BatchViews(plan.rows(), shards, tiles);
    }
}

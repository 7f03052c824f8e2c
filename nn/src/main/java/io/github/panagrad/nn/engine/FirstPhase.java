package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.parallel.WorkerTeam;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a step before the parameters change: from the rows of a batch to every layer's outputs and deltas.
 *
 * <p>Each shard of rows goes all the way forwards and backwards by itself, without a barrier. If the plan divides the columns
 * of the lower layers, these are computed a layer at a time, with a barrier after each, and the shards do the rest.
 */
final class FirstPhase {
    private final Architecture architecture;
    private final Kernels kernels;
    private final NumberColumns numbers;
    private final StepBinding binding;
    private final Strengths strengths;
    private final WorkerTeam team;
    private final List<ShardViews> shards = new ArrayList<>();

    /**
     * The blocks of the layers that are divided by columns, for each part of the batch; the shards start with the layer after them.
     */
    private final List<List<LayerStep>> blocks = new ArrayList<>();

    private final List<StepPlan.Part> parts;

    /** For each of those layers, what puts together what the parts tell each other, or null if there is nothing. */
    private final @Nullable PartMerge[] merges;

    /**
     * The lowest layer whose delta the shards compute: the topmost of those divided by columns, to save a barrier, unless it
     * needs its columns whole.
     */
    private final int bottom;

    /** The lowest layer whose delta is needed, or -1 if that of the features is, too. */
    private final int lowest;

    private final WorkerTeam.Task gather;
    private final WorkerTeam.Task forwardShard;
    private final WorkerTeam.Task forwardAndBackwardShard;
    private final WorkerTeam.Task backwardFeatures;
    private final WorkerTeam.Task[] forwardBlock;
    private final WorkerTeam.Task[] backwardBlock;

    /** The second halves of layers whose parts tell each other something. */
    private final WorkerTeam.Task[] endForwardBlock;

    private final WorkerTeam.Task[] endBackwardBlock;

    FirstPhase(
            StepPlan plan, Workspace workspace, int lowest, StepBinding binding, PartGather gather, WorkerTeam team) {
        this.lowest = lowest;
        this.architecture = workspace.architecture();
        this.kernels = workspace.kernels();
        this.numbers = new NumberColumns(architecture);
        this.binding = binding;
        this.strengths = workspace.strengths;
        this.team = team;
        int divided = plan.blocks().size();
        boolean sharesTop = divided > 0
                && divided < architecture.layers().size()
                && !architecture.layer(divided - 1).sumsOverRows();
        this.bottom = sharesTop ? divided - 1 : divided;
        for (int s = 0; s < plan.shards().size(); s++) {
            shards.add(new ShardViews(plan, s, bottom, workspace));
        }
        this.gather = (item, worker) -> gather(shards.get(item));
        this.forwardShard = (item, worker) -> forward(shards.get(item));
        this.forwardAndBackwardShard = (item, worker) -> {
            forward(shards.get(item));
            backward(shards.get(item));
        };
        this.backwardFeatures = (item, worker) -> backwardFeatures(shards.get(item));
        this.forwardBlock = new WorkerTeam.Task[divided];
        this.backwardBlock = new WorkerTeam.Task[divided];
        this.endForwardBlock = new WorkerTeam.Task[divided];
        this.endBackwardBlock = new WorkerTeam.Task[divided];
        this.parts = plan.parts();
        this.merges = new @Nullable PartMerge[divided];
        for (int l = 0; l < divided; l++) {
            int layer = l;
            List<LayerStep> steps = steps(plan, l, workspace);
            blocks.add(steps);
            if (!plan.batchParts().isWhole() && architecture.layer(l).division().needsColumns()) {
                merges[l] = workspace.layers[l].merge(plan, gather);
                forwardBlock[l] = (item, worker) -> steps.get(item).beginForward();
                backwardBlock[l] = (item, worker) -> steps.get(item).beginBackward();
            } else {
                forwardBlock[l] = (item, worker) -> steps.get(item).forward();
                backwardBlock[l] = (item, worker) -> steps.get(item).backward();
            }
            endForwardBlock[l] = (item, worker) -> blocks.get(layer).get(item).endForward();
            endBackwardBlock[l] = (item, worker) -> blocks.get(layer).get(item).endBackward();
        }
    }

    /** Cuts a layer that is divided by columns: each block in each part of the batch. */
    private static List<LayerStep> steps(StepPlan plan, int layer, Workspace workspace) {
        List<LayerStep> steps = new ArrayList<>();
        for (int p = 0; p < plan.parts().size(); p++) {
            StepPlan.Shard rows = plan.parts().get(p).rows();
            if (rows.rows() > 0) {
                for (StepPlan.Block block : plan.blocks().get(layer)) {
                    steps.add(new LayerStep(layer, rows, p, block, false, workspace));
                }
            }
        }
        return steps;
    }

    /** Gathers the batch, runs forwards, and computes the loss. */
    void forward() {
        forwardBlocks();
        team.run(forwardShard, shards.size());
    }

    /** The same, then backwards to the first layer's delta, and to the features if embeddings need it. */
    void forwardAndBackward() {
        forwardBlocks();
        team.run(forwardAndBackwardShard, shards.size());
        for (int l = Math.min(bottom, architecture.layers().size() - 1) - 1; l >= Math.max(0, lowest); l--) {
            team.run(backwardBlock[l], blocks.get(l).size());
            PartMerge merge = merges[l];
            if (merge != null) {
                merge.mergeBackward();
                team.run(endBackwardBlock[l], blocks.get(l).size());
            }
        }
        if (!blocks.isEmpty() && lowest < 0) {
            team.run(backwardFeatures, shards.size());
        }
    }

    private void forwardBlocks() {
        if (blocks.isEmpty()) {
            return;
        }
        team.run(gather, shards.size());
        for (int l = 0; l < blocks.size(); l++) {
            team.run(forwardBlock[l], blocks.get(l).size());
            PartMerge merge = merges[l];
            if (merge != null) {
                merge.mergeForward();
                team.run(endForwardBlock[l], blocks.get(l).size());
            }
        }
    }

    private void gather(ShardViews shard) {
        Tensor columns = shard.columns;
        binding.gather(
                kernels,
                architecture.loss(),
                shard.gathered.from(),
                columns == null ? shard.features : columns,
                shard.targets);
        if (columns != null) {
            numbers.copy(columns, shard.features);
            for (LayerPart embedding : shard.embeddings) {
                embedding.forward();
            }
        }
        DropoutMask featureMask = shard.featureMask;
        if (featureMask != null) {
            fill(featureMask, architecture.layers().size(), shard.firstRow, architecture.inputDropout());
            kernels.dropOut(featureMask, 1 - architecture.inputDropout() * strengths.dropout, shard.features);
        }
        for (int l = 0; l < architecture.layers().size(); l++) {
            DropoutMask mask = shard.masks[l];
            if (mask != null) {
                fill(mask, l, shard.firstRows[l], architecture.layer(l).dropout());
            }
        }
    }

    private void fill(DropoutMask mask, int key, int firstRow, double probability) {
        if (binding.drawMasks) {
            kernels.fillMask(mask, binding.maskKeys[key], firstRow, probability * strengths.dropout);
        }
    }

    /** From the layers that are divided by columns, or the samples, to the loss and its gradient. */
    private void forward(ShardViews shard) {
        if (blocks.isEmpty()) {
            gather(shard);
        }
        for (int l = blocks.size(); l < architecture.layers().size(); l++) {
            shard.layers[l - bottom].forward();
        }
        shard.sum.clear();
        architecture
                .loss()
                .apply(
                        kernels,
                        shard.logits,
                        shard.targets,
                        binding.divisor,
                        strengths.smoothing,
                        shard.logitsDelta,
                        shard.sum);
        kernels.flush(shard.logitsDelta);
    }

    /** From the loss's gradient down to the lowest layer that is divided by rows. */
    private void backward(ShardViews shard) {
        for (int l = architecture.layers().size() - 2; l >= Math.max(bottom, lowest); l--) {
            shard.layers[l - bottom].backward();
        }
        if (blocks.isEmpty() && lowest < 0) {
            backwardFeatures(shard);
        }
    }

    /** From the first layer's delta to that of the features, and to what the embeddings' gradients need. */
    private void backwardFeatures(ShardViews shard) {
        Tensor delta = shard.featureDelta;
        Runnable gradient = shard.featureGradient;
        if (delta == null || gradient == null) {
            return;
        }
        gradient.run();
        DropoutMask mask = shard.featureMask;
        if (mask != null) {
            kernels.dropOut(mask, 1 - architecture.inputDropout() * strengths.dropout, delta);
        }
        for (LayerPart embedding : shard.embeddings) {
            embedding.backward();
        }
    }

    /** Returns the sum of the losses of a part of the batch, in an order given by the plan. */
    double loss(int part) {
        StepPlan.Part rows = parts.get(part);
        double sum = 0;
        for (int s = rows.firstShard(); s < rows.firstShard() + rows.shards(); s++) {
            sum += shards.get(s).sum.loss;
        }
        return sum;
    }

    /** Returns how many rows of a part are predicted correctly. */
    long correct(int part) {
        StepPlan.Part rows = parts.get(part);
        long correct = 0;
        for (int s = rows.firstShard(); s < rows.firstShard() + rows.shards(); s++) {
            correct += shards.get(s).sum.correct;
        }
        return correct;
    }
}

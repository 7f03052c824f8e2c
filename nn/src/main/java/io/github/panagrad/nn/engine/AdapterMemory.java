package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dense layer with {@link MemberAdapters} keeps of a batch. The memory belongs to the slab it was allocated from.
 *
 * @param products {@code W (r ⊙ x)}, rows x outputs, from which the gradient of the factors s is computed
 * @param outputSums each shard's share of that gradient, (shards members) x outputs
 * @param biasSums each shard's share of the gradient of the biases, (shards members) x outputs
 * @param scaled {@code r ⊙ x}, rows x inputs, or null without factors r
 * @param scaledDelta the gradient with respect to that, from which that of r and that of the inputs are computed; or null
 */
record AdapterMemory(
        Tensor products,
        Tensor outputSums,
        Tensor biasSums,
        @Nullable Tensor scaled,
        @Nullable Tensor scaledDelta) {

    AdapterMemory(DenseLayer layer, BatchShape shape, Slab slab) {
        this(
                slab.allocate(shape.dtype(), shape.rows(), layer.outputs()),
                slab.allocate(shape.dtype(), shares(layer, shape), layer.outputs()),
                slab.allocate(shape.dtype(), shares(layer, shape), layer.outputs()),
                layer.scalesInputs() ? slab.allocate(shape.dtype(), shape.rows(), layer.inputs()) : null,
                layer.scalesInputs() ? slab.allocate(shape.dtype(), shape.rows(), layer.inputs()) : null);
    }

    private static int shares(DenseLayer layer, BatchShape shape) {
        return Math.multiplyExact(shape.shares(), layer.adapters().members());
    }

    static long bytes(DenseLayer layer, BatchShape shape) {
        return Tensor.byteSize(shape.dtype(), shape.rows(), layer.outputs())
                + 2 * Tensor.byteSize(shape.dtype(), shares(layer, shape), layer.outputs())
                + (layer.scalesInputs() ? 2 * Tensor.byteSize(shape.dtype(), shape.rows(), layer.inputs()) : 0);
    }

    /** Returns what adds up the shards' shares for some of the members. */
    static GradientSource totals(Tensor shares, int members, GradientViews views, Kernels kernels) {
        int first = views.firstShard() * members;
        Tensor[] ofMembers = MemberRows.split(shares.rowRange(first, first + views.shards() * members), members);
        List<GradientSource> sums = new ArrayList<>();
        List<StepPlan.Block> rows = new ArrayList<>();
        for (int i = views.rows().from(); i < views.rows().to(); i++) {
            sums.add(GradientSource.sums(kernels, ofMembers[i]));
            rows.add(new StepPlan.Block(rows.size(), rows.size() + 1));
        }
        return new StackedGradient(sums, rows);
    }
}

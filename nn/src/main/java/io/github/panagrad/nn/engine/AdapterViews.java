package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The adapters of a dense layer for some rows of the batch and some of its columns, cut out once so that a step makes no views. */
final class AdapterViews {
    /** members x columns. */
    final Tensor outputFactors;

    final Tensor products;

    /** These rows' share of the gradient of the factors, members x columns. */
    final Tensor outputSums;

    /** These rows' share of the gradient of the biases, members x columns. */
    final Tensor biasSums;

    /** What is needed for factors of the inputs, or null. */
    final @Nullable Inputs inputs;

    /**
     * For whole rows.
     *
     * @param factors members x fanIn
     * @param scaled rows x fanIn
     * @param delta rows x fanIn, the gradient with respect to that
     */
    record Inputs(Tensor factors, Tensor scaled, Tensor delta) {}

    /** Cuts the views. */
    AdapterViews(DenseTraining layer, AdapterMemory memory, PartViews part) {
        StepPlan.Shard rows = part.rows();
        outputFactors = layer.outputFactors()
                .columnRange(part.columns().from(), part.columns().to());
        products = part.cut(memory.products());
        outputSums = part.cutShares(memory.outputSums(), layer.members());
        biasSums = part.cutShares(memory.biasSums(), layer.members());
        Tensor scaled = memory.scaled();
        Tensor delta = memory.scaledDelta();
        inputs = scaled == null || delta == null
                ? null
                : new Inputs(
                        layer.inputFactors(),
                        scaled.rowRange(rows.from(), rows.to()),
                        delta.rowRange(rows.from(), rows.to()));
    }
}

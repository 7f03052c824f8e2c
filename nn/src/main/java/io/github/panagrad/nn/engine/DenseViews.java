package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import org.jspecify.annotations.Nullable;

/** A dense layer for some rows of the batch and some of its columns, cut out once so that a step makes no views. */
final class DenseViews {
    /** rows x fanIn. */
    final Tensor input;

    /** What the weights are multiplied by, rows x fanIn: the input, or with factors of the inputs its product with them. */
    final Tensor scaled;

    /** What adapters need, or null. */
    final @Nullable AdapterViews adapters;

    /** Where the product goes: what adapters keep, or {@link #activations}. */
    final Tensor product;

    /** columns x fanIn. */
    final Tensor weights;

    /** Memory for the transposed weights, if a product with a copy is faster. */
    final @Nullable Tensor weightCopy;

    final Tensor biases;
    final @Nullable Tensor scales;
    final @Nullable NormalizationMemory normalization;
    /** What the activation keeps for the backward pass. */
    final @Nullable Tensor kept;

    /** What a parametric activation keeps besides. */
    final @Nullable Tensor rises;

    /** What the activation learns, 1 x columns: PReLU's slopes, or the shares. */
    final @Nullable Tensor learned;

    /** These rows' share of its gradient, 1 x columns. */
    final @Nullable Tensor learnedGradient;

    final @Nullable DropoutMask mask;
    final Tensor activations;
    final Tensor delta;

    /** Cuts the views. */
    DenseViews(DenseTraining layer, PartViews part) {
        StepPlan.Shard rows = part.rows();
        StepPlan.Block columns = part.columns();
        input = part.input();
        weights = layer.weights().rowRange(columns.from(), columns.to());
        // With several shards each would copy the same weights.
        weightCopy = part.isOnlyShard() ? layer.weightCopy : null;
        biases = layer.biases().columnRange(columns.from(), columns.to());
        NormalizationMemory memory = layer.normalization;
        if (memory == null) {
            scales = null;
            normalization = null;
        } else {
            scales = layer.scales().columnRange(columns.from(), columns.to());
            normalization = memory.part(part.shard(), rows.from(), rows.to(), columns.from(), columns.to());
        }
        Tensor keptByAll = layer.kept;
        kept = keptByAll == null ? null : part.cut(keptByAll);
        Tensor risesOfAll = layer.rises;
        rises = risesOfAll == null ? null : part.cut(risesOfAll);
        Tensor gradients = layer.learnedGradients;
        if (gradients == null) {
            learned = null;
            learnedGradient = null;
        } else {
            learned = layer.learned().columnRange(columns.from(), columns.to());
            learnedGradient = part.cutShare(gradients);
        }
        mask = part.mask();
        activations = part.output();
        delta = part.delta();
        AdapterMemory own = layer.adapters;
        adapters = own == null ? null : new AdapterViews(layer, own, part);
        product = adapters == null ? activations : adapters.products;
        scaled = adapters == null || adapters.inputs == null ? input : adapters.inputs.scaled();
    }
}

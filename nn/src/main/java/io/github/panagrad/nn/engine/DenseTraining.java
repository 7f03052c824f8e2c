package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import org.jspecify.annotations.Nullable;

/** A dense layer's parameters and memory in training. */
final class DenseTraining implements TrainedRowLayer {
    private final DenseLayer layer;
    private final Kernels kernels;
    private final DensePass pass;
    private final Tensor[] parameters;

    /** What its activation keeps for the backward pass: f'(z), or PReLU's z, or a parametric one's slopes; or null. */
    final @Nullable Tensor kept;

    /** With a parametric activation {@code f(z) - z}, or null. */
    final @Nullable Tensor rises;

    /** Each shard's share of the gradient of what the activation learns, shards x units, or null. */
    final @Nullable Tensor learnedGradients;

    /** Memory for its transposed weights, fanIn x fanOut, or null if they are of no use. */
    final @Nullable Tensor weightCopy;

    /** What its adapters keep, or null. */
    final @Nullable AdapterMemory adapters;

    /** What its normalisation keeps, or null. */
    final @Nullable NormalizationMemory normalization;

    DenseTraining(DenseLayer layer, BatchShape shape, Slab slab, Tensor[] parameters) {
        this.layer = layer;
        this.kernels = shape.kernels();
        this.pass = new DensePass(layer, kernels, shape.strengths());
        this.parameters = parameters;
        DType dtype = shape.dtype();
        int units = layer.outputs();
        kept = layer.keeps() ? slab.allocate(dtype, shape.rows(), units) : null;
        rises = layer.isParametric() ? slab.allocate(dtype, shape.rows(), units) : null;
        learnedGradients = layer.learns() ? slab.allocate(dtype, shape.shares(), units) : null;
        weightCopy = layer.isFasterCopied(shape) ? slab.allocate(dtype, layer.inputs(), units) : null;
        adapters = layer.adapters().exist() ? new AdapterMemory(layer, shape, slab) : null;
        normalization = layer.isStandardized() ? new NormalizationMemory(slab, shape, units) : null;
    }

    Tensor weights() {
        return parameters[DenseLayer.WEIGHTS];
    }

    Tensor biases() {
        return parameters[DenseLayer.BIASES];
    }

    Tensor scales() {
        return parameters[layer.scales()];
    }

    Tensor learned() {
        return parameters[layer.learned()];
    }

    Tensor outputFactors() {
        return parameters[layer.outputFactors()];
    }

    Tensor inputFactors() {
        return parameters[layer.outputFactors() + 1];
    }

    int members() {
        return layer.adapters().members();
    }

    @Override
    public LayerPart part(PartViews views) {
        DenseViews cut = new DenseViews(this, views);
        return new LayerPart() {
            @Override
            public void forward() {
                pass.forward(cut);
            }

            @Override
            public void backward() {
                pass.backward(cut);
            }

            @Override
            public void beginForward() {
                pass.beginForward(cut);
            }

            @Override
            public void endForward() {
                pass.endForward(cut);
            }

            @Override
            public void beginBackward() {
                pass.beginBackward(cut);
            }

            @Override
            public void endBackward() {
                pass.endBackward(cut);
            }
        };
    }

    @Override
    public PartMerge merge(StepPlan plan, PartGather gather) {
        NormalizationMemory memory = normalization;
        if (memory == null) {
            return TrainedRowLayer.super.merge(plan, gather);
        }
        return new MomentsMerge(memory, plan, gather);
    }

    @Override
    public Runnable inputGradient(StepPlan.Shard rows, Tensor delta, int from, int to, boolean isAdded, Tensor target) {
        Tensor ofScaled = adapters == null ? null : adapters.scaledDelta();
        if (ofScaled != null) {
            Tensor own = ofScaled.rowRange(rows.from(), rows.to()).columnRange(from, to);
            Tensor factors = inputFactors().columnRange(from, to);
            return () -> kernels.members().collect(own, factors, isAdded, target);
        }
        Tensor weights = weights().columnRange(from, to);
        return () -> kernels.gemm(false, false, 1, delta, weights, isAdded ? 1 : 0, target);
    }

    @Override
    public GradientSource gradient(int parameter, GradientViews views) {
        AdapterMemory own = adapters;
        if (parameter == DenseLayer.WEIGHTS) {
            Tensor scaled = own == null ? null : own.scaled();
            return GradientSource.product(
                    kernels, views.delta(), scaled == null ? views.input() : views.cutRows(scaled));
        }
        if (own != null && parameter == DenseLayer.BIASES) {
            return AdapterMemory.totals(own.biasSums(), members(), views, kernels);
        }
        if (own != null && parameter == layer.outputFactors()) {
            return AdapterMemory.totals(own.outputSums(), members(), views, kernels);
        }
        Tensor ofScaled = own == null ? null : own.scaledDelta();
        if (ofScaled != null && parameter == layer.outputFactors() + 1) {
            Tensor delta = views.cutRows(ofScaled);
            int first = views.rows().from();
            return gradient -> kernels.members().dots(views.input(), delta, members(), first, gradient);
        }
        NormalizationMemory memory = normalization;
        if (memory != null && parameter == DenseLayer.BIASES) {
            return GradientSource.sums(kernels, views.cutShares(memory.shiftGradients()));
        }
        if (memory != null && parameter == layer.scales()) {
            return GradientSource.sums(kernels, views.cutShares(memory.scaleGradients()));
        }
        Tensor shares = learnedGradients;
        if (shares != null && parameter == layer.learned()) {
            return GradientSource.sums(kernels, views.cutShares(shares));
        }
        return GradientSource.sums(kernels, views.delta());
    }

    /** Adds the statistics of the last batch to the running averages of batch normalisation. */
    @Override
    public void keepStatistics(int rows) {
        NormalizationMemory memory = normalization;
        if (rows < 2 || memory == null || !(layer.standardization() instanceof Standardization.Columns norm)) {
            return;
        }
        double share = 1 - norm.keep();
        average(layer.runningMeans(), norm.keep(), share, memory.mean());
        // The mean square about the batch's own mean is too small by this factor.
        double unbiased = share * rows / (rows - 1);
        average(layer.runningMeans() + 1, norm.keep(), unbiased, memory.variance());
    }

    private void average(int parameter, double keep, double share, Tensor statistic) {
        Tensor running = parameters[parameter];
        kernels.penalties().scale(keep, running);
        kernels.axpy(share, statistic, running);
    }
}

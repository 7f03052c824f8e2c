package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import io.github.panagrad.tensor.ops.Normalizations;

/** The forward and backward pass of a dense layer, for all of it or for some of its rows or columns. */
final class DensePass {
    private final DenseLayer layer;
    private final Kernels kernels;
    private final Normalizations normalizations;
    private final Strengths strengths;

    DensePass(DenseLayer layer, Kernels kernels, Strengths strengths) {
        this.strengths = strengths;
        this.layer = layer;
        this.kernels = kernels;
        this.normalizations = kernels.normalizations();
    }

    /** {@code output = f(norm(s ⊙ ((r ⊙ input) Wᵀ)) + b) * mask / keep}, with factors s and r where there are adapters. */
    void forward(DenseViews v) {
        multiply(v);
        normalize(v);
        activate(v);
    }

    /** The product, and the moments of these rows where the columns of all parts are to be standardised. */
    void beginForward(DenseViews v) {
        multiply(v);
        NormalizationMemory memory = normalization(v);
        normalizations.columnMoments(v.activations, memory.shiftGradients(), memory.scaleGradients());
    }

    /** The rest, by the moments of all parts. */
    void endForward(DenseViews v) {
        standardizeColumns(v, normalization(v), scales(v));
        activate(v);
    }

    private void multiply(DenseViews v) {
        AdapterViews adapters = v.adapters;
        if (adapters != null && adapters.inputs != null) {
            kernels.members().spread(v.input, adapters.inputs.factors(), v.scaled);
        }
        Tensor copy = v.weightCopy;
        if (copy == null) {
            kernels.gemm(false, true, 1, v.scaled, v.weights, 0, v.product);
        } else {
            kernels.transpose(v.weights, copy);
            kernels.gemm(false, false, 1, v.scaled, copy, 0, v.product);
        }
        if (adapters != null) {
            kernels.members().spread(v.product, adapters.outputFactors, v.activations);
        }
    }

    private void activate(DenseViews v) {
        double keep = 1 - layer.dropout() * strengths.dropout;
        if (v.learned == null) {
            kernels.activate(layer.activation(), v.biases, v.mask, keep, v.activations, v.kept);
        } else if (layer.activation() instanceof Activation.Parametric f) {
            kernels.parametric(f, v.biases, v.learned, v.mask, keep, v.activations, v.kept, v.rises);
        } else {
            kernels.prelu(v.biases, v.learned, v.mask, keep, v.activations, v.kept);
        }
    }

    private void normalize(DenseViews v) {
        NormalizationMemory memory = v.normalization;
        Tensor scales = v.scales;
        if (memory == null || scales == null) {
            return;
        }
        switch (layer.standardization()) {
            case Standardization.None _ -> {}
            case Standardization.Columns _ -> {
                normalizations.columnMoments(v.activations, memory.mean(), memory.variance());
                standardizeColumns(v, memory, scales);
            }
            case Standardization.Rows rows ->
                normalizations.standardizeRows(
                        rows.epsilon(), scales, v.activations, memory.normalized(), memory.inverse());
        }
    }

    private void standardizeColumns(DenseViews v, NormalizationMemory memory, Tensor scales) {
        normalizations.standardizeColumns(
                memory.mean(), memory.variance(), epsilon(), scales, v.activations, memory.normalized());
    }

    private double epsilon() {
        return layer.standardization() instanceof Standardization.Columns columns ? columns.epsilon() : 0;
    }

    private static NormalizationMemory normalization(DenseViews v) {
        NormalizationMemory memory = v.normalization;
        if (memory == null) {
            throw new IllegalStateException("a layer without normalisation needs nothing of other parts");
        }
        return memory;
    }

    private static Tensor scales(DenseViews v) {
        Tensor scales = v.scales;
        if (scales == null) {
            throw new IllegalStateException("a layer without normalisation has no scales");
        }
        return scales;
    }

    /** {@code delta * mask / keep * f'(z)}, and through the normalisation to {@code x Wᵀ}. */
    void backward(DenseViews v) {
        activationGradient(v);
        normalizationGradient(v);
        adapterGradient(v);
    }

    /** To the shares of these rows in the gradients of biases and scales. */
    void beginBackward(DenseViews v) {
        activationGradient(v);
        sumGradients(v, normalization(v));
    }

    /** The rest, by the sums over all parts. */
    void endBackward(DenseViews v) {
        NormalizationMemory memory = normalization(v);
        Tensor shift = memory.shiftTotals();
        Tensor scale = memory.scaleTotals();
        if (shift == null || scale == null) {
            throw new IllegalStateException("a batch that is in one part has no sums over parts");
        }
        normalizations.columnGradient(
                memory.variance(), epsilon(), scales(v), memory.normalized(), shift, scale, v.delta);
        adapterGradient(v);
    }

    private void activationGradient(DenseViews v) {
        double keep = 1 - layer.dropout() * strengths.dropout;
        if (v.learned == null || v.kept == null || v.learnedGradient == null) {
            kernels.activationGradient(layer.activation(), v.activations, v.kept, v.mask, keep, v.delta);
        } else if (v.rises != null) {
            kernels.parametricGradient(v.kept, v.rises, v.mask, keep, v.delta, v.learnedGradient);
        } else {
            kernels.preluGradient(v.kept, v.learned, v.mask, keep, v.delta, v.learnedGradient);
        }
        if (v.adapters != null) {
            kernels.members().sums(v.delta, v.adapters.biasSums);
        }
    }

    /** Through the factors of the outputs, and to the scaled inputs if these have factors. */
    private void adapterGradient(DenseViews v) {
        AdapterViews adapters = v.adapters;
        if (adapters == null) {
            return;
        }
        kernels.members().gradient(adapters.products, adapters.outputFactors, v.delta, adapters.outputSums);
        if (adapters.inputs != null) {
            kernels.gemm(false, false, 1, v.delta, v.weights, 0, adapters.inputs.delta());
        }
    }

    private void sumGradients(DenseViews v, NormalizationMemory memory) {
        kernels.columnSums(v.delta, memory.shiftGradients());
        normalizations.columnDots(v.delta, memory.normalized(), memory.scaleGradients());
    }

    private void normalizationGradient(DenseViews v) {
        NormalizationMemory memory = v.normalization;
        Tensor scales = v.scales;
        if (memory == null || scales == null) {
            return;
        }
        sumGradients(v, memory);
        switch (layer.standardization()) {
            case Standardization.None _ -> {}
            case Standardization.Columns columns ->
                normalizations.columnGradient(
                        memory.variance(),
                        columns.epsilon(),
                        scales,
                        memory.normalized(),
                        memory.shiftGradients(),
                        memory.scaleGradients(),
                        v.delta);
            case Standardization.Rows _ ->
                normalizations.rowGradient(memory.inverse(), scales, memory.normalized(), v.delta);
        }
    }
}

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

    /** {@code output = f(norm(input Wᵀ) + b) * mask / keep}. */
    void forward(DenseViews v) {
        Tensor copy = v.weightCopy;
        if (copy == null) {
            kernels.gemm(false, true, 1, v.input, v.weights, 0, v.activations);
        } else {
            kernels.transpose(v.weights, copy);
            kernels.gemm(false, false, 1, v.input, copy, 0, v.activations);
        }
        normalize(v);
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
            case Standardization.Columns columns -> {
                normalizations.columnMoments(v.activations, memory.mean(), memory.variance());
                normalizations.standardizeColumns(
                        memory.mean(),
                        memory.variance(),
                        columns.epsilon(),
                        scales,
                        v.activations,
                        memory.normalized());
            }
            case Standardization.Rows rows ->
                normalizations.standardizeRows(
                        rows.epsilon(), scales, v.activations, memory.normalized(), memory.inverse());
        }
    }

    /** {@code delta * mask / keep * f'(z)}, and through the normalisation to {@code x Wᵀ}. */
    void backward(DenseViews v) {
        double keep = 1 - layer.dropout() * strengths.dropout;
        if (v.learned == null || v.kept == null || v.learnedGradient == null) {
            kernels.activationGradient(layer.activation(), v.activations, v.kept, v.mask, keep, v.delta);
        } else if (v.rises != null) {
            kernels.parametricGradient(v.kept, v.rises, v.mask, keep, v.delta, v.learnedGradient);
        } else {
            kernels.preluGradient(v.kept, v.learned, v.mask, keep, v.delta, v.learnedGradient);
        }
        normalizationGradient(v);
    }

    private void normalizationGradient(DenseViews v) {
        NormalizationMemory memory = v.normalization;
        Tensor scales = v.scales;
        if (memory == null || scales == null) {
            return;
        }
        kernels.columnSums(v.delta, memory.shiftGradients());
        normalizations.columnDots(v.delta, memory.normalized(), memory.scaleGradients());
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

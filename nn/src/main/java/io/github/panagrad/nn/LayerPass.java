package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import io.github.panagrad.tensor.ops.Normalizations;

/** One layer forwards and backwards, on the whole of it or on a part of its rows or columns. */
final class LayerPass {
    private final NetworkSpec spec;
    private final Kernels kernels;
    private final Normalizations normalizations;

    LayerPass(NetworkSpec spec, Kernels kernels) {
        this.spec = spec;
        this.kernels = kernels;
        this.normalizations = kernels.normalizations();
    }

    /** {@code output = f(norm(input Wᵀ) + b) * mask / keep + skip}. */
    void forward(LayerViews v) {
        Tensor copy = v.weightCopy;
        if (copy == null) {
            kernels.gemm(false, true, 1, v.input, v.weights, 0, v.activations);
        } else {
            kernels.transpose(v.weights, copy);
            kernels.gemm(false, false, 1, v.input, copy, 0, v.activations);
        }
        normalize(v);
        double keep = 1 - spec.dropout(v.layer);
        if (v.slopes == null) {
            kernels.activate(spec.activation(v.layer), v.biases, v.mask, keep, v.activations, v.kept);
        } else {
            kernels.prelu(v.biases, v.slopes, v.mask, keep, v.activations, v.kept);
        }
        if (v.skipInput != null) {
            kernels.add(v.activations, v.skipInput, v.output);
        }
    }

    private void normalize(LayerViews v) {
        NormalizationMemory memory = v.normalization;
        Tensor scales = v.scales;
        if (memory == null || scales == null) {
            return;
        }
        switch (spec.normalization(v.layer)) {
            case Normalization.None _ -> {}
            case Normalization.BatchNorm batch -> {
                normalizations.columnMoments(v.activations, memory.mean(), memory.variance());
                normalizations.standardizeColumns(
                        memory.mean(), memory.variance(), batch.epsilon(), scales, v.activations, memory.normalized());
            }
            case Normalization.LayerNorm layer ->
                normalizations.standardizeRows(
                        layer.epsilon(), scales, v.activations, memory.normalized(), memory.inverse());
        }
    }

    /**
     * From the delta of the layer above to that of a hidden layer: {@code delta = (above W) * mask / keep * f'(z)}, through
     * the normalisation to {@code x Wᵀ}.
     */
    void backward(LayerViews v) {
        Tensor above = v.deltaAbove;
        Tensor weights = v.weightsAbove;
        if (above == null || weights == null) {
            throw new IllegalStateException("the last layer's delta is the loss's");
        }
        kernels.gemm(false, false, 1, above, weights, v.isDeltaBegun ? 1 : 0, v.delta);
        Tensor skipDelta = v.skipDelta;
        if (skipDelta != null) {
            if (v.isSkipDeltaBegun) {
                kernels.add(v.delta, skipDelta, skipDelta);
            } else {
                skipDelta.copyFrom(v.delta);
            }
        }
        double keep = 1 - spec.dropout(v.layer);
        if (v.slopes == null || v.kept == null || v.slopeGradient == null) {
            kernels.activationGradient(spec.activation(v.layer), v.activations, v.kept, v.mask, keep, v.delta);
        } else {
            kernels.preluGradient(v.kept, v.slopes, v.mask, keep, v.delta, v.slopeGradient);
        }
        normalizationGradient(v);
    }

    private void normalizationGradient(LayerViews v) {
        NormalizationMemory memory = v.normalization;
        Tensor scales = v.scales;
        if (memory == null || scales == null) {
            return;
        }
        kernels.columnSums(v.delta, memory.shiftGradients());
        normalizations.columnDots(v.delta, memory.normalized(), memory.scaleGradients());
        switch (spec.normalization(v.layer)) {
            case Normalization.None _ -> {}
            case Normalization.BatchNorm batch ->
                normalizations.columnGradient(
                        memory.variance(),
                        batch.epsilon(),
                        scales,
                        memory.normalized(),
                        memory.shiftGradients(),
                        memory.scaleGradients(),
                        v.delta);
            case Normalization.LayerNorm _ ->
                normalizations.rowGradient(memory.inverse(), scales, memory.normalized(), v.delta);
        }
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One layer forwards and backwards, on the whole of it or on a part of its rows or columns. */
final class LayerPass {
    private final NetworkSpec spec;
    private final Kernels kernels;

    LayerPass(NetworkSpec spec, Kernels kernels) {
        this.spec = spec;
        this.kernels = kernels;
    }

    /**
     * {@code output = f(input Wᵀ + b) * mask / keep}.
     *
     * @param copy memory for the transposed weights, where a product with a copy is faster, or null
     */
    void forward(
            int layer,
            Tensor input,
            Tensor weights,
            @Nullable Tensor copy,
            Tensor biases,
            @Nullable DropoutMask mask,
            Tensor output) {
        if (copy == null) {
            kernels.gemm(false, true, 1, input, weights, 0, output);
        } else {
            kernels.transpose(weights, copy);
            kernels.gemm(false, false, 1, input, copy, 0, output);
        }
        kernels.activate(spec.activation(layer), biases, mask, 1 - spec.dropout(layer), output, null);
    }

    /** {@code below = (delta W) * f'(z) * mask / keep}, with f and the mask of the layer below. */
    void backward(
            int layer,
            Tensor delta,
            Tensor weights,
            Tensor outputBelow,
            @Nullable DropoutMask maskBelow,
            Tensor below) {
        kernels.gemm(false, false, 1, delta, weights, 0, below);
        kernels.activationGradient(
                spec.activation(layer - 1), outputBelow, null, maskBelow, 1 - spec.dropout(layer - 1), below);
    }
}

package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/** What a gradient is computed from. Allocates nothing. */
public interface GradientSource {
    /**
     * Computes the gradient of the loss, without penalties.
     *
     * @param gradient of the shape of the parameter, or of the part of it for some outputs; written
     */
    void write(Tensor gradient);

    /** Returns {@code deltaᵀ · input}, summed over all rows: the gradient of weights. */
    static GradientSource product(Kernels kernels, Tensor delta, Tensor input) {
        return gradient -> kernels.gemm(true, false, 1, delta, input, 0, gradient);
    }

    /** Returns the sums over rows. */
    static GradientSource sums(Kernels kernels, Tensor summands) {
        return gradient -> kernels.columnSums(summands, gradient);
    }
}

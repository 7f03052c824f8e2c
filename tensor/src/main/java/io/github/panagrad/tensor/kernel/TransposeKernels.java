package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** Transposed copies. Threads may share an instance. */
public interface TransposeKernels {
    /** {@code y = xᵀ}. */
    void transpose(Tensor x, Tensor y);

    /** Returns whether {@link #transpose} works on registers. */
    boolean isTransposeFast();
}

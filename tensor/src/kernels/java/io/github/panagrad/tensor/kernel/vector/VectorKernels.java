package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.kernel.KernelFamilies;
import io.github.panagrad.tensor.kernel.MatrixKernels;

/** The float kernels of this package. */
public final class VectorKernels {
    private VectorKernels() {}

    /** Returns them, with matrix products from elsewhere. */
    public static KernelFamilies with(MatrixKernels matrix) {
        return new KernelFamilies(
                matrix,
                new Activations(),
                new PRelu(),
                new Parametric(),
                new Dropout(),
                new Sums(),
                new Transpose(),
                new Gather(),
                new ColumnNorms(),
                new RowNorms(),
                new Members(),
                new Waves(),
                new Penalties(),
                new Losses(),
                new Updates());
    }
}

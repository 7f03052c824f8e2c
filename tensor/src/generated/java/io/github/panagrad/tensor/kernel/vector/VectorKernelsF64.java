// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/VectorKernels.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.kernel.KernelFamilies;
import io.github.panagrad.tensor.kernel.MatrixKernels;

/** The double kernels of this package. */
public final class VectorKernelsF64 {
    private VectorKernelsF64() {}

    /** Returns them, with matrix products from elsewhere. */
    public static KernelFamilies with(MatrixKernels matrix) {
        return new KernelFamilies(
                matrix,
                new ActivationsF64(),
                new PReluF64(),
                new ParametricF64(),
                new DropoutF64(),
                new SumsF64(),
                new TransposeF64(),
                new GatherF64(),
                new ColumnNormsF64(),
                new RowNormsF64(),
                new MembersF64(),
                new WavesF64(),
                new PenaltiesF64(),
                new LossesF64(),
                new UpdatesF64());
    }
}

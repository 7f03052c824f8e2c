// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/vector/VectorKernels.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.kernel.KernelFamilies;
import io.github.panagrad.tensor.kernel.MatrixKernels;

/** The float kernels of this package. */
public final class VectorKernelsF32 {
    private VectorKernelsF32() {}

    /** Returns them, with matrix products from elsewhere. */
    public static KernelFamilies with(MatrixKernels matrix) {
        return new KernelFamilies(
                matrix,
                new ActivationsF32(),
                new PReluF32(),
                new ParametricF32(),
                new DropoutF32(),
                new SumsF32(),
                new TransposeF32(),
                new GatherF32(),
                new ColumnNormsF32(),
                new RowNormsF32(),
                new MembersF32(),
                new WavesF32(),
                new PenaltiesF32(),
                new LossesF32(),
                new UpdatesF32());
    }
}

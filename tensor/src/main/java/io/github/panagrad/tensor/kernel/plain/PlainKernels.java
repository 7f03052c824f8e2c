package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.KernelFamilies;
import io.github.panagrad.tensor.kernel.MatrixKernels;

/** The plain loops, which need neither a native library nor the Vector API. */
public final class PlainKernels {
    private PlainKernels() {}

    /** Returns plain matrix products of an element type. */
    public static MatrixKernels matrix(DType dtype) {
        return switch (dtype) {
            case F32 -> new PlainMatrixF32();
            case F64 -> new PlainMatrixF64();
        };
    }

    /** Returns plain loops for everything but matrix products. */
    public static KernelFamilies with(MatrixKernels matrix, DType dtype) {
        PlainElements elements = new PlainElements(dtype);
        PlainNormalizations norms = new PlainNormalizations(dtype);
        return new KernelFamilies(
                matrix,
                elements,
                elements,
                elements,
                elements,
                elements,
                elements,
                elements,
                norms,
                norms,
                new PlainMembers(dtype),
                new PlainWaves(dtype),
                new PlainPenalties(dtype),
                new PlainLosses(dtype),
                new PlainUpdates(dtype));
    }
}

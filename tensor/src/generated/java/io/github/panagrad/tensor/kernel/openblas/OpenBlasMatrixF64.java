// Generated from tensor/src/kernels/java/io/github/panagrad/tensor/kernel/openblas/OpenBlasMatrix.java by scripts/generate-kernels: edit that, not this.
package io.github.panagrad.tensor.kernel.openblas;

import io.github.panagrad.blas.call.Cblas;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MatrixKernels;

/**
 * Double matrix products by the CBLAS that was loaded before, which runs each call on the calling thread.
 *
 * <p>A native function gets bare addresses. What it will touch is exactly what the tensors span, and the linker keeps
 * their memory from being closed during the call.
 */
public final class OpenBlasMatrixF64 implements MatrixKernels {
    @Override
    public void gemm(boolean transA, boolean transB, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
        Cblas.dgemm(
                transA,
                transB,
                c.rows(),
                c.columns(),
                transA ? a.rows() : a.columns(),
                alpha,
                a.segment(),
                a.stride(),
                b.segment(),
                b.stride(),
                beta,
                c.segment(),
                c.stride());
    }

    @Override
    public void axpy(double alpha, Tensor x, Tensor y) {
        Cblas.daxpy(x.size(), alpha, x.segment(), y.segment());
    }

    @Override
    public boolean isSlowTransposed(int m, int n, int k) {
        return SmallProducts.areSlowTransposed(m, n, k);
    }
}

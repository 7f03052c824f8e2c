package io.github.panagrad.tensor.kernel.openblas;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MatrixKernels;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** For builds of OpenBLAS without threads, which give wrong results when two threads are inside: one lock for all. */
public final class OneCallAtATime implements MatrixKernels {
    private static final Lock LIBRARY = new ReentrantLock();

    private final MatrixKernels kernels;

    /** Guards some kernels. */
    public OneCallAtATime(MatrixKernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public void gemm(boolean transA, boolean transB, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
        LIBRARY.lock();
        try {
            kernels.gemm(transA, transB, alpha, a, b, beta, c);
        } finally {
            LIBRARY.unlock();
        }
    }

    @Override
    public void axpy(double alpha, Tensor x, Tensor y) {
        LIBRARY.lock();
        try {
            kernels.axpy(alpha, x, y);
        } finally {
            LIBRARY.unlock();
        }
    }

    @Override
    public boolean isSlowTransposed(int m, int n, int k) {
        return kernels.isSlowTransposed(m, n, k);
    }
}

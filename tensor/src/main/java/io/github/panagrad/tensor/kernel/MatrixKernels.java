package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** Matrix products of one element type. Shapes were checked by the caller. Threads may share it. */
public interface MatrixKernels {
    /**
     * {@code c = alpha * op(a) * op(b) + beta * c}, {@code op} being the transpose where requested.
     *
     * @param a m x k, or k x m if transposed; read
     * @param b k x n, or n x k if transposed; read
     * @param c m x n; written, and read only if beta is not 0
     */
    void gemm(boolean transA, boolean transB, double alpha, Tensor a, Tensor b, double beta, Tensor c);

    /**
     * {@code y = y + alpha * x}.
     *
     * @param x contiguous, read
     * @param y contiguous, as large as x, read and written
     */
    void axpy(double alpha, Tensor x, Tensor y);

    /** Returns whether a product of m x k and a transposed n x k takes much longer than one of m x k and k x n. */
    default boolean isSlowTransposed(int m, int n, int k) {
        return false;
    }
}

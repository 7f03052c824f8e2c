package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** Sums. Threads may share an instance. */
public interface SumKernels {
    /** {@code sums = sum of the rows of x}. */
    void columnSums(Tensor x, Tensor sums);

    /** The sum of the squares. */
    double sumOfSquares(Tensor x);

    /** {@code z = x + y}. */
    void add(Tensor x, Tensor y, Tensor z);

    /** {@code y = w x}. */
    void matrixVector(Tensor w, Tensor x, Tensor y);
}

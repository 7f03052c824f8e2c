package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** Batch normalisation. Threads may share an instance. */
public interface ColumnNormKernels {
    /** Each column's mean, and its mean squared distance from it. */
    void columnMoments(Tensor z, Tensor mean, Tensor variance);

    /** {@code normalized = (z - mean) / sqrt(variance + epsilon); z = scale * normalized}, column by column. */
    void standardizeColumns(Tensor mean, Tensor variance, double epsilon, Tensor scale, Tensor z, Tensor normalized);

    /** Through {@link #standardizeColumns} with the moments of the columns themselves. */
    void columnGradient(
            Tensor variance,
            double epsilon,
            Tensor scale,
            Tensor normalized,
            Tensor shiftGradient,
            Tensor scaleGradient,
            Tensor delta);

    /** {@code sums = sum of the rows of x * y}. */
    void columnDots(Tensor x, Tensor y, Tensor sums);
}

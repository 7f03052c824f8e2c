package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/**
 * Batch and layer normalisation of one element type; documented where users see them, in {@code Normalizations}, which
 * also checks the shapes. Threads may share an instance.
 */
public interface NormalizationKernels {
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

    /** The same with the moments of each row; {@code inverse} takes {@code 1 / sqrt(variance + epsilon)}. */
    void standardizeRows(double epsilon, Tensor scale, Tensor z, Tensor normalized, Tensor inverse);

    /** Through {@link #standardizeRows}. */
    void rowGradient(Tensor inverse, Tensor scale, Tensor normalized, Tensor delta);

    /** {@code sums = sum of the rows of x * y}. */
    void columnDots(Tensor x, Tensor y, Tensor sums);
}

package io.github.panagrad.tensor.ops;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.ColumnNormKernels;
import io.github.panagrad.tensor.kernel.RowNormKernels;

/**
 * Batch normalisation (Ioffe and Szegedy, ICML 2015) and layer normalisation (Ba, Kiros and Hinton, 2016), forwards and
 * backwards: {@code y = scale * normalized}, the shift being added as the bias of the activation that follows.
 *
 * <p>Threads may share an instance; what they write must not overlap. Nothing here allocates. Every method throws {@link
 * IllegalArgumentException} for shapes that do not fit, before anything is written. {@code epsilon} is added to the
 * variance inside the root and must be positive.
 */
public final class Normalizations {
    private final Kernels kernels;
    private final ColumnNormKernels columns;
    private final RowNormKernels rows;

    Normalizations(Kernels kernels, ColumnNormKernels columns, RowNormKernels rows) {
        this.kernels = kernels;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * {@code mean = Σ z / m; variance = Σ (z - mean)² / m} for each column.
     *
     * @param z m x n, m at least 1; read
     * @param mean 1 x n; written
     * @param variance 1 x n; written
     */
    public void columnMoments(Tensor z, Tensor mean, Tensor variance) {
        Kernels.requireVector(mean, z.columns());
        Kernels.requireVector(variance, z.columns());
        requireRows(z);
        kernels.requireType(z, mean, variance);
        columns.columnMoments(z, mean, variance);
    }

    /**
     * {@code normalized = (z - mean) / sqrt(variance + epsilon); z = scale * normalized}, column by column.
     *
     * @param mean 1 x n; read
     * @param variance 1 x n, not negative; read
     * @param scale 1 x n; read
     * @param z m x n; read and written
     * @param normalized m x n; written; may be {@code z} where it is not needed
     */
    public void standardizeColumns(
            Tensor mean, Tensor variance, double epsilon, Tensor scale, Tensor z, Tensor normalized) {
        Kernels.requireVector(mean, z.columns());
        Kernels.requireVector(variance, z.columns());
        Kernels.requireVector(scale, z.columns());
        kernels.requireType(mean, variance, scale);
        kernels.requireSame(z, normalized);
        requireEpsilon(epsilon);
        columns.standardizeColumns(mean, variance, epsilon, scale, z, normalized);
    }

    /**
     * The gradient through {@link #columnMoments} and {@link #standardizeColumns}: {@code scale / sqrt(variance + epsilon)
     * (delta - shiftGradient / m - normalized * scaleGradient / m)}.
     *
     * @param variance 1 x n; read
     * @param scale 1 x n; read
     * @param normalized m x n, as {@link #standardizeColumns} wrote it; read
     * @param shiftGradient 1 x n, the sums of delta's columns; read
     * @param scaleGradient 1 x n, the {@link #columnDots} of delta and normalized; read
     * @param delta m x n, the gradient with respect to {@code y}; read, and written with that to {@code z}
     */
    public void columnGradient(
            Tensor variance,
            double epsilon,
            Tensor scale,
            Tensor normalized,
            Tensor shiftGradient,
            Tensor scaleGradient,
            Tensor delta) {
        Kernels.requireVector(variance, delta.columns());
        Kernels.requireVector(scale, delta.columns());
        Kernels.requireVector(shiftGradient, delta.columns());
        Kernels.requireVector(scaleGradient, delta.columns());
        kernels.requireType(variance, scale);
        kernels.requireType(shiftGradient, scaleGradient);
        kernels.requireSame(normalized, delta);
        requireEpsilon(epsilon);
        columns.columnGradient(variance, epsilon, scale, normalized, shiftGradient, scaleGradient, delta);
    }

    /**
     * The same with the mean and the variance of each row.
     *
     * @param scale 1 x n; read
     * @param z m x n; read and written
     * @param normalized m x n; written; may be {@code z} where it is not needed
     * @param inverse 1 x m; written with {@code 1 / sqrt(variance + epsilon)} of each row
     */
    public void standardizeRows(double epsilon, Tensor scale, Tensor z, Tensor normalized, Tensor inverse) {
        Kernels.requireVector(scale, z.columns());
        Kernels.requireVector(inverse, z.rows());
        kernels.requireSame(z, normalized);
        kernels.requireType(scale, inverse);
        requireEpsilon(epsilon);
        rows.standardizeRows(epsilon, scale, z, normalized, inverse);
    }

    /**
     * The gradient through {@link #standardizeRows}: with {@code g = scale * delta}, {@code inverse (g - mean(g) -
     * normalized * mean(g * normalized))}.
     *
     * @param inverse 1 x m, as {@link #standardizeRows} wrote it; read
     * @param scale 1 x n; read
     * @param normalized m x n, as {@link #standardizeRows} wrote it; read
     * @param delta m x n, the gradient with respect to {@code y}; read, and written with that to {@code z}
     */
    public void rowGradient(Tensor inverse, Tensor scale, Tensor normalized, Tensor delta) {
        Kernels.requireVector(inverse, delta.rows());
        Kernels.requireVector(scale, delta.columns());
        kernels.requireType(inverse, scale);
        kernels.requireSame(normalized, delta);
        rows.rowGradient(inverse, scale, normalized, delta);
    }

    /**
     * {@code sums = Σ x * y} for each column, in the order of the rows.
     *
     * @param x m x n; read
     * @param y m x n; read
     * @param sums 1 x n; written
     */
    public void columnDots(Tensor x, Tensor y, Tensor sums) {
        kernels.requireSame(x, y);
        Kernels.requireVector(sums, x.columns());
        kernels.requireType(sums, sums);
        columns.columnDots(x, y, sums);
    }

    private static void requireRows(Tensor z) {
        if (z.rows() == 0) {
            throw new IllegalArgumentException("there are no rows to take the moments of");
        }
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be positive, found " + epsilon);
        }
    }
}

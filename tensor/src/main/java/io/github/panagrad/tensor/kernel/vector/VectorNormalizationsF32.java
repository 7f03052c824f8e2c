package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.NormalizationKernels;

/** The float kernels of normalisation behind their interface. */
public final class VectorNormalizationsF32 implements NormalizationKernels {
    @Override
    public void columnMoments(Tensor z, Tensor mean, Tensor variance) {
        ColumnNormsF32.moments(z, mean, variance);
    }

    @Override
    public void standardizeColumns(
            Tensor mean, Tensor variance, double epsilon, Tensor scale, Tensor z, Tensor normalized) {
        ColumnNormsF32.standardize(mean, variance, epsilon, scale, z, normalized);
    }

    @Override
    public void columnGradient(
            Tensor variance,
            double epsilon,
            Tensor scale,
            Tensor normalized,
            Tensor shiftGradient,
            Tensor scaleGradient,
            Tensor delta) {
        ColumnNormsF32.gradient(variance, epsilon, scale, normalized, shiftGradient, scaleGradient, delta);
    }

    @Override
    public void standardizeRows(double epsilon, Tensor scale, Tensor z, Tensor normalized, Tensor inverse) {
        RowNormsF32.standardize(epsilon, scale, z, normalized, inverse);
    }

    @Override
    public void rowGradient(Tensor inverse, Tensor scale, Tensor normalized, Tensor delta) {
        RowNormsF32.gradient(inverse, scale, normalized, delta);
    }

    @Override
    public void columnDots(Tensor x, Tensor y, Tensor sums) {
        ColumnNormsF32.dots(x, y, sums);
    }
}

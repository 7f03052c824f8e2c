package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** Layer normalisation, and limits of norms of rows. Threads may share an instance. */
public interface RowNormKernels {
    /** The same with the moments of each row; {@code inverse} receives {@code 1 / sqrt(variance + epsilon)}. */
    void standardizeRows(double epsilon, Tensor scale, Tensor z, Tensor normalized, Tensor inverse);

    /** Through {@link #standardizeRows}. */
    void rowGradient(Tensor inverse, Tensor scale, Tensor normalized, Tensor delta);

    /** Each row that is longer than the limit is scaled to it. */
    void limitRowNorms(double limit, Tensor x);
}

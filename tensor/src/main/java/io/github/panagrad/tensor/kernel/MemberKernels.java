package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** The members of an ensemble as rows: each row of a batch is followed through several members. Threads may share an instance. */
public interface MemberKernels {
    /** {@code y[k b + i] = x[b] ⊙ factors[i]} for each of k members. */
    void spread(Tensor x, Tensor factors, Tensor y);

    /** {@code x[b] = Σᵢ y[k b + i] ⊙ factors[i]}, or added to it. */
    void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x);

    /** {@code sums[i] = Σ_b x[b] ⊙ y[k b + i]}. */
    void dots(Tensor x, Tensor y, int members, int first, Tensor sums);
}

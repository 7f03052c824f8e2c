package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** The members of an ensemble as rows: each row of a batch is followed through several members. Threads may share an instance. */
public interface MemberKernels {
    /** {@code y[k b + i] = x[b] ⊙ factors[i]} for each of k members; or {@code x[k b + i] ⊙ factors[i]}, if x has as many rows as y. */
    void spread(Tensor x, Tensor factors, Tensor y);

    /** {@code x[b] = Σᵢ y[k b + i] ⊙ factors[i]}; or {@code x[k b + i] = y[k b + i] ⊙ factors[i]}, if x has as many rows as y; or added to it. */
    void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x);

    /** {@code sums[i] = Σ_b x[b] ⊙ y[k b + first + i]}; or with {@code x[k b + first + i]}, if x has as many rows as y. */
    void dots(Tensor x, Tensor y, int members, int first, Tensor sums);

    /** {@code sums[i] = Σ_b x[k b + i]}. */
    void sums(Tensor x, Tensor sums);

    /** {@code sums[i] = Σ_b x[k b + i] ⊙ delta[k b + i]}, then {@code delta[k b + i] = delta[k b + i] ⊙ factors[i]}. */
    void gradient(Tensor x, Tensor factors, Tensor delta, Tensor sums);
}

package io.github.panagrad.tensor.ops;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.MemberKernels;

/**
 * The members of an ensemble as rows: row {@code k b + i} of a tensor belongs to row b of the batch and to member i of k.
 * Arguments are checked; threads may share it.
 */
public final class Members {
    private final Kernels kernels;
    private final MemberKernels members;

    Members(Kernels kernels, MemberKernels members) {
        this.kernels = kernels;
        this.members = members;
    }

    /**
     * {@code y[k b + i] = x[b] ⊙ factors[i]}.
     *
     * @param x m x n; read
     * @param factors k x n; read
     * @param y (k m) x n; written
     */
    public void spread(Tensor x, Tensor factors, Tensor y) {
        require(x, factors, y);
        members.spread(x, factors, y);
    }

    /**
     * {@code x[b] = Σᵢ y[k b + i] ⊙ factors[i]}.
     *
     * @param y (k m) x n; read
     * @param factors k x n; read
     * @param isAdded whether the sum is added to x
     * @param x m x n; written or accumulated
     */
    public void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x) {
        require(x, factors, y);
        members.collect(y, factors, isAdded, x);
    }

    /**
     * {@code sums[i] = Σ_b x[b] ⊙ y[k b + first + i]}.
     *
     * @param x m x n; read
     * @param y (k m) x n; read
     * @param count k
     * @param first the first member whose sum is computed
     * @param sums a row for each of those members, n columns; written
     */
    public void dots(Tensor x, Tensor y, int count, int first, Tensor sums) {
        if (y.rows() != (long) count * x.rows()
                || y.columns() != x.columns()
                || sums.columns() != x.columns()
                || first < 0
                || first > count - sums.rows()) {
            throw new IllegalArgumentException("sums " + sums.shape() + " from member " + first + " of " + count
                    + " do not fit " + x.shape() + " and " + y.shape());
        }
        kernels.requireType(x, y, sums);
        members.dots(x, y, count, first, sums);
    }

    private void require(Tensor x, Tensor factors, Tensor y) {
        if (y.rows() != (long) factors.rows() * x.rows()
                || y.columns() != x.columns()
                || factors.columns() != x.columns()
                || factors.rows() == 0) {
            throw new IllegalArgumentException(
                    "members must fit: " + x.shape() + ", factors " + factors.shape() + ", " + y.shape());
        }
        kernels.requireType(x, factors, y);
    }
}

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
     * {@code y[k b + i] = x[b] ⊙ factors[i]}, or {@code y[k b + i] = x[k b + i] ⊙ factors[i]}.
     *
     * @param x m x n, or (k m) x n; read
     * @param factors k x n; read
     * @param y (k m) x n; written; may be x
     */
    public void spread(Tensor x, Tensor factors, Tensor y) {
        require(x, factors, y);
        members.spread(x, factors, y);
    }

    /**
     * {@code x[b] = Σᵢ y[k b + i] ⊙ factors[i]}, or {@code x[k b + i] = y[k b + i] ⊙ factors[i]}.
     *
     * @param y (k m) x n; read
     * @param factors k x n; read
     * @param isAdded whether the result is added to x
     * @param x m x n, or (k m) x n; written or accumulated
     */
    public void collect(Tensor y, Tensor factors, boolean isAdded, Tensor x) {
        require(x, factors, y);
        members.collect(y, factors, isAdded, x);
    }

    /**
     * {@code sums[i] = Σ_b x[b] ⊙ y[k b + first + i]}, or {@code sums[i] = Σ_b x[k b + first + i] ⊙ y[k b + first + i]}.
     *
     * @param x m x n, or (k m) x n; read
     * @param y (k m) x n; read
     * @param count k
     * @param first the first member whose sum is computed
     * @param sums a row for each of those members, n columns; written
     */
    public void dots(Tensor x, Tensor y, int count, int first, Tensor sums) {
        if (!fits(x, y, count) || sums.columns() != x.columns() || first < 0 || first > count - sums.rows()) {
            throw new IllegalArgumentException("sums " + sums.shape() + " from member " + first + " of " + count
                    + " do not fit " + x.shape() + " and " + y.shape());
        }
        kernels.requireType(x, y, sums);
        members.dots(x, y, count, first, sums);
    }

    /**
     * {@code sums[i] = Σ_b x[k b + i]}.
     *
     * @param x (k m) x n, with m at least 1; read
     * @param sums k x n; written
     */
    public void sums(Tensor x, Tensor sums) {
        require(x, sums, x);
        requireRows(x);
        members.sums(x, sums);
    }

    /**
     * The gradient through {@code y[k b + i] = x[k b + i] ⊙ factors[i]}, with respect to factors and to x:
     * {@code sums[i] = Σ_b x[k b + i] ⊙ delta[k b + i]}, and {@code delta[k b + i] = delta[k b + i] ⊙ factors[i]}.
     *
     * @param x (k m) x n, with m at least 1; read
     * @param factors k x n; read
     * @param delta (k m) x n, the gradient with respect to y; read, and written with that to x
     * @param sums k x n; written
     */
    public void gradient(Tensor x, Tensor factors, Tensor delta, Tensor sums) {
        require(delta, factors, delta);
        kernels.requireSame(x, delta);
        kernels.requireSame(factors, sums);
        requireRows(x);
        members.gradient(x, factors, delta, sums);
    }

    private void require(Tensor x, Tensor factors, Tensor y) {
        if (factors.rows() == 0 || !fits(x, y, factors.rows()) || factors.columns() != x.columns()) {
            throw new IllegalArgumentException(
                    "members must fit: " + x.shape() + ", factors " + factors.shape() + ", " + y.shape());
        }
        kernels.requireType(x, factors, y);
    }

    /** Returns whether y has a row for each member of each row of the batch, and x one for each row or for each member of it. */
    private static boolean fits(Tensor x, Tensor y, int count) {
        return x.columns() == y.columns()
                && count > 0
                && y.rows() % count == 0
                && (x.rows() == y.rows() || x.rows() == y.rows() / count);
    }

    /** Sums begin with the first row of each member. */
    private static void requireRows(Tensor x) {
        if (x.rows() == 0) {
            throw new IllegalArgumentException("there are no rows to sum up: " + x.shape());
        }
    }
}

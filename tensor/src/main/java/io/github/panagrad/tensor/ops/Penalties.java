package io.github.panagrad.tensor.ops;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.PenaltyKernels;
import io.github.panagrad.tensor.kernel.RowNormKernels;

/**
 * Penalties on weights, and limits of weights and gradients.
 *
 * <p>Threads may share an instance; what they write must not overlap. Nothing here allocates. Every method throws {@link
 * IllegalArgumentException} for shapes that do not fit, before anything is written.
 */
public final class Penalties {
    private final Kernels kernels;
    private final PenaltyKernels leaf;
    private final RowNormKernels rows;

    Penalties(Kernels kernels, PenaltyKernels leaf, RowNormKernels rows) {
        this.kernels = kernels;
        this.leaf = leaf;
        this.rows = rows;
    }

    /** Returns the sum of the absolute values of a contiguous tensor. */
    public double sumOfMagnitudes(Tensor x) {
        kernels.requireType(x);
        Kernels.requireContiguous(x);
        return leaf.sumOfMagnitudes(x);
    }

    /**
     * {@code gradient = gradient + factor * sign(theta)}, the sign of 0 being 0.
     *
     * @param theta contiguous; read
     * @param gradient the same shape, contiguous; read and written
     */
    public void addSign(double factor, Tensor theta, Tensor gradient) {
        kernels.requireSame(theta, gradient);
        Kernels.requireContiguous(theta);
        Kernels.requireContiguous(gradient);
        leaf.addSign(factor, theta, gradient);
    }

    /** {@code x = factor * x}; contiguous. */
    public void scale(double factor, Tensor x) {
        kernels.requireType(x);
        Kernels.requireContiguous(x);
        leaf.scale(factor, x);
    }

    /** {@code x = max(-limit, min(limit, x))}; contiguous. What is not a number stays so. */
    public void clip(double limit, Tensor x) {
        requireLimit(limit);
        kernels.requireType(x);
        Kernels.requireContiguous(x);
        leaf.clip(limit, x);
    }

    /** Scales each row of x whose Euclidean norm is above the limit to that limit. */
    public void limitRowNorms(double limit, Tensor x) {
        requireLimit(limit);
        kernels.requireType(x);
        rows.limitRowNorms(limit, x);
    }

    private static void requireLimit(double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the limit must be positive, found " + limit);
        }
    }
}

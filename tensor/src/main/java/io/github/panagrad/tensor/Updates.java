package io.github.panagrad.tensor;

import io.github.panagrad.tensor.kernel.UpdateKernels;

/**
 * Optimiser updates of a backend, each one pass over the parameters {@code theta}, their gradient and the optimiser's
 * state: contiguous tensors of one shape and of the element type of these kernels.
 *
 * <p>Every update begins with {@code g = gradient + l2 theta} and takes its step from {@code shrink theta}; {@code l2} of 0
 * and {@code shrink} of 1 leave both out. The {@code theta} that {@code l2} is multiplied by is the one before it shrinks.
 *
 * <p>Threads may share an instance; what they write must not overlap. Nothing here allocates. Scalars are {@code double}
 * and narrow to the element type. Every method throws {@link IllegalArgumentException} for shapes that do not fit, before
 * anything is written, and {@link IllegalStateException} if the memory was closed.
 *
 * <p>The Vector API's kernels set to 0 what is all but subnormal, because arithmetic with subnormal numbers is many times
 * slower: in states, numbers below some 1e-35 in float32, and in gradients whose squares are averaged, below 4e-15.
 */
public final class Updates {
    private final DType dtype;
    private final UpdateKernels kernels;

    Updates(DType dtype, UpdateKernels kernels) {
        this.dtype = dtype;
        this.kernels = kernels;
    }

    /**
     * Gradient descent: {@code theta = shrink theta - rate g}.
     *
     * @param theta read and written
     * @param gradient read
     */
    public void sgd(Tensor theta, Tensor gradient, double rate, double l2, double shrink) {
        require(theta, gradient);
        kernels.sgd(theta, gradient, rate, l2, shrink);
    }

    /**
     * Momentum: {@code v = keep v + take g; theta = shrink theta - rate v}. An average with {@code take = 1 - keep}, the
     * classical sum with {@code take = 1}.
     *
     * @param theta read and written
     * @param gradient read
     * @param v read and written
     */
    public void momentum(
            Tensor theta, Tensor gradient, Tensor v, double rate, double keep, double take, double l2, double shrink) {
        require(theta, gradient, v);
        kernels.momentum(theta, gradient, v, rate, keep, take, l2, shrink);
    }

    /**
     * Nesterov's momentum: {@code v = beta v + g; theta = shrink theta - rate (g + beta v)}.
     *
     * @param theta read and written
     * @param gradient read
     * @param v read and written
     */
    public void nesterov(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2, double shrink) {
        require(theta, gradient, v);
        kernels.nesterov(theta, gradient, v, rate, beta, l2, shrink);
    }

    /**
     * Lion: {@code theta = shrink theta - rate sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g}. The sign of 0
     * is 0, and that of NaN is NaN.
     *
     * @param theta read and written
     * @param gradient read
     * @param m read and written
     */
    public void lion(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            double rate,
            double beta1,
            double beta2,
            double l2,
            double shrink) {
        require(theta, gradient, m);
        kernels.lion(theta, gradient, m, rate, beta1, beta2, l2, shrink);
    }

    /**
     * RMSprop and Adagrad: {@code s = keep s + take g²; theta = shrink theta - rate g / (sqrt(s) + epsilon)}. An average with
     * {@code take = 1 - keep}, Adagrad's sum with both 1.
     *
     * @param theta read and written
     * @param gradient read
     * @param s read and written
     */
    public void rmsProp(
            Tensor theta,
            Tensor gradient,
            Tensor s,
            double rate,
            double keep,
            double take,
            double epsilon,
            double l2,
            double shrink) {
        require(theta, gradient, s);
        kernels.rmsProp(theta, gradient, s, rate, keep, take, epsilon, l2, shrink);
    }

    /**
     * Adam: {@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g²;}
     * {@code theta = shrink theta - rate m / (sqrt(secondScale v) + epsilon)}. The bias corrections are the caller's: {@code
     * rate = alpha / (1 - beta1^t)} and {@code secondScale = 1 / (1 - beta2^t)}.
     *
     * @param theta read and written
     * @param gradient read
     * @param m read and written
     * @param v read and written
     */
    public void adam(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        require(theta, gradient, m);
        require(theta, v);
        kernels.adam(theta, gradient, m, v, rate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }

    /**
     * AMSGrad: {@code m} and {@code v} as with {@link #adam}; {@code largest = max(largest, v);}
     * {@code theta = shrink theta - rate m / (sqrt(secondScale largest) + epsilon)}.
     *
     * @param theta read and written
     * @param gradient read
     * @param m read and written
     * @param v read and written
     * @param largest read and written
     */
    public void amsGrad(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            Tensor largest,
            double rate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        require(theta, gradient, m);
        require(theta, v, largest);
        kernels.amsGrad(theta, gradient, m, v, largest, rate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }

    /**
     * Nadam: {@code m} and {@code v} as with {@link #adam};
     * {@code theta = shrink theta - (gradientRate g + momentRate m) / (sqrt(secondScale v) + epsilon)}.
     *
     * @param theta read and written
     * @param gradient read
     * @param m read and written
     * @param v read and written
     */
    public void nadam(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            Tensor v,
            double gradientRate,
            double momentRate,
            double secondScale,
            double beta1,
            double beta2,
            double epsilon,
            double l2,
            double shrink) {
        require(theta, gradient, m);
        require(theta, v);
        kernels.nadam(theta, gradient, m, v, gradientRate, momentRate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }

    private void require(Tensor theta, Tensor second, Tensor third) {
        require(theta, second);
        require(theta, third);
    }

    private void require(Tensor theta, Tensor other) {
        if (theta.rows() != other.rows() || theta.columns() != other.columns()) {
            throw new IllegalArgumentException("must be same shape: " + theta.shape() + " vs " + other.shape());
        }
        require(theta);
        require(other);
    }

    private void require(Tensor x) {
        if (x.dtype() != dtype) {
            throw new IllegalArgumentException("these kernels are for " + dtype.label() + ", found " + x);
        }
        if (!x.isContiguous()) {
            throw new IllegalArgumentException("must be contiguous: " + x.shape() + " with stride " + x.stride());
        }
    }
}

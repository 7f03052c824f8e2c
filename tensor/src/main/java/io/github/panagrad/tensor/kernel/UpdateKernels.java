package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/**
 * Optimiser updates, each one pass over contiguous tensors of one shape and type; documented where users see them, in
 * {@code Updates}, which also checks the shapes. Threads may share an instance.
 */
public interface UpdateKernels {
    /** Gradient descent. */
    void sgd(Tensor theta, Tensor gradient, double rate, double l2, double shrink);

    /** Momentum, damped or not. */
    void momentum(
            Tensor theta, Tensor gradient, Tensor v, double rate, double keep, double take, double l2, double shrink);

    /** Nesterov's momentum. */
    void nesterov(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2, double shrink);

    /** Steps of one length in the direction of a sign. */
    void lion(
            Tensor theta, Tensor gradient, Tensor m, double rate, double beta1, double beta2, double l2, double shrink);

    /** Gradients by the root of an average, or of a sum, of their squares. */
    void rmsProp(
            Tensor theta,
            Tensor gradient,
            Tensor s,
            double rate,
            double keep,
            double take,
            double epsilon,
            double l2,
            double shrink);

    /** Adam; {@code rate} and {@code secondScale} carry the bias corrections. */
    void adam(
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
            double shrink);

    /** Adam with the largest of its second averages. */
    void amsGrad(
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
            double shrink);

    /** Adam with Nesterov's momentum. */
    void nadam(
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
            double shrink);
}

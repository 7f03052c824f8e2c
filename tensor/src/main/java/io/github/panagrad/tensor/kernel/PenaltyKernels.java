package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/**
 * Penalties on weights and limits of gradients, of one element type; documented where users see them, in {@code Penalties},
 * which also checks the shapes. Threads may share an instance.
 */
public interface PenaltyKernels {
    /** The sum of the absolute values. */
    double sumOfMagnitudes(Tensor x);

    /** {@code gradient = gradient + factor * sign(theta)}. */
    void addSign(double factor, Tensor theta, Tensor gradient);

    /** {@code x = factor * x}. */
    void scale(double factor, Tensor x);

    /** {@code x = max(-limit, min(limit, x))}. */
    void clip(double limit, Tensor x);
}

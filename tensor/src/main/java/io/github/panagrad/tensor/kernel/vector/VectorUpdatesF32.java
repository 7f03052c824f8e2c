package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.UpdateKernels;

/** The float updates of this package behind their interface. */
public final class VectorUpdatesF32 implements UpdateKernels {
    @Override
    public void sgd(Tensor theta, Tensor gradient, double rate, double l2, double shrink) {
        MomentumF32.sgd(theta, gradient, rate, l2, shrink);
    }

    @Override
    public void momentum(
            Tensor theta, Tensor gradient, Tensor v, double rate, double keep, double take, double l2, double shrink) {
        MomentumF32.momentum(theta, gradient, v, rate, keep, take, l2, shrink);
    }

    @Override
    public void nesterov(Tensor theta, Tensor gradient, Tensor v, double rate, double beta, double l2, double shrink) {
        MomentumF32.nesterov(theta, gradient, v, rate, beta, l2, shrink);
    }

    @Override
    public void lion(
            Tensor theta,
            Tensor gradient,
            Tensor m,
            double rate,
            double beta1,
            double beta2,
            double l2,
            double shrink) {
        MomentumF32.lion(theta, gradient, m, rate, beta1, beta2, l2, shrink);
    }

    @Override
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
        AdaptiveF32.rmsProp(theta, gradient, s, rate, keep, take, epsilon, l2, shrink);
    }

    @Override
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
        AdaptiveF32.adam(theta, gradient, m, v, rate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }

    @Override
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
        AdamVariantsF32.amsGrad(theta, gradient, m, v, largest, rate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }

    @Override
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
        AdamVariantsF32.nadam(
                theta, gradient, m, v, gradientRate, momentRate, secondScale, beta1, beta2, epsilon, l2, shrink);
    }
}

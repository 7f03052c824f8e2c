package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;

/** Stochastic gradient descent: {@code θ ← θ − α g} (Robbins and Monro, 1951). */
public record Sgd() implements FirstOrder {
    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public String formula() {
        return "θ ← θ - α g";
    }

    @Override
    public int states() {
        return 0;
    }

    @Override
    public UpdateRule rule(Kernels kernels) {
        return new RateRule(kernels, this) {
            @Override
            public void apply(Tensor theta, Tensor gradient, Tensor[] state, double l2, double shrink) {
                updates.sgd(theta, gradient, rate, l2, shrink);
            }
        };
    }
}

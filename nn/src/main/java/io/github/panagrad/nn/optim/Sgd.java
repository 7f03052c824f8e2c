package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

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
        return new RateRule<>(kernels, this, new UpdateStep.Sgd());
    }
}

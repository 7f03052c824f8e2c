package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
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
    public UpdateRule rule(Backend backend, DType dtype) {
        return new RateRule<>(Kernels.of(backend, dtype), this, new UpdateStep.Sgd());
    }
}

package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Adagrad: {@code s ← s + g²}, {@code θ ← θ − α g / (√s + ε)} (Duchi, Hazan and Singer, "Adaptive Subgradient Methods
 * for Online Learning and Stochastic Optimization", JMLR 2011, with a diagonal matrix).
 *
 * <p>The variant is PyTorch's: ε is outside the root, the sum is initially 0, and there is no additional learning-rate
 * decay. Tiny gradients are treated as 0, as in {@link Adam}.
 *
 * @param epsilon ε, from 1e-30 to 1e30
 */
public record Adagrad(double epsilon) implements FirstOrder {
    /** Checks the value. */
    public Adagrad {
        Ranges.epsilon("adagrad", epsilon);
    }

    @Override
    public String name() {
        return "adagrad";
    }

    @Override
    public String formula() {
        return "s ← s + g²,  θ ← θ - α g / (√s + ε)";
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.RmsProp step = new UpdateStep.RmsProp();
        step.keep = 1;
        step.take = 1;
        step.epsilon = epsilon;
        return new RateRule<>(Kernels.of(backend, dtype), this, step);
    }
}

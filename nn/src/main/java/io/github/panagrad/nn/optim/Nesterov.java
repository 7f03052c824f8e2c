package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Nesterov's momentum: {@code v ← β v + g}, {@code θ ← θ − α (g + β v)} (Nesterov, "A method for solving the convex
 * programming problem with convergence rate O(1/k²)", 1983; Sutskever et al., ICML 2013).
 *
 * <p>This is PyTorch's form, without dampening. Sutskever evaluates the gradient at the look-ahead point
 * {@code θ − αβv}; here θ itself denotes that point, so that the gradient is evaluated at the current parameters. While
 * the learning rate is constant, both follow the same path.
 *
 * @param beta β, the decay rate of the sum, in [0, 1)
 */
public record Nesterov(double beta) implements FirstOrder {
    /** Checks the value. */
    public Nesterov {
        Ranges.share("nesterov", "beta", beta);
    }

    @Override
    public String name() {
        return "nesterov";
    }

    @Override
    public String formula() {
        return "v ← β v + g,  θ ← θ - α (g + β v)";
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public UpdateRule rule(Backend backend, DType dtype) {
        UpdateStep.Nesterov step = new UpdateStep.Nesterov();
        step.beta = beta;
        return new RateRule<>(Kernels.of(backend, dtype), this, step);
    }
}

package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.kernel.UpdateStep;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * Nesterov's momentum: {@code v ← β v + g}, {@code θ ← θ − α (g + β v)} (Nesterov, "A method for solving the convex
 * programming problem with convergence rate O(1/k²)", 1983; Sutskever et al., ICML 2013).
 *
 * <p>This is PyTorch's form, without damping. Sutskever's gradient is taken at the point ahead, {@code θ − αβv}; here θ stands
 * for that point, so that the gradient is that of the parameters as they are. As long as the rate stays the same, both take
 * the same path.
 *
 * @param beta β, the share of the old sum, in [0, 1)
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
    public UpdateRule rule(Kernels kernels) {
        UpdateStep.Nesterov step = new UpdateStep.Nesterov();
        step.beta = beta;
        return new RateRule<>(kernels, this, step);
    }
}

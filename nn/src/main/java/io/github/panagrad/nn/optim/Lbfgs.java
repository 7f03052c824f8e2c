package io.github.panagrad.nn.optim;

/**
 * Limited-memory BFGS, for small problems on the whole training set (Liu and Nocedal, "On the limited memory BFGS method for
 * large scale optimization", 1989; Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.4 and 7.5):
 *
 * <pre>
 * θ ← θ − a H g
 * </pre>
 *
 * with H, an approximation to the inverse of the second derivatives, from the last changes of parameters and gradient, and the
 * step a from a line search for the strong Wolfe conditions (algorithms 3.5 and 3.6, with c₁ = 1e-4 and c₂ = 0.9, by cubic
 * interpolation). The line search begins at a = 1, in the first iteration at {@code 1 / max(1, ‖g‖)}; there is no learning rate.
 *
 * <p>The variant: H begins as {@code γ I} with {@code γ = sᵀy / yᵀy} of the last
 * change; changes with {@code sᵀy} that is not positive are left out.
 *
 * @param history the changes that are remembered, at least 1
 * @param tolerance it ends when no element of the gradient is larger; not negative
 * @param maxEvaluations the evaluations of the loss that a line search may take, at least 1
 */
public record Lbfgs(int history, double tolerance, int maxEvaluations) implements Optimizer {
    /** Checks the values. */
    public Lbfgs {
        Ranges.atLeast("lbfgs", "history", 1, history);
        Ranges.notNegative("lbfgs", "tolerance", tolerance);
        Ranges.atLeast("lbfgs", "max-evaluations", 1, maxEvaluations);
    }

    @Override
    public String name() {
        return "lbfgs";
    }

    @Override
    public String formula() {
        return "θ ← θ - a H g,  H from the last changes of θ and g,  a from a line search (strong Wolfe)";
    }
}

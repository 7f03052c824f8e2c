package io.github.panagrad.nn.optim;

/**
 * Limited-memory BFGS, for small problems on the whole training set (Liu and Nocedal, "On the limited memory BFGS
 * method for large scale optimization", 1989; Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.4 and
 * 7.5):
 *
 * <pre>
 * θ ← θ − a H g
 * </pre>
 *
 * where H approximates the inverse Hessian from the last changes of parameters and gradient, and the step length a is
 * found by a line search for the strong Wolfe conditions (algorithms 3.5 and 3.6, with c₁ = 1e-4 and c₂ = 0.9, by cubic
 * interpolation). The line search starts at a = 1, or in the first iteration at {@code 1 / max(1, ‖g‖)}; there is no
 * learning rate.
 *
 * <p>In this variant the initial H is {@code γ I} with
 * {@code γ = sᵀy / yᵀy} of the last change; changes for which {@code sᵀy} is not positive are skipped.
 *
 * @param history the number of stored changes, from 1 to 1000; each takes as much memory as two gradients in float64
 * @param tolerance training ends when no element of the gradient exceeds this in absolute value; not negative
 * @param maxEvaluations the maximum number of evaluations of the loss in a line search, at least 1
 */
public record Lbfgs(int history, double tolerance, int maxEvaluations) implements Optimizer {
    private static final int MAX_HISTORY = 1000;

    /** Checks the values. */
    public Lbfgs {
        Ranges.within("lbfgs", "history", 1, MAX_HISTORY, history);
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

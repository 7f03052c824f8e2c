package io.github.panagrad.nn.check;

import io.github.panagrad.tensor.Tensor;
import java.util.function.DoubleSupplier;

/**
 * Differences of a loss when one parameter is moved, and whether the loss has a kink there. The gradient to be checked is not
 * known here, so a wrong one cannot be mistaken for a kink.
 *
 * <p>Let {@code C(h) = (J(θ+h) − J(θ−h)) / 2h} and {@code D(h) = J(θ+h) − 2 J(θ) + J(θ−h)}. Where J is smooth, C(h) is the
 * derivative plus a term in h², and D(h) is a term in h², so that with ε, ε/2 and ε/4 both
 *
 * <pre>
 * odd  = C(ε) − 5 C(ε/2) + 4 C(ε/4)
 * even = (4 D(ε/2) − D(ε)) / 2ε
 * </pre>
 *
 * are of order ε³ or less: nothing but rounding. If the slope or the curvature of J jumps at some distance from θ below ε, one
 * of them is at least 0.39 of what that adds to C(ε), whatever the distance.
 *
 * <p>For use by one check, on one thread.
 */
final class FiniteDifferences {
    /** Rounding in {@code odd} is at worst 27 roundings of the loss over ε; a sum has a few. */
    private static final double ROUNDINGS = 64;

    private static final double WIDER = 32;

    private final DoubleSupplier loss;
    private final double epsilon;
    private final double here;

    /**
     * Evaluates the loss at the current parameters.
     *
     * @param loss computes the loss with the current parameters
     */
    FiniteDifferences(DoubleSupplier loss, double epsilon) {
        this.loss = loss;
        this.epsilon = epsilon;
        here = loss.getAsDouble();
    }

    /**
     * Returns C(ε) for one number.
     *
     * @param parameter moved, and restored
     */
    double central(Tensor parameter, int row, int column) {
        return pair(parameter, row, column, epsilon).central();
    }

    /**
     * Returns whether a kink makes C(ε) wrong.
     *
     * @param parameter moved, and restored
     * @param harmless an error of C(ε) that does not matter
     */
    boolean isKink(Tensor parameter, int row, int column, double harmless) {
        Pair whole = pair(parameter, row, column, epsilon);
        Pair half = pair(parameter, row, column, epsilon / 2);
        Pair quarter = pair(parameter, row, column, epsilon / 4);
        double odd = whole.central() - 5 * half.central() + 4 * quarter.central();
        double even = (4 * half.second(here) - whole.second(here)) / (2 * epsilon);
        return Math.max(Math.abs(odd), Math.abs(even)) > Math.max(harmless / 3, rounding());
    }

    /** Returns how wrong the rounding of the loss may make differences: very, if a loss is large and its slope small. */
    double rounding() {
        return ROUNDINGS * Math.ulp(0.5) * Math.max(1, Math.abs(here)) / epsilon;
    }

    /**
     * Returns the derivative from points further away, {@code (4 C(h/2) − C(h)) / 3} with h = 32 ε. Its rounding error is a
     * twelfth of that of C(ε), and its truncation error is of order h⁴; but there is more room for a kink.
     *
     * @param parameter moved, and restored
     */
    double wider(Tensor parameter, int row, int column) {
        double whole = pair(parameter, row, column, WIDER * epsilon).central();
        double half = pair(parameter, row, column, WIDER * epsilon / 2).central();
        return (4 * half - whole) / 3;
    }

    private Pair pair(Tensor parameter, int row, int column, double step) {
        double value = parameter.get(row, column);
        try {
            parameter.set(row, column, value + step);
            double above = loss.getAsDouble();
            parameter.set(row, column, value - step);
            double below = loss.getAsDouble();
            return new Pair(above, below, step);
        } finally {
            parameter.set(row, column, value);
        }
    }

    /** The loss on both sides. */
    private record Pair(double above, double below, double step) {
        double central() {
            return (above - below) / (2 * step);
        }

        double second(double here) {
            return above - 2 * here + below;
        }
    }
}

package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.Lbfgs;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Minimises a function by {@link Lbfgs}, iteration by iteration. Deterministic: the same function and start give the same
 * bits. Used by one thread.
 */
public final class LbfgsMinimizer {
    private final Objective objective;
    private final Lbfgs settings;
    private final LbfgsHistory history;
    private final WolfeLineSearch search;
    private final double[] x;
    private final double[] gradient;
    private final double[] direction;
    private final double[] before;
    private final double[] gradientBefore;
    private double value;
    private double stepLength;
    private int iterations;
    private int evaluations;
    private @Nullable Stop stop;

    /** A function to be minimised. */
    @FunctionalInterface
    public interface Objective {
        /**
         * Computes the value and the gradient at a point.
         *
         * @param x the point; not modified
         * @param gradient as many numbers; written
         */
        double evaluate(double[] x, double[] gradient);
    }

    /** Why it stopped. */
    public enum Stop {
        /** No element of the gradient is larger than the tolerance. */
        CONVERGED("no element of the gradient is above the tolerance"),
        /** The line search found no lower value, not even along the gradient: as good as the arithmetic allows. */
        NO_LOWER_VALUE("the line search found no lower value"),
        /** The value or the gradient at the start is not finite. */
        NOT_FINITE("the value or the gradient is not finite");

        private final String text;

        Stop(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Begins at a point, and evaluates the function there.
     *
     * @param start not modified
     */
    public LbfgsMinimizer(Lbfgs settings, Objective objective, double[] start) {
        this(settings, objective, start, new double[start.length]);
        value = objective.evaluate(x, gradient);
        evaluations = 1;
        checkGradient();
    }

    /**
     * Goes on from where another one was, without an evaluation.
     *
     * @param state copied
     * @throws IllegalArgumentException if it remembers more changes than the settings allow
     */
    public LbfgsMinimizer(Lbfgs settings, Objective objective, LbfgsState state) {
        this(settings, objective, state.point(), state.gradient());
        if (state.curvatures().length > settings.history()) {
            throw new IllegalArgumentException("the state remembers " + state.curvatures().length
                    + " changes, but the history is " + settings.history());
        }
        history.restore(state.pointChanges(), state.gradientChanges(), state.curvatures());
        value = state.value();
        stepLength = state.stepLength();
        iterations = state.iterations();
        evaluations = state.evaluations();
        stop = state.stop();
    }

    private LbfgsMinimizer(Lbfgs settings, Objective objective, double[] x, double[] gradient) {
        this.settings = settings;
        this.objective = objective;
        int n = x.length;
        history = new LbfgsHistory(settings.history(), n);
        search = new WolfeLineSearch(settings.maxEvaluations(), n);
        this.x = x.clone();
        this.gradient = gradient.clone();
        direction = new double[n];
        before = new double[n];
        gradientBefore = new double[n];
    }

    private void checkGradient() {
        double largest = 0;
        for (double g : gradient) {
            // NaN stays NaN.
            largest = Math.max(largest, Math.abs(g));
        }
        if (!Double.isFinite(value) || !Double.isFinite(largest)) {
            stop = Stop.NOT_FINITE;
        } else if (largest <= settings.tolerance()) {
            stop = Stop.CONVERGED;
        }
    }

    /** Does one iteration, unless it has stopped, and returns why it has stopped, or null. */
    public @Nullable Stop iterate() {
        if (stop != null) {
            return stop;
        }
        System.arraycopy(x, 0, before, 0, x.length);
        System.arraycopy(gradient, 0, gradientBefore, 0, x.length);
        boolean moved = !history.isEmpty() && searchAlong(1);
        if (!moved) {
            history.clear();
            moved = searchAlong(1 / Math.max(1, Math.sqrt(Vectors.dot(gradient, gradient))));
        }
        if (!moved) {
            stop = Stop.NO_LOWER_VALUE;
            return stop;
        }
        iterations++;
        history.add(x, before, gradient, gradientBefore);
        checkGradient();
        return stop;
    }

    /** Searches from the point along the direction of the history; moves there, or leaves everything as it is. */
    private boolean searchAlong(double firstStep) {
        history.direction(gradient, direction);
        double slope = Vectors.dot(gradient, direction);
        if (!(slope < 0)) {
            return false;
        }
        boolean found = search.run(objective, x, value, gradient, direction, firstStep);
        evaluations += search.evaluations();
        if (found) {
            value = search.value();
            stepLength = search.step();
            System.arraycopy(search.point(), 0, x, 0, x.length);
            System.arraycopy(search.gradient(), 0, gradient, 0, x.length);
        }
        return found;
    }

    /** Iterates until it stops, at most so many times, and returns why it stopped, or null. */
    public @Nullable Stop minimize(int maxIterations) {
        for (int i = 0; i < maxIterations && iterate() == null; ) {
            i++;
        }
        return stop;
    }

    /** Returns a copy of the best point so far. */
    public double[] point() {
        return Arrays.copyOf(x, x.length);
    }

    /** Returns the value there. */
    public double value() {
        return value;
    }

    /** Returns how many iterations were done. */
    public int iterations() {
        return iterations;
    }

    /** Returns how often the function was evaluated. */
    public int evaluations() {
        return evaluations;
    }

    /** Returns the last iteration's step a, in lengths of its direction; 0 before the first. */
    public double stepLength() {
        return stepLength;
    }

    /** Returns where it stands: copies. */
    public LbfgsState state() {
        return new LbfgsState(
                x.clone(),
                gradient.clone(),
                value,
                stepLength,
                iterations,
                evaluations,
                stop,
                history.pointChanges(),
                history.gradientChanges(),
                history.curvatures());
    }

    /** Returns why it stopped, or null if it goes on. */
    public @Nullable Stop stop() {
        return stop;
    }
}

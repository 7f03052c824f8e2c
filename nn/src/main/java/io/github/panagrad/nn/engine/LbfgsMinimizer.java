package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.Lbfgs;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Minimises a function by {@link Lbfgs}, one iteration at a time. Deterministic: the same function and starting point
 * give the same bits. Not thread-safe.
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

    /** A function to minimise. */
    @FunctionalInterface
    public interface Objective {
        /**
         * Computes the value and the gradient at a point.
         *
         * @param x the point; not modified
         * @param gradient of the same length; written
         */
        double evaluate(double[] x, double[] gradient);
    }

    /** The reason for stopping. */
    public enum Stop {
        /** No element of the gradient exceeds the tolerance. */
        CONVERGED("no element of the gradient exceeds the tolerance"),
        /** The line search found no lower value, not even along the gradient: the limit of the arithmetic precision. */
        NO_LOWER_VALUE("the line search found no lower value"),
        /** The value or the gradient at the starting point is not finite. */
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
     * Starts at a point, and evaluates the function there.
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
     * Continues from the state of another minimiser, without an evaluation.
     *
     * @param state copied
     * @throws IllegalArgumentException if the state has more changes than the settings allow
     */
    public LbfgsMinimizer(Lbfgs settings, Objective objective, LbfgsState state) {
        this(settings, objective, state.point(), state.gradient());
        if (state.curvatures().length > settings.history()) {
            throw new IllegalArgumentException("the state has " + state.curvatures().length
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
            // NaN propagates.
            largest = Math.max(largest, Math.abs(g));
        }
        if (!Double.isFinite(value) || !Double.isFinite(largest)) {
            stop = Stop.NOT_FINITE;
        } else if (largest <= settings.tolerance()) {
            stop = Stop.CONVERGED;
        }
    }

    /** Performs one iteration unless it has stopped; returns the reason for stopping, or null. */
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

    /**
     * Searches from the point along the direction of the history; moves to the result, or changes nothing if there is
     * none.
     */
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

    /** Iterates until it stops or reaches the maximum; returns the reason for stopping, or null. */
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

    /** Returns the value at the best point so far. */
    public double value() {
        return value;
    }

    /** Returns the number of completed iterations. */
    public int iterations() {
        return iterations;
    }

    /** Returns the number of evaluations of the function. */
    public int evaluations() {
        return evaluations;
    }

    /** Returns the step length a of the last iteration, in multiples of its direction; 0 before the first. */
    public double stepLength() {
        return stepLength;
    }

    /** Returns a copy of the state. */
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

    /** Returns the reason for stopping, or null if it has not stopped. */
    public @Nullable Stop stop() {
        return stop;
    }
}

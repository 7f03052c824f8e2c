package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.engine.LbfgsMinimizer.Objective;

/**
 * A line search for the strong Wolfe conditions: {@code φ(a) ≤ φ(0) + c₁ a φ'(0)} and {@code |φ'(a)| ≤ c₂ |φ'(0)|},
 * where {@code φ(a)} is the value at step length a along a direction (Nocedal and Wright, "Numerical Optimization",
 * 2006, algorithms 3.5 and 3.6). The next trial is the minimum of the cubic that interpolates two values and slopes,
 * kept away from both ends.
 */
final class WolfeLineSearch {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    /** The maximum increase of the step length, relative to the previous increase, while the bracket is still open. */
    private static final double GROWTH = 10;

    /** The minimum distance of a trial from the ends of the bracket, as a share of its length. */
    private static final double MARGIN = 0.1;

    /** A trial point on the line. */
    private static final class Trial {
        double step;
        double value;
        double slope;

        void set(Trial other) {
            step = other.step;
            value = other.value;
            slope = other.slope;
        }
    }

    private final int maxEvaluations;
    private final Trial low = new Trial();
    private final Trial high = new Trial();
    private final Trial trial = new Trial();
    private final Trial best = new Trial();
    private final double[] point;
    private final double[] gradient;
    private final double[] bestPoint;
    private final double[] bestGradient;

    private int evaluations;
    private double startValue;
    private double startSlope;

    WolfeLineSearch(int maxEvaluations, int n) {
        this.maxEvaluations = maxEvaluations;
        point = new double[n];
        gradient = new double[n];
        bestPoint = new double[n];
        bestGradient = new double[n];
    }

    /** The best point of the last search. */
    double[] point() {
        return bestPoint;
    }

    double[] gradient() {
        return bestGradient;
    }

    double value() {
        return best.value;
    }

    double step() {
        return best.step;
    }

    int evaluations() {
        return evaluations;
    }

    /**
     * Searches.
     *
     * @param slopes the gradient at {@code x}
     * @param direction a descent direction
     * @return whether a lower value was found; it satisfies the conditions unless the evaluations were exhausted
     */
    boolean run(Objective f, double[] x, double value, double[] slopes, double[] direction, double firstStep) {
        startValue = value;
        startSlope = Vectors.dot(slopes, direction);
        evaluations = 0;
        best.step = 0;
        best.value = value;
        low.step = 0;
        low.value = value;
        low.slope = startSlope;
        trial.step = firstStep;
        while (evaluations < maxEvaluations) {
            evaluate(f, x, direction);
            if (!isFinite(trial)) {
                // Not finite: the step is too long, and nothing else is known. Retries between it and the last point.
                trial.step = low.step + MARGIN * (trial.step - low.step);
                continue;
            }
            if (!isLowEnough(trial) || (low.step > 0 && trial.value >= low.value)) {
                high.set(trial);
                return zoom(f, x, direction);
            }
            if (isFlatEnough(trial)) {
                keepTrial();
                return true;
            }
            if (trial.slope >= 0) {
                high.set(low);
                low.set(trial);
                return zoom(f, x, direction);
            }
            double longest = trial.step + GROWTH * (trial.step - low.step);
            double shortest = trial.step + (trial.step - low.step);
            double next = cubicMinimum(low, trial);
            low.set(trial);
            trial.step = Double.isNaN(next) ? longest : Math.clamp(next, shortest, longest);
        }
        return best.step > 0;
    }

    /**
     * Algorithm 3.6: a step that satisfies the conditions lies between {@code low}, the lowest so far, and
     * {@code high}.
     */
    private boolean zoom(Objective f, double[] x, double[] direction) {
        while (evaluations < maxEvaluations) {
            double width = high.step - low.step;
            double next = cubicMinimum(low, high);
            double near = low.step + MARGIN * width;
            double far = high.step - MARGIN * width;
            trial.step = Double.isNaN(next)
                    ? low.step + width / 2
                    : Math.clamp(next, Math.min(near, far), Math.max(near, far));
            if (trial.step == low.step || trial.step == high.step) {
                break;
            }
            evaluate(f, x, direction);
            if (!isFinite(trial) || !isLowEnough(trial) || trial.value >= low.value) {
                high.set(trial);
                continue;
            }
            if (isFlatEnough(trial)) {
                keepTrial();
                return true;
            }
            if (trial.slope * width >= 0) {
                high.set(low);
            }
            low.set(trial);
        }
        return best.step > 0;
    }

    private boolean isLowEnough(Trial t) {
        return t.value <= startValue + DECREASE * t.step * startSlope;
    }

    private boolean isFlatEnough(Trial t) {
        return Math.abs(t.slope) <= -CURVATURE * startSlope;
    }

    private static boolean isFinite(Trial t) {
        return Double.isFinite(t.value) && Double.isFinite(t.slope);
    }

    /**
     * Computes value and slope of the trial, and keeps it if it is the lowest, in case the evaluations are exhausted.
     */
    private void evaluate(Objective f, double[] x, double[] direction) {
        System.arraycopy(x, 0, point, 0, x.length);
        Vectors.add(trial.step, direction, point);
        trial.value = f.evaluate(point, gradient);
        trial.slope = Vectors.dot(gradient, direction);
        evaluations++;
        if (isFinite(trial) && trial.value < best.value) {
            keepTrial();
        }
    }

    /** Keeps a trial that satisfies the conditions, even if a longer step that does not had a lower value. */
    private void keepTrial() {
        best.set(trial);
        System.arraycopy(point, 0, bestPoint, 0, point.length);
        System.arraycopy(gradient, 0, bestGradient, 0, point.length);
    }

    /** Returns where the cubic through two points has its minimum (equation 3.59), or NaN if it has none. */
    private static double cubicMinimum(Trial a, Trial b) {
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
        double square = d1 * d1 - a.slope * b.slope;
        if (!(square >= 0)) {
            return Double.NaN;
        }
        double d2 = Math.signum(b.step - a.step) * Math.sqrt(square);
        double step = b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
        return Double.isFinite(step) ? step : Double.NaN;
    }
}

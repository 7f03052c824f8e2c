package io.github.panagrad.nn.optim;

import io.github.panagrad.nn.engine.LbfgsMinimizer.Objective;
import io.github.panagrad.tensor.RandomKey;

/** Functions to minimise, with gradients derived by hand. */
public final class Problems {
    private static final int ROWS = 60;
    private static final int COLUMNS = 4;

    private Problems() {}

    /** {@code 100 (y − x²)² + (1 − x)²}, a curved valley; the minimum is 0 at (1, 1). */
    public static double rosenbrock(double[] x, double[] gradient) {
        double a = x[1] - x[0] * x[0];
        double b = 1 - x[0];
        gradient[0] = -400 * x[0] * a - 2 * b;
        gradient[1] = 200 * a;
        return 100 * a * a + b * b;
    }

    /** {@code Σ cᵢ xᵢ² / 2} with c from 1e-4 to 1: a condition number of 1e4; the minimum is 0 at 0. */
    public static double quadratic(double[] x, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double c = Math.pow(10, -4.0 * i / (x.length - 1));
            gradient[i] = c * x[i];
            sum += 0.5 * c * x[i] * x[i];
        }
        return sum;
    }

    /** The loss of a logistic regression with a penalty, on points drawn from such a model; convex. */
    public static Objective logistic() {
        RandomKey key = RandomKey.of(11);
        double[][] rows = new double[ROWS][COLUMNS];
        double[] signs = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            double score = 0.3;
            for (int c = 0; c < COLUMNS; c++) {
                rows[r][c] = key.normal((long) r * COLUMNS + c);
                score += (c - 1.5) * rows[r][c];
            }
            signs[r] = score + key.normal(10_000 + r) > 0 ? 1 : -1;
        }
        return (x, gradient) -> {
            double loss = 0;
            for (int i = 0; i < x.length; i++) {
                gradient[i] = 0.01 * x[i];
                loss += 0.005 * x[i] * x[i];
            }
            for (int r = 0; r < ROWS; r++) {
                double score = x[COLUMNS];
                for (int c = 0; c < COLUMNS; c++) {
                    score += x[c] * rows[r][c];
                }
                double margin = signs[r] * score;
                loss += Math.log1p(Math.exp(-margin)) / ROWS;
                double slope = -signs[r] / (1 + Math.exp(margin)) / ROWS;
                for (int c = 0; c < COLUMNS; c++) {
                    gradient[c] += slope * rows[r][c];
                }
                gradient[COLUMNS] += slope;
            }
            return loss;
        };
    }

    public static final int LOGISTIC_SIZE = COLUMNS + 1;

    /** The largest element of the gradient. */
    public static double steepness(Objective f, double[] x) {
        double[] gradient = new double[x.length];
        double value = f.evaluate(x, gradient);
        double largest = Double.isFinite(value) ? 0 : Double.NaN;
        for (double g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        return largest;
    }
}

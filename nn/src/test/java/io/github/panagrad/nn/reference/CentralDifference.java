package io.github.panagrad.nn.reference;

import java.util.function.DoubleSupplier;

/**
 * The derivative by central differences, {@code ∂L/∂θ ≈ (L(θ + ε) - L(θ - ε)) / 2ε}, with an error of order ε² (<em>Day
 * 6 Deep Dive: Backpropagation and Optimization</em>, section 3).
 */
final class CentralDifference {
    /** Balances the truncation error, about ε², against the rounding error, about 1e-16 / ε. */
    static final double EPSILON = 1e-5;

    private CentralDifference() {}

    /**
     * Returns the derivatives of the loss with respect to each element of a matrix.
     *
     * @param loss computes the loss from the current elements of the matrix
     * @param theta modified one element at a time, and restored
     */
    static double[][] gradient(DoubleSupplier loss, double[][] theta) {
        double[][] gradient = new double[theta.length][];
        for (int i = 0; i < theta.length; i++) {
            gradient[i] = gradient(loss, theta[i]);
        }
        return gradient;
    }

    /** Returns the derivatives of the loss with respect to each element of a vector, which is restored. */
    static double[] gradient(DoubleSupplier loss, double[] theta) {
        double[] gradient = new double[theta.length];
        for (int i = 0; i < theta.length; i++) {
            double value = theta[i];
            theta[i] = value + EPSILON;
            double above = loss.getAsDouble();
            theta[i] = value - EPSILON;
            double below = loss.getAsDouble();
            theta[i] = value;
            gradient[i] = (above - below) / (2 * EPSILON);
        }
        return gradient;
    }

    /** Returns {@code ‖num - grad‖ / (‖num‖ + ‖grad‖)}, or 0 if both are 0. */
    static double relativeError(double[][] num, double[][] grad) {
        double difference2 = 0;
        double num2 = 0;
        double grad2 = 0;
        for (int i = 0; i < num.length; i++) {
            for (int j = 0; j < num[i].length; j++) {
                difference2 += (num[i][j] - grad[i][j]) * (num[i][j] - grad[i][j]);
                num2 += num[i][j] * num[i][j];
                grad2 += grad[i][j] * grad[i][j];
            }
        }
        double norms = Math.sqrt(num2) + Math.sqrt(grad2);
        return norms == 0 ? 0 : Math.sqrt(difference2) / norms;
    }
}

package io.github.panagrad.nn.reference;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A loss whose value for a sample is the sum or the mean over the outputs.
 *
 * @param activation {@code a} as a function of {@code z}
 * @param term the loss of one output as a function of {@code z} and {@code y}
 * @param slope its derivative with respect to {@code z}
 * @param isMean whether the sum is divided by the number of outputs
 */
record ReferencePointLoss(
        DoubleUnaryOperator activation, DoubleBinaryOperator term, DoubleBinaryOperator slope, boolean isMean)
        implements ReferenceSampleLoss {
    @Override
    public double[] output(double[] z) {
        double[] a = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            a[j] = activation.applyAsDouble(z[j]);
        }
        return a;
    }

    @Override
    public double value(double[] z, double[] y) {
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += term.applyAsDouble(z[j], y[j]);
        }
        return sum / divisor(z);
    }

    @Override
    public double[] gradient(double[] z, double[] y) {
        double[] gradient = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            gradient[j] = slope.applyAsDouble(z[j], y[j]) / divisor(z);
        }
        return gradient;
    }

    private int divisor(double[] z) {
        return isMean ? z.length : 1;
    }
}

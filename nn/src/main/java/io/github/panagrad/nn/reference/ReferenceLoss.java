package io.github.panagrad.nn.reference;

/**
 * A loss of the last layer's pre-activations {@code z} ("logits") and the targets {@code y}, with the output activation
 * {@code a} that belongs to it. It is the average over the {@code m} samples of the loss of one sample.
 *
 * <p>Taking {@code z} instead of {@code a} is what keeps values finite where {@code a} rounds to 0 or 1. Matrices are
 * {@code m × outputs}, a sample in each row, and are only read. Threads may share a loss.
 */
public enum ReferenceLoss {
    /**
     * Sigmoid output, {@code -Σ_outputs (y ln a + (1 - y) ln(1 - a))} for a sample; targets in [0, 1].
     *
     * <p>With {@code a = 1 / (1 + exp(-z))} each term is {@code ln(1 + exp(z)) - y z}, and
     * {@code ln(1 + exp(z)) = max(z, 0) + ln(1 + exp(-|z|))} does not overflow. The gradient is {@code (a - y) / m}.
     */
    BINARY_CROSS_ENTROPY {
        @Override
        double[] output(double[] z) {
            double[] a = new double[z.length];
            for (int j = 0; j < z.length; j++) {
                a[j] = ReferenceActivation.sigmoid(z[j]);
            }
            return a;
        }

        @Override
        double value(double[] z, double[] y) {
            double sum = 0;
            for (int j = 0; j < z.length; j++) {
                // The large terms first: where they cancel, the small one must not have been rounded into them.
                sum += (Math.max(z[j], 0) - y[j] * z[j]) + StrictMath.log1p(StrictMath.exp(-Math.abs(z[j])));
            }
            return sum;
        }
    },

    /**
     * Softmax output {@code a_j = exp(z_j) / Σ_k exp(z_k)}, {@code -Σ_outputs y ln a} for a sample; its targets are a
     * probability distribution, for a class label one 1 among zeros.
     *
     * <p>{@code ln a_j = z_j - ln Σ_k exp(z_k)}, and with {@code c = max z} the logarithm is
     * {@code c + ln Σ_k exp(z_k - c)}, in which nothing overflows. The gradient is {@code (a - y) / m}, because the
     * targets of a sample add up to 1.
     */
    SOFTMAX_CROSS_ENTROPY {
        @Override
        double[] output(double[] z) {
            double logSumExp = logSumExp(z);
            double[] a = new double[z.length];
            for (int j = 0; j < z.length; j++) {
                a[j] = StrictMath.exp(z[j] - logSumExp);
            }
            return a;
        }

        @Override
        double value(double[] z, double[] y) {
            double logSumExp = logSumExp(z);
            double sum = 0;
            for (int j = 0; j < z.length; j++) {
                sum += y[j] * (logSumExp - z[j]);
            }
            return sum;
        }
    },

    /**
     * Identity output, {@code Σ_outputs (z - y)² / outputs} for a sample: the mean over all elements. The gradient is
     * {@code 2 (z - y) / (m · outputs)}.
     */
    MEAN_SQUARED_ERROR {
        @Override
        double[] output(double[] z) {
            return z.clone();
        }

        @Override
        double value(double[] z, double[] y) {
            double sum = 0;
            for (int j = 0; j < z.length; j++) {
                sum += (z[j] - y[j]) * (z[j] - y[j]);
            }
            return sum / z.length;
        }
    };

    /** How far the targets of a row may be from adding up to 1: they may come from float32. */
    private static final double ROW_SUM_TOLERANCE = 1e-6;

    /** Returns the output of one sample. */
    abstract double[] output(double[] z);

    /** Returns the loss of one sample. */
    abstract double value(double[] z, double[] y);

    /** Returns the network's output {@code a} for the logits {@code z}, of the same shape. */
    public double[][] output(double[][] z) {
        double[][] a = new double[z.length][];
        for (int i = 0; i < z.length; i++) {
            a[i] = output(z[i]);
        }
        return a;
    }

    /** Returns {@code L}, without any L2 term. */
    public double value(double[][] z, double[][] y) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += value(z[i], y[i]);
        }
        return sum / z.length;
    }

    /** Returns {@code ∂L/∂z}, of the shape of {@code z}: for all three losses a multiple of {@code a - y}. */
    public double[][] gradient(double[][] z, double[][] y) {
        double[][] gradient = output(z);
        for (int i = 0; i < z.length; i++) {
            double multiple = this == MEAN_SQUARED_ERROR ? 2.0 / z[i].length : 1;
            for (int j = 0; j < z[i].length; j++) {
                gradient[i][j] = multiple * (gradient[i][j] - y[i][j]) / z.length;
            }
        }
        return gradient;
    }

    /** Refuses targets for which value and gradient would not belong together. */
    void checkTargets(double[][] y) {
        if (this == MEAN_SQUARED_ERROR) {
            return;
        }
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (double target : y[i]) {
                if (!(target >= 0 && target <= 1)) {
                    throw new IllegalArgumentException(
                            this + ": targets must be in [0, 1], found " + target + " in sample " + i);
                }
                sum += target;
            }
            if (this == SOFTMAX_CROSS_ENTROPY && Math.abs(sum - 1) > ROW_SUM_TOLERANCE) {
                throw new IllegalArgumentException(
                        this + ": the targets of a sample must add up to 1, found " + sum + " in sample " + i);
            }
        }
    }

    private static double logSumExp(double[] z) {
        double max = z[0];
        for (double value : z) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : z) {
            sum += StrictMath.exp(value - max);
        }
        return max + StrictMath.log(sum);
    }
}

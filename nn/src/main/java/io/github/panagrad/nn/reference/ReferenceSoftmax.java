package io.github.panagrad.nn.reference;

/**
 * Softmax cross-entropy of a sample; see {@link ReferenceLoss#softmaxCrossEntropy}.
 *
 * @param smoothing ε
 */
record ReferenceSoftmax(double smoothing) implements ReferenceSampleLoss {
    @Override
    public double[] output(double[] z) {
        double logSumExp = logSumExp(z);
        double[] a = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            a[j] = StrictMath.exp(z[j] - logSumExp);
        }
        return a;
    }

    @Override
    public double value(double[] z, double[] y) {
        double logSumExp = logSumExp(z);
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += ReferenceSampleLoss.smoothed(y[j], smoothing, z.length) * (logSumExp - z[j]);
        }
        return sum;
    }

    @Override
    public double[] gradient(double[] z, double[] y) {
        double[] gradient = output(z);
        for (int j = 0; j < z.length; j++) {
            gradient[j] -= ReferenceSampleLoss.smoothed(y[j], smoothing, z.length);
        }
        return gradient;
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

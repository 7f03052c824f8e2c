package io.github.panagrad.nn.metrics;

import io.github.panagrad.tensor.DType;

/** Metrics of predicted probabilities. */
final class ProbabilityMetrics {
    private ProbabilityMetrics() {}

    /**
     * {@code −Σ w ln p_label / Σ w}. As in scikit-learn, probabilities are clipped to [ε, 1 − ε] for the ε of the type
     * they were computed in, and each row is then divided by its sum.
     */
    static double logLoss(ClassificationSamples samples, DType dtype) {
        double epsilon = dtype == DType.F32 ? Math.ulp(1f) : Math.ulp(1.0);
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            double rowSum = 0;
            for (int k = 0; k < samples.classes; k++) {
                rowSum += Math.clamp(samples.probability(i, k), epsilon, 1 - epsilon);
            }
            double probability = Math.clamp(samples.probability(i, samples.labels[i]), epsilon, 1 - epsilon);
            sum -= samples.weight(i) * Math.log(probability / rowSum);
        }
        return sum / samples.totalWeight;
    }

    /** {@code Σ w (p_1 − y)² / Σ w} for two classes; for more, summed over the classes. */
    static double brier(ClassificationSamples samples) {
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            double error = 0;
            for (int k = samples.classes == 2 ? 1 : 0; k < samples.classes; k++) {
                double distance = samples.probability(i, k) - (samples.labels[i] == k ? 1 : 0);
                error += distance * distance;
            }
            sum += samples.weight(i) * error;
        }
        return sum / samples.totalWeight;
    }

    /**
     * Returns the calibration curve: for two classes, of the probability of class 1; for more, of the probability of
     * the predicted class, whose frequency is how often it is correct.
     */
    static CalibrationCurve calibration(ClassificationSamples samples, int bins, boolean quantile) {
        double[] predicted = new double[samples.size()];
        int[] observed = new int[samples.size()];
        for (int i = 0; i < predicted.length; i++) {
            int which = samples.classes == 2 ? 1 : samples.predictedClass(i);
            predicted[i] = samples.probability(i, which);
            observed[i] = samples.labels[i] == which ? 1 : 0;
        }
        return quantile
                ? CalibrationCurve.quantile(predicted, observed, samples.weights, bins)
                : CalibrationCurve.uniform(predicted, observed, samples.weights, bins);
    }
}

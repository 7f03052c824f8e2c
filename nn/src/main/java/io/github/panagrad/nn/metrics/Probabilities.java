package io.github.panagrad.nn.metrics;

import io.github.panagrad.tensor.DType;

/** Figures for predicted probabilities. */
final class Probabilities {
    private Probabilities() {}

    /**
     * {@code −Σ w ln p_label / Σ w}. As in scikit-learn, probabilities are held within ε and 1 − ε, the ε of the type they were
     * computed in, and a row is then divided by its sum.
     */
    static double logLoss(ClassifiedSamples samples, DType dtype) {
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
    static double brier(ClassifiedSamples samples) {
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
     * For two classes, what is said of class 1 against how often it is so; for more, what is said of the predicted class
     * against how often that is right.
     */
    static CalibrationCurve calibration(ClassifiedSamples samples, int bins, boolean quantile) {
        double[] said = new double[samples.size()];
        int[] happened = new int[samples.size()];
        for (int i = 0; i < said.length; i++) {
            int which = samples.classes == 2 ? 1 : samples.predictedClass(i);
            said[i] = samples.probability(i, which);
            happened[i] = samples.labels[i] == which ? 1 : 0;
        }
        return quantile
                ? CalibrationCurve.quantile(said, happened, samples.weights, bins)
                : CalibrationCurve.uniform(said, happened, samples.weights, bins);
    }
}

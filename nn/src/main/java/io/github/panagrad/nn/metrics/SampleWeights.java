package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Sample weights as an array. */
final class SampleWeights {
    private SampleWeights() {}

    /** Returns a weight for each sample, or null if the data is not weighted. */
    static double @Nullable [] of(Dataset data) {
        if (!data.isWeighted()) {
            return null;
        }
        double[] weights = new double[data.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = data.weight(data.row(i));
        }
        return weights;
    }

    /**
     * Checks weights and returns their sum.
     *
     * @throws MetricException if a weight is negative or not finite, all are 0, or their number differs from that of
     *     the samples
     */
    static double total(double @Nullable [] weights, int samples) {
        if (samples == 0) {
            throw new MetricException("there are no samples to compute a metric from");
        }
        if (weights == null) {
            return samples;
        }
        if (weights.length != samples) {
            throw new MetricException("there are " + samples + " samples but " + weights.length + " weights");
        }
        double total = 0;
        for (int i = 0; i < samples; i++) {
            if (!(weights[i] >= 0 && Double.isFinite(weights[i]))) {
                throw new MetricException(
                        "sample " + i + ": the weight must be a finite number and not negative, found " + weights[i]);
            }
            total += weights[i];
        }
        if (total == 0) {
            throw new MetricException("the weights of all " + samples + " samples are 0");
        }
        return total;
    }

    /** Returns a sample's weight. */
    static double at(double @Nullable [] weights, int sample) {
        return weights == null ? 1 : weights[sample];
    }

    /** Requires one prediction for each sample. */
    static void requireCount(double[][] predictions, Dataset data) {
        if (predictions.length != data.size()) {
            throw new MetricException(
                    "there are " + data.size() + " samples but " + predictions.length + " predictions");
        }
    }
}

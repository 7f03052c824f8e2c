package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.Nullable;

/** Checks scores and labels that are given as arrays. */
final class BinaryScores {
    private BinaryScores() {}

    static Ranking ranking(double[] scores, int[] labels, double @Nullable [] weights) {
        require(scores, labels, weights);
        return Ranking.of(scores, labels, 1, weights);
    }

    /**
     * Requires arrays of the same length, labels of 0 and 1, and finite scores.
     *
     * @throws MetricException naming the first invalid sample
     */
    static void require(double[] scores, int[] labels, double @Nullable [] weights) {
        if (scores.length != labels.length) {
            throw new MetricException("there are " + scores.length + " scores but " + labels.length + " labels");
        }
        SampleWeights.total(weights, scores.length);
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new MetricException("sample " + i + ": score " + scores[i] + " is not a finite number");
            }
            if (labels[i] != 0 && labels[i] != 1) {
                throw new MetricException("sample " + i + ": expected label 0 or 1, found " + labels[i]);
            }
        }
    }
}

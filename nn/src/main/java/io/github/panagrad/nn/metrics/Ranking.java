package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Cumulative counts of true and false positives for each distinct score, from which ROC and precision-recall curves are
 * computed. Samples with the same score are counted together; samples of weight 0 are ignored.
 */
final class Ranking {
    /** The distinct scores in descending order. */
    final double[] thresholds;

    /** The total weight of negative samples with at least that score. */
    final double[] falsePositives;

    /** The total weight of positive samples with at least that score. */
    final double[] truePositives;

    private Ranking(double[] thresholds, double[] falsePositives, double[] truePositives) {
        this.thresholds = thresholds;
        this.falsePositives = falsePositives;
        this.truePositives = truePositives;
    }

    /**
     * Ranks samples.
     *
     * @param scores finite; read
     * @param labels read
     * @param positive the label of the positive class
     * @param weights one weight for each sample, or null if all are 1; already checked; read
     */
    static Ranking of(double[] scores, int[] labels, int positive, double @Nullable [] weights) {
        int[] order = SortedOrder.ascending(scores);
        int distinct = distinct(scores, order, weights);
        Ranking ranking = new Ranking(new double[distinct], new double[distinct], new double[distinct]);
        int at = -1;
        double falsePositive = 0;
        double truePositive = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int sample = order[i];
            double weight = SampleWeights.at(weights, sample);
            if (weight == 0) {
                continue;
            }
            if (at < 0 || scores[sample] != ranking.thresholds[at]) {
                at++;
                ranking.thresholds[at] = scores[sample];
            }
            if (labels[sample] == positive) {
                truePositive += weight;
            } else {
                falsePositive += weight;
            }
            ranking.falsePositives[at] = falsePositive;
            ranking.truePositives[at] = truePositive;
        }
        return ranking;
    }

    private static int distinct(double[] scores, int[] order, double @Nullable [] weights) {
        int distinct = 0;
        double last = Double.NaN;
        for (int sample : order) {
            if (SampleWeights.at(weights, sample) > 0 && scores[sample] != last) {
                distinct++;
                last = scores[sample];
            }
        }
        return distinct;
    }

    int size() {
        return thresholds.length;
    }

    double positives() {
        return truePositives[size() - 1];
    }

    double negatives() {
        return falsePositives[size() - 1];
    }

    /**
     * Returns the area under the ROC curve by the trapezoidal rule, so that a tie counts one half; NaN if there are no
     * positive or no negative samples.
     */
    double rocAuc() {
        double area = 0;
        double falseBefore = 0;
        double trueBefore = 0;
        for (int i = 0; i < size(); i++) {
            area += (falsePositives[i] - falseBefore) * (truePositives[i] + trueBefore) / 2;
            falseBefore = falsePositives[i];
            trueBefore = truePositives[i];
        }
        double pairs = positives() * negatives();
        return pairs == 0 ? Double.NaN : area / pairs;
    }

    /** Returns {@code Σ (R_i − R_{i−1}) P_i}; 0 if there are no positive samples. */
    double averagePrecision() {
        double sum = 0;
        double trueBefore = 0;
        for (int i = 0; i < size(); i++) {
            sum += (truePositives[i] - trueBefore) * truePositives[i] / (truePositives[i] + falsePositives[i]);
            trueBefore = truePositives[i];
        }
        return positives() == 0 ? 0 : sum / positives();
    }
}

package io.github.panagrad.nn.metrics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A calibration curve (reliability diagram): samples are grouped into bins by their predicted probability; each bin has
 * its mean prediction and its observed frequency of positive samples. Corresponds to scikit-learn's
 * {@code calibration_curve}. A value; threads may share it.
 *
 * @param bins the non-empty bins, by ascending probability
 */
public record CalibrationCurve(List<Bin> bins) {
    /** Copies the list. */
    public CalibrationCurve {
        bins = List.copyOf(bins);
    }

    /**
     * A bin of samples with similar predicted probabilities.
     *
     * @param meanPrediction their weighted mean predicted probability
     * @param frequency the weighted share of positive samples
     * @param weight the sum of their weights, which without weights is their number
     */
    public record Bin(double meanPrediction, double frequency, double weight) {}

    /**
     * Returns a curve with bins of equal width: {@code [0, 1/n], (1/n, 2/n], …}.
     *
     * @param probabilities of being positive; read
     * @param labels 1 for positive samples, 0 for others; read
     * @param weights one weight for each sample, or null if all are 1; read
     * @param count the number of bins
     * @throws MetricException if the arrays differ in length, or a value is invalid
     */
    public static CalibrationCurve uniform(
            double[] probabilities, int[] labels, double @Nullable [] weights, int count) {
        require(probabilities, labels, weights, count);
        return of(probabilities, labels, weights, uniformEdges(count));
    }

    /**
     * Returns a curve whose bins have about the same number of samples: their inner edges are quantiles of the
     * probabilities, interpolated linearly and without weights. A probability at an edge belongs to the lower bin. If
     * many samples have the same probability, some bins are empty and are omitted.
     *
     * @param probabilities of being positive; read
     * @param labels 1 for positive samples, 0 for others; read
     * @param weights one weight for each sample, or null if all are 1; read
     * @param count the number of bins
     * @throws MetricException if the arrays differ in length, or a value is invalid
     */
    public static CalibrationCurve quantile(
            double[] probabilities, int[] labels, double @Nullable [] weights, int count) {
        require(probabilities, labels, weights, count);
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        double[] edges = uniformEdges(count);
        for (int i = 0; i < edges.length; i++) {
            // Converted to per cent and back, as in scikit-learn: otherwise an edge that equals a sample's probability
            // would be off by rounding.
            edges[i] = Quantiles.linear(sorted, edges[i] * 100 / 100);
        }
        return of(probabilities, labels, weights, edges);
    }

    private static void require(double[] probabilities, int[] labels, double @Nullable [] weights, int count) {
        if (count < 1) {
            throw new MetricException("the number of bins must be at least 1, found " + count);
        }
        BinaryScores.require(probabilities, labels, weights);
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
                throw new MetricException("sample " + i + ": expected a probability, found " + probabilities[i]);
            }
        }
    }

    /** Returns the inner edges between bins of equal width, without 0 and 1. */
    private static double[] uniformEdges(int count) {
        double[] edges = new double[count - 1];
        double step = 1.0 / count;
        Arrays.setAll(edges, i -> (i + 1) * step);
        return edges;
    }

    private static CalibrationCurve of(
            double[] probabilities, int[] labels, double @Nullable [] weights, double[] edges) {
        int count = edges.length + 1;
        double[] predicted = new double[count];
        double[] positive = new double[count];
        double[] total = new double[count];
        for (int i = 0; i < probabilities.length; i++) {
            int bin = below(edges, probabilities[i]);
            double weight = SampleWeights.at(weights, i);
            predicted[bin] += weight * probabilities[i];
            positive[bin] += weight * labels[i];
            total[bin] += weight;
        }
        Bin[] bins = new Bin[count];
        Arrays.setAll(bins, b -> new Bin(predicted[b] / total[b], positive[b] / total[b], total[b]));
        return new CalibrationCurve(
                Arrays.stream(bins).filter(bin -> bin.weight() > 0).toList());
    }

    /** Returns the number of edges below a value; edges may be equal. */
    private static int below(double[] edges, double value) {
        int from = 0;
        int to = edges.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (edges[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * Returns the mean distance between frequency and prediction, {@code Σ w_b / w |frequency_b − prediction_b|}. With
     * bins of equal width this is the expected calibration error (Naeini et al., "Obtaining Well Calibrated
     * Probabilities Using Bayesian Binning", AAAI 2015).
     */
    public double expectedError() {
        double sum = 0;
        double total = 0;
        for (Bin bin : bins) {
            sum += bin.weight() * Math.abs(bin.frequency() - bin.meanPrediction());
            total += bin.weight();
        }
        return sum / total;
    }

    /** Returns the maximum distance between frequency and prediction of a bin. */
    public double largestError() {
        double largest = 0;
        for (Bin bin : bins) {
            largest = Math.max(largest, Math.abs(bin.frequency() - bin.meanPrediction()));
        }
        return largest;
    }
}

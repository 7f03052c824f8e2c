package io.github.panagrad.nn.metrics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often what was said to have a probability happened: samples in bins by their predicted probability, and for each bin
 * the mean prediction and the share of positive samples. scikit-learn's {@code calibration_curve}. A value; threads may
 * share it.
 *
 * @param bins those with samples, by rising probability
 */
public record CalibrationCurve(List<Bin> bins) {
    /** Copies the list. */
    public CalibrationCurve {
        bins = List.copyOf(bins);
    }

    /**
     * Samples of about the same predicted probability.
     *
     * @param meanPrediction their mean predicted probability, by weight
     * @param frequency the share of positives among them, by weight
     * @param weight their weights' sum, which is their number if nobody gave weights
     */
    public record Bin(double meanPrediction, double frequency, double weight) {}

    /**
     * Bins of the same width: {@code [0, 1/n], (1/n, 2/n], …}.
     *
     * @param probabilities of being positive; read
     * @param labels 1 for positive samples, 0 for others; read
     * @param weights one for each sample, or null if all are 1; read
     * @param count the number of bins
     * @throws MetricException if the arrays differ in length, or a number is not allowed
     */
    public static CalibrationCurve uniform(
            double[] probabilities, int[] labels, double @Nullable [] weights, int count) {
        require(probabilities, labels, weights, count);
        return of(probabilities, labels, weights, uniformEdges(count));
    }

    /**
     * Bins of about the same number of samples: their inner edges are quantiles of the probabilities, interpolated linearly,
     * without regard to weights. A probability at an edge belongs to the bin below. Where many samples have the same
     * probability, bins are empty and left out.
     *
     * @param probabilities of being positive; read
     * @param labels 1 for positive samples, 0 for others; read
     * @param weights one for each sample, or null if all are 1; read
     * @param count the number of bins
     * @throws MetricException if the arrays differ in length, or a number is not allowed
     */
    public static CalibrationCurve quantile(
            double[] probabilities, int[] labels, double @Nullable [] weights, int count) {
        require(probabilities, labels, weights, count);
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        double[] edges = uniformEdges(count);
        for (int i = 0; i < edges.length; i++) {
            // By way of percents, as scikit-learn: an edge that is a sample's probability else comes out beside it.
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

    /** The edges between so many bins, without 0 and 1. */
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

    /** How many of the edges, which may be equal, are below a number. */
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
     * Returns the mean distance of frequency and prediction, {@code Σ w_b / w |frequency_b − prediction_b|}: with bins of the
     * same width the expected calibration error (Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian
     * Binning", AAAI 2015).
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

    /** Returns the largest distance of a bin's frequency and prediction. */
    public double largestError() {
        double largest = 0;
        for (Bin bin : bins) {
            largest = Math.max(largest, Math.abs(bin.frequency() - bin.meanPrediction()));
        }
        return largest;
    }
}

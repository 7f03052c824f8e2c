package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;

/**
 * The logits whose prediction is the weighted mean of several networks' predictions, so that losses can be computed from them as from a
 * network's own. Probabilities are summed as logarithms: one that is 1 in the element type still differs from 1 here. For use
 * by one thread at a time.
 */
final class MeanLogits {
    private final LossFunctions.Link link;

    /** The logarithms of the sums of probabilities or rates, or the sums of values. */
    private final double[] sums;

    /** For sigmoid, the logarithms of the sums of the complementary probabilities. */
    private final double[] opposites;

    /** The sum of the weights. */
    private double total;

    /** Makes room for a number of logits. */
    MeanLogits(Loss loss, int size) {
        link = LossFunctions.link(loss);
        sums = new double[size];
        opposites = new double[link == LossFunctions.Link.SIGMOID ? size : 0];
    }

    /** Resets the sums. */
    void clear() {
        total = 0;
        Arrays.fill(sums, link == LossFunctions.Link.IDENTITY ? 0 : Double.NEGATIVE_INFINITY);
        Arrays.fill(opposites, Double.NEGATIVE_INFINITY);
    }

    /**
     * Adds a member's logits.
     *
     * @param logits rows x outputs, the same for all members; read
     * @param weight how much they count, above 0
     */
    void add(Tensor logits, double weight) {
        int columns = logits.columns();
        double logWeight = StrictMath.log(weight);
        for (int r = 0; r < logits.rows(); r++) {
            double shift = link == LossFunctions.Link.SOFTMAX ? logSumExp(logits, r) : 0;
            for (int c = 0; c < columns; c++) {
                int at = r * columns + c;
                double z = logits.get(r, c);
                switch (link) {
                    case SIGMOID -> {
                        sums[at] = logAdd(sums[at], logWeight - softplus(-z));
                        opposites[at] = logAdd(opposites[at], logWeight - softplus(z));
                    }
                    case SOFTMAX, EXPONENTIAL -> sums[at] = logAdd(sums[at], logWeight + (z - shift));
                    case IDENTITY -> sums[at] += weight * z;
                }
            }
        }
        total += weight;
    }

    /**
     * Writes the logits of the mean.
     *
     * @param logits as many as were added; written
     */
    void write(Tensor logits) {
        int columns = logits.columns();
        double logTotal = StrictMath.log(total);
        for (int r = 0; r < logits.rows(); r++) {
            for (int c = 0; c < columns; c++) {
                int at = r * columns + c;
                logits.set(
                        r,
                        c,
                        switch (link) {
                            case SIGMOID -> sums[at] - opposites[at];
                            case SOFTMAX, EXPONENTIAL -> sums[at] - logTotal;
                            case IDENTITY -> sums[at] / total;
                        });
            }
        }
    }

    private static double logSumExp(Tensor logits, int row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.columns(); c++) {
            largest = Math.max(largest, logits.get(row, c));
        }
        double sum = 0;
        for (int c = 0; c < logits.columns(); c++) {
            sum += StrictMath.exp(logits.get(row, c) - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** {@code ln(e^a + e^b)}; NaN propagates. */
    private static double logAdd(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY) {
            return b;
        }
        return Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
    }

    /** {@code ln(1 + e^x)} without overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import java.util.Arrays;

/**
 * The logits whose prediction is the mean of several networks' predictions, so that losses can be computed from them as from a
 * network's own. Probabilities are summed as logarithms: one that is 1 in the element type still differs from 1 here. For use
 * by one thread at a time.
 */
final class MeanLogits {
    private final LossFunctions.Link link;

    /** The logarithms of the sums of probabilities or rates, or the sums of values. */
    private final double[] sums;

    /** For sigmoid, the logarithms of the sums of the complementary probabilities. */
    private final double[] opposites;

    private int count;

    /** Makes room for a number of logits. */
    MeanLogits(Loss loss, int size) {
        link = LossFunctions.link(loss);
        sums = new double[size];
        opposites = new double[link == LossFunctions.Link.SIGMOID ? size : 0];
    }

    /** Resets the sums. */
    void clear() {
        count = 0;
        Arrays.fill(sums, link == LossFunctions.Link.IDENTITY ? 0 : Double.NEGATIVE_INFINITY);
        Arrays.fill(opposites, Double.NEGATIVE_INFINITY);
    }

    /**
     * Adds a member's logits.
     *
     * @param logits rows x outputs, the same for all members; read
     */
    void add(Tensor logits) {
        int columns = logits.columns();
        for (int r = 0; r < logits.rows(); r++) {
            double shift = link == LossFunctions.Link.SOFTMAX ? logSumExp(logits, r) : 0;
            for (int c = 0; c < columns; c++) {
                int at = r * columns + c;
                double z = logits.get(r, c);
                switch (link) {
                    case SIGMOID -> {
                        sums[at] = logAdd(sums[at], -softplus(-z));
                        opposites[at] = logAdd(opposites[at], -softplus(z));
                    }
                    case SOFTMAX, EXPONENTIAL -> sums[at] = logAdd(sums[at], z - shift);
                    case IDENTITY -> sums[at] += z;
                }
            }
        }
        count++;
    }

    /**
     * Writes the logits of the mean.
     *
     * @param logits as many as were added; written
     */
    void write(Tensor logits) {
        int columns = logits.columns();
        double logCount = StrictMath.log(count);
        for (int r = 0; r < logits.rows(); r++) {
            for (int c = 0; c < columns; c++) {
                int at = r * columns + c;
                logits.set(
                        r,
                        c,
                        switch (link) {
                            case SIGMOID -> sums[at] - opposites[at];
                            case SOFTMAX, EXPONENTIAL -> sums[at] - logCount;
                            case IDENTITY -> sums[at] / count;
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

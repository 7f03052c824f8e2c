package io.github.panagrad.nn.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiver operating characteristic (ROC) of scores: for each threshold, the share of negative samples (false
 * positive rate) and of positive samples (true positive rate) whose score is at least the threshold. Fawcett, "An
 * Introduction to ROC Analysis", Pattern Recognition Letters 27, 2006; corresponds to scikit-learn's {@code roc_curve}.
 *
 * <p>The first point is (0, 0) with an infinite threshold, the last (1, 1). Collinear points between others are
 * omitted, as in scikit-learn. If there are no positive or no negative samples, the corresponding rate is NaN.
 * Immutable; threads may share it.
 */
public final class RocCurve {
    private final double[] thresholds;
    private final double[] falsePositiveRates;
    private final double[] truePositiveRates;
    private final double area;

    private RocCurve(double[] thresholds, double[] falsePositiveRates, double[] truePositiveRates, double area) {
        this.thresholds = thresholds;
        this.falsePositiveRates = falsePositiveRates;
        this.truePositiveRates = truePositiveRates;
        this.area = area;
    }

    /**
     * Computes the curve.
     *
     * @param scores larger for samples that are more likely positive, finite; read
     * @param labels 1 for positive samples, 0 for others; read
     * @param weights one weight for each sample, or null if all are 1; read
     * @throws MetricException if the arrays differ in length, or a value is invalid
     */
    public static RocCurve of(double[] scores, int[] labels, double @Nullable [] weights) {
        return of(BinaryScores.ranking(scores, labels, weights));
    }

    static RocCurve of(Ranking ranking) {
        int[] kept = corners(ranking);
        double[] thresholds = new double[kept.length + 1];
        double[] falsePositiveRates = new double[kept.length + 1];
        double[] truePositiveRates = new double[kept.length + 1];
        thresholds[0] = Double.POSITIVE_INFINITY;
        falsePositiveRates[0] = ranking.negatives() == 0 ? Double.NaN : 0;
        truePositiveRates[0] = ranking.positives() == 0 ? Double.NaN : 0;
        for (int i = 0; i < kept.length; i++) {
            thresholds[i + 1] = ranking.thresholds[kept[i]];
            falsePositiveRates[i + 1] = ranking.falsePositives[kept[i]] / ranking.negatives();
            truePositiveRates[i + 1] = ranking.truePositives[kept[i]] / ranking.positives();
        }
        return new RocCurve(thresholds, falsePositiveRates, truePositiveRates, ranking.rocAuc());
    }

    /** Returns the first point, the last, and those where the steps before and after differ. */
    private static int[] corners(Ranking ranking) {
        int size = ranking.size();
        int[] kept = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || i == size - 1 || bends(ranking.falsePositives, i) || bends(ranking.truePositives, i)) {
                kept[count++] = i;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static boolean bends(double[] sums, int at) {
        return (sums[at + 1] - sums[at]) - (sums[at] - sums[at - 1]) != 0;
    }

    /** Returns the number of points. */
    public int size() {
        return thresholds.length;
    }

    /** Returns the threshold of a point, the lowest score that is predicted positive; decreases from point to point. */
    public double threshold(int point) {
        return thresholds[point];
    }

    /** Returns the share of negative samples whose score reaches the threshold. */
    public double falsePositiveRate(int point) {
        return falsePositiveRates[point];
    }

    /** Returns the share of positive samples whose score reaches the threshold. */
    public double truePositiveRate(int point) {
        return truePositiveRates[point];
    }

    /**
     * Returns the area under the whole curve by the trapezoidal rule, or NaN if there are no positive or no negative
     * samples.
     */
    public double area() {
        return area;
    }

    /** Returns the curve with about the given number of points, for drawing; the area remains that of all points. */
    public RocCurve downsampled(int points) {
        int[] kept = Downsampling.keep(falsePositiveRates, truePositiveRates, points);
        return new RocCurve(
                Downsampling.pick(thresholds, kept),
                Downsampling.pick(falsePositiveRates, kept),
                Downsampling.pick(truePositiveRates, kept),
                area);
    }
}

package io.github.panagrad.nn.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiver operating characteristic of scores: for each threshold the share of other samples (false positive rate) and
 * of the class's samples (true positive rate) whose score is at least the threshold. Fawcett, "An Introduction to ROC
 * Analysis", Pattern Recognition Letters 27, 2006; scikit-learn's {@code roc_curve}.
 *
 * <p>The first point is (0, 0) with an infinite threshold, the last (1, 1). Points on a straight line between others are
 * left out, as scikit-learn does. If there are no samples of the class, or no others, their rate is NaN. A value; threads
 * may share it.
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
     * @param scores larger for what is rather of the class, finite; read
     * @param labels 1 for the class, 0 for the others; read
     * @param weights one for each sample, or null if all are 1; read
     * @throws MetricException if the arrays differ in length, or a number is not allowed
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

    /** The first, the last, and where the steps before and behind differ. */
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

    /** Returns the least score that counts as positive at a point, falling from point to point. */
    public double threshold(int point) {
        return thresholds[point];
    }

    /** Returns the share of other samples with at least that score. */
    public double falsePositiveRate(int point) {
        return falsePositiveRates[point];
    }

    /** Returns the share of the class's samples with at least that score. */
    public double truePositiveRate(int point) {
        return truePositiveRates[point];
    }

    /** Returns the area under the whole curve by trapezoids, or NaN if there are no samples of the class or no others. */
    public double area() {
        return area;
    }

    /** Returns about so many of the points, for drawing; the area stays that of all. */
    public RocCurve thinned(int points) {
        int[] kept = Thinning.keep(falsePositiveRates, truePositiveRates, points);
        return new RocCurve(
                Thinning.pick(thresholds, kept),
                Thinning.pick(falsePositiveRates, kept),
                Thinning.pick(truePositiveRates, kept),
                area);
    }
}

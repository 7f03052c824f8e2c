package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.Nullable;

/**
 * For each threshold the share of a class's samples among those whose score is at least the threshold (precision), and the
 * share of the class's samples that are among them (recall). scikit-learn's {@code precision_recall_curve}.
 *
 * <p>The first point has the least threshold and recall 1. The last is precision 1 at recall 0, with an infinite threshold:
 * no sample reaches it. Without a sample of the class recall is 1 but for the last point. A value; threads may share it.
 */
public final class PrecisionRecallCurve {
    private final double[] thresholds;
    private final double[] precisions;
    private final double[] recalls;
    private final double averagePrecision;

    private PrecisionRecallCurve(double[] thresholds, double[] precisions, double[] recalls, double averagePrecision) {
        this.thresholds = thresholds;
        this.precisions = precisions;
        this.recalls = recalls;
        this.averagePrecision = averagePrecision;
    }

    /**
     * Computes the curve.
     *
     * @param scores larger for what is rather of the class, finite; read
     * @param labels 1 for the class, 0 for the others; read
     * @param weights one for each sample, or null if all are 1; read
     * @throws MetricException if the arrays differ in length, or a number is not allowed
     */
    public static PrecisionRecallCurve of(double[] scores, int[] labels, double @Nullable [] weights) {
        return of(BinaryScores.ranking(scores, labels, weights));
    }

    static PrecisionRecallCurve of(Ranking ranking) {
        int size = ranking.size();
        double[] thresholds = new double[size + 1];
        double[] precisions = new double[size + 1];
        double[] recalls = new double[size + 1];
        for (int i = 0; i < size; i++) {
            double found = ranking.truePositives[i];
            thresholds[size - 1 - i] = ranking.thresholds[i];
            precisions[size - 1 - i] = found / (found + ranking.falsePositives[i]);
            recalls[size - 1 - i] = ranking.positives() == 0 ? 1 : found / ranking.positives();
        }
        thresholds[size] = Double.POSITIVE_INFINITY;
        precisions[size] = 1;
        return new PrecisionRecallCurve(thresholds, precisions, recalls, ranking.averagePrecision());
    }

    /** Returns the number of points. */
    public int size() {
        return thresholds.length;
    }

    /** Returns the least score that counts as positive at a point, rising from point to point. */
    public double threshold(int point) {
        return thresholds[point];
    }

    /** Returns the share of the class's samples among those with at least that score. */
    public double precision(int point) {
        return precisions[point];
    }

    /** Returns the share of the class's samples that have at least that score. */
    public double recall(int point) {
        return recalls[point];
    }

    /**
     * Returns {@code Σ (R_n − R_{n−1}) P_n} over the whole curve, without interpolation; 0 if there is no sample of the class.
     * scikit-learn's {@code average_precision_score}.
     */
    public double averagePrecision() {
        return averagePrecision;
    }

    /** Returns about so many of the points, for drawing; the average precision stays that of all. */
    public PrecisionRecallCurve thinned(int points) {
        int[] kept = Thinning.keep(recalls, precisions, points);
        return new PrecisionRecallCurve(
                Thinning.pick(thresholds, kept),
                Thinning.pick(precisions, kept),
                Thinning.pick(recalls, kept),
                averagePrecision);
    }
}

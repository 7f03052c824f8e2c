package io.github.panagrad.nn.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A precision-recall curve: for each threshold, the share of positive samples among those whose score is at least the
 * threshold (precision), and the share of all positive samples whose score is at least the threshold (recall).
 * Corresponds to scikit-learn's {@code precision_recall_curve}.
 *
 * <p>The first point has the lowest threshold and recall 1. The last is precision 1 at recall 0, with an infinite
 * threshold, which no sample reaches. If there are no positive samples, recall is 1 except at the last point.
 * Immutable; threads may share it.
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
     * @param scores larger for samples that are more likely positive, finite; read
     * @param labels 1 for positive samples, 0 for others; read
     * @param weights one weight for each sample, or null if all are 1; read
     * @throws MetricException if the arrays differ in length, or a value is invalid
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

    /** Returns the threshold of a point, the lowest score that is predicted positive; increases from point to point. */
    public double threshold(int point) {
        return thresholds[point];
    }

    /** Returns the share of positive samples among those whose score reaches the threshold. */
    public double precision(int point) {
        return precisions[point];
    }

    /** Returns the share of positive samples whose score reaches the threshold. */
    public double recall(int point) {
        return recalls[point];
    }

    /**
     * Returns {@code Σ (R_n − R_{n−1}) P_n} over the whole curve, without interpolation; 0 if there are no positive
     * samples. Corresponds to scikit-learn's {@code average_precision_score}.
     */
    public double averagePrecision() {
        return averagePrecision;
    }

    /**
     * Returns the curve with about the given number of points, for drawing; the average precision remains that of all
     * points.
     */
    public PrecisionRecallCurve downsampled(int points) {
        int[] kept = Downsampling.keep(recalls, precisions, points);
        return new PrecisionRecallCurve(
                Downsampling.pick(thresholds, kept),
                Downsampling.pick(precisions, kept),
                Downsampling.pick(recalls, kept),
                averagePrecision);
    }
}

package io.github.panagrad.benchmarks.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good predictions of a test set are, by the usual definitions; what a task does not have is NaN.
 *
 * @param logLoss the mean of {@code -ln p} of the right class, p at least 1e-15
 * @param accuracy the share of rows whose most probable class is the right one
 * @param rocAuc of two classes that of the second one, of more the mean over classes of each against the rest
 * @param rmse the root of the mean squared error
 * @param r2 1 less the squared error divided by that of the mean
 */
record Scores(double logLoss, double accuracy, double rocAuc, double rmse, double r2) {
    private static final double LEAST = 1e-15;

    /**
     * Scores probabilities.
     *
     * @param probabilities a row for each sample
     * @param classes their names, in the order of the columns
     * @param truth the right class of each sample, which may be one that has no column
     */
    static Scores ofClasses(double[][] probabilities, List<String> classes, List<String> truth) {
        double loss = 0;
        int right = 0;
        int[] labels = new int[truth.size()];
        for (int i = 0; i < labels.length; i++) {
            double[] row = probabilities[i];
            labels[i] = classes.indexOf(truth.get(i));
            double sum = Arrays.stream(row).sum();
            loss -= Math.log(labels[i] < 0 ? LEAST : Math.max(row[labels[i]] / sum, LEAST));
            int best = 0;
            for (int c = 1; c < row.length; c++) {
                best = row[c] > row[best] ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        List<Double> areas = new ArrayList<>();
        for (int c = classes.size() == 2 ? 1 : 0; c < classes.size(); c++) {
            int own = c;
            long positive = Arrays.stream(labels).filter(label -> label == own).count();
            if (positive > 0 && positive < labels.length) {
                areas.add(area(
                        Arrays.stream(probabilities)
                                .mapToDouble(row -> row[own])
                                .toArray(),
                        labels,
                        own,
                        positive));
            }
        }
        return new Scores(
                loss / labels.length,
                (double) right / labels.length,
                areas.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN),
                Double.NaN,
                Double.NaN);
    }

    /** Returns the area under the ROC curve by ranks (Mann and Whitney 1947); equal scores have the mean of their ranks. */
    private static double area(double[] scores, int[] labels, int own, long positive) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks += labels[order[i]] == own ? (from + to + 1) / 2.0 : 0;
            }
            from = to;
        }
        return (ranks - positive * (positive + 1) / 2.0) / ((double) positive * (scores.length - positive));
    }

    /** Scores predicted values. */
    static Scores ofValues(double[] predicted, double[] truth) {
        double mean = Arrays.stream(truth).average().orElseThrow();
        double squares = 0;
        double total = 0;
        for (int i = 0; i < truth.length; i++) {
            squares += (predicted[i] - truth[i]) * (predicted[i] - truth[i]);
            total += (truth[i] - mean) * (truth[i] - mean);
        }
        return new Scores(Double.NaN, Double.NaN, Double.NaN, Math.sqrt(squares / truth.length), 1 - squares / total);
    }
}

package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import java.util.Arrays;

/**
 * How often each class was predicted for each class, and the figures that follow from that alone. The cells are numbers of
 * samples, or sums of their weights. A value; threads may share it.
 *
 * <p>The definitions are scikit-learn's. A share of nothing is 0, unless a method says otherwise.
 */
public final class ConfusionMatrix {
    private final double[][] cells;
    private final double[] actual;
    private final double[] predicted;
    private final double total;

    /**
     * Takes the cells.
     *
     * @param cells a row for each true class, a column for each predicted class, as many; numbers from 0; copied
     * @throws MetricException if it is not square, empty, all 0, or has a number that is not allowed
     */
    public ConfusionMatrix(double[][] cells) {
        int classes = cells.length;
        this.cells = new double[classes][];
        actual = new double[classes];
        predicted = new double[classes];
        double sum = 0;
        for (int a = 0; a < classes; a++) {
            if (cells[a].length != classes) {
                throw new MetricException("class " + a + ": expected " + classes + " columns as there are rows, found "
                        + cells[a].length);
            }
            this.cells[a] = cells[a].clone();
            for (int p = 0; p < classes; p++) {
                double cell = cells[a][p];
                if (!(cell >= 0 && Double.isFinite(cell))) {
                    throw new MetricException(
                            "class " + a + " predicted as " + p + ": expected a number from 0, found " + cell);
                }
                actual[a] += cell;
                predicted[p] += cell;
                sum += cell;
            }
        }
        if (sum == 0) {
            throw new MetricException("the confusion table has no samples");
        }
        total = sum;
    }

    /**
     * Counts samples, each as its weight.
     *
     * @param predictions a row for each sample; read
     * @throws MetricException if predictions and samples do not fit each other
     */
    public static ConfusionMatrix weighted(double[][] predictions, Dataset data, PredictionKind kind) {
        return of(ClassifiedSamples.of(predictions, data, kind), true);
    }

    /**
     * Counts samples, each as 1.
     *
     * @param predictions a row for each sample; read
     * @throws MetricException if predictions and samples do not fit each other
     */
    public static ConfusionMatrix counts(double[][] predictions, Dataset data, PredictionKind kind) {
        return of(ClassifiedSamples.of(predictions, data, kind), false);
    }

    static ConfusionMatrix of(ClassifiedSamples samples, boolean weighted) {
        double[][] cells = new double[samples.classes][samples.classes];
        for (int i = 0; i < samples.size(); i++) {
            cells[samples.labels[i]][samples.predictedClass(i)] += weighted ? samples.weight(i) : 1;
        }
        return new ConfusionMatrix(cells);
    }

    /** Returns the number of classes. */
    public int classes() {
        return cells.length;
    }

    /** Returns how many samples of a class were predicted to be of a class. */
    public double count(int actualClass, int predictedClass) {
        return cells[actualClass][predictedClass];
    }

    /** Returns how many samples of a class there are. */
    public double support(int which) {
        return actual[which];
    }

    /** Returns how many samples were predicted to be of a class. */
    public double predicted(int which) {
        return predicted[which];
    }

    /** Returns the number of samples. */
    public double total() {
        return total;
    }

    /** Returns the share of samples on the diagonal. */
    public double accuracy() {
        return correct() / total;
    }

    private double correct() {
        double correct = 0;
        for (int k = 0; k < cells.length; k++) {
            correct += cells[k][k];
        }
        return correct;
    }

    /** Returns the mean recall of the classes that have samples. */
    public double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < cells.length; k++) {
            if (actual[k] > 0) {
                sum += recall(k);
                present++;
            }
        }
        return sum / present;
    }

    /** Returns the share of what was predicted to be of a class that is; 0 if nothing was. */
    public double precision(int which) {
        return predicted[which] == 0 ? 0 : cells[which][which] / predicted[which];
    }

    /** Returns the share of a class's samples that were predicted to be; 0 if there are none. */
    public double recall(int which) {
        return actual[which] == 0 ? 0 : cells[which][which] / actual[which];
    }

    /** Returns the harmonic mean of a class's precision and recall, {@code 2 TP / (2 TP + FP + FN)}; 0 if both are empty. */
    public double f1(int which) {
        double both = actual[which] + predicted[which];
        return both == 0 ? 0 : 2 * cells[which][which] / both;
    }

    /**
     * Returns class 1's F1 of two classes; of more the mean of those that have samples or were predicted (macro F1), each
     * counted the same.
     */
    public double f1() {
        if (cells.length == 2) {
            return f1(1);
        }
        double sum = 0;
        int present = 0;
        for (int k = 0; k < cells.length; k++) {
            if (actual[k] + predicted[k] > 0) {
                sum += f1(k);
                present++;
            }
        }
        return sum / present;
    }

    /**
     * Returns Matthews' correlation of true and predicted class, {@code R_K} of Gorodkin, "Comparing two K-category
     * assignments by a K-category correlation coefficient", Computational Biology and Chemistry 28, 2004: {@code (c s − Σ t_k
     * p_k) / √((s² − Σ p_k²)(s² − Σ t_k²))} with c right of s samples, {@code t_k} of a class and {@code p_k} predicted to be.
     * 0 if all samples are of one class, or predicted to be of one.
     */
    public double matthews() {
        // By counting and not by the roots, which rounding keeps from being 0.
        if (isOne(actual) || isOne(predicted)) {
            return 0;
        }
        double both = 0;
        double squaredActual = 0;
        double squaredPredicted = 0;
        for (int k = 0; k < cells.length; k++) {
            both += actual[k] * predicted[k];
            squaredActual += actual[k] * actual[k];
            squaredPredicted += predicted[k] * predicted[k];
        }
        double square = total * total;
        double scale = Math.sqrt((square - squaredActual) * (square - squaredPredicted));
        return (correct() * total - both) / scale;
    }

    private static boolean isOne(double[] sums) {
        return Arrays.stream(sums).filter(sum -> sum > 0).count() == 1;
    }
}

package io.github.panagrad.nn.metrics;

import io.github.panagrad.nn.data.Dataset;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A confusion matrix and the metrics that depend on it alone. The cells are numbers of samples or sums of their
 * weights. Immutable; threads may share it.
 *
 * <p>The definitions are scikit-learn's. A ratio with a denominator of 0 is 0, unless a method says otherwise.
 */
public final class ConfusionMatrix {
    /** The cells that are not 0, by {@link #key}: of many classes few are ever confused. */
    private final NavigableMap<Long, Double> cells;

    private final double[] correct;
    private final double[] actual;
    private final double[] predicted;
    private final double total;

    private ConfusionMatrix(int classes, NavigableMap<Long, Double> cells) {
        this.cells = cells;
        correct = new double[classes];
        actual = new double[classes];
        predicted = new double[classes];
        double sum = 0;
        for (Map.Entry<Long, Double> entry : cells.entrySet()) {
            int a = (int) (entry.getKey() / classes);
            int p = (int) (entry.getKey() % classes);
            double cell = entry.getValue();
            actual[a] += cell;
            predicted[p] += cell;
            sum += cell;
            if (a == p) {
                correct[a] = cell;
            }
        }
        if (sum == 0) {
            throw new MetricException("the confusion matrix has no samples");
        }
        total = sum;
    }

    /**
     * Copies the cells.
     *
     * @param cells a square matrix with a row for each true class and a column for each predicted class; finite and not
     *     negative; copied
     * @throws MetricException if the matrix is not square, is empty, is all 0, or has an invalid cell
     */
    public ConfusionMatrix(double[][] cells) {
        this(cells.length, copied(cells));
    }

    private static NavigableMap<Long, Double> copied(double[][] cells) {
        NavigableMap<Long, Double> copy = new TreeMap<>();
        for (int a = 0; a < cells.length; a++) {
            if (cells[a].length != cells.length) {
                throw new MetricException("class " + a + ": expected " + cells.length
                        + " columns, as many as rows, found " + cells[a].length);
            }
            for (int p = 0; p < cells.length; p++) {
                double cell = cells[a][p];
                if (!(cell >= 0 && Double.isFinite(cell))) {
                    throw new MetricException("class " + a + " predicted as " + p
                            + ": expected a finite number of at least 0, found " + cell);
                }
                if (cell > 0) {
                    copy.put(key(a, p, cells.length), cell);
                }
            }
        }
        return copy;
    }

    private static long key(int actualClass, int predictedClass, int classes) {
        return (long) actualClass * classes + predictedClass;
    }

    /** Receives cells. */
    @FunctionalInterface
    public interface CellConsumer {
        /** Receives a cell that is not 0. */
        void accept(int actualClass, int predictedClass, double count);
    }

    /** Gives the cells that are not 0 to a consumer, by true class and then by predicted class. */
    public void forEachCell(CellConsumer consumer) {
        cells.forEach((key, cell) -> consumer.accept((int) (key / classes()), (int) (key % classes()), cell));
    }

    /**
     * Counts samples by their weights.
     *
     * @param predictions a row for each sample; read
     * @throws MetricException if predictions and samples do not match
     */
    public static ConfusionMatrix weighted(double[][] predictions, Dataset data, PredictionKind kind) {
        return of(ClassificationSamples.of(predictions, data, kind), true);
    }

    /**
     * Counts each sample as 1, without weights.
     *
     * @param predictions a row for each sample; read
     * @throws MetricException if predictions and samples do not match
     */
    public static ConfusionMatrix counts(double[][] predictions, Dataset data, PredictionKind kind) {
        return of(ClassificationSamples.of(predictions, data, kind), false);
    }

    static ConfusionMatrix of(ClassificationSamples samples, boolean weighted) {
        NavigableMap<Long, Double> cells = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            double weight = weighted ? samples.weight(i) : 1;
            cells.merge(key(samples.labels[i], samples.predictedClass(i), samples.classes), weight, Double::sum);
        }
        cells.values().removeIf(cell -> cell == 0);
        return new ConfusionMatrix(samples.classes, cells);
    }

    /** Returns the number of classes. */
    public int classes() {
        return actual.length;
    }

    /** Returns the number (or total weight) of samples of one class that are predicted as another. */
    public double count(int actualClass, int predictedClass) {
        return cells.getOrDefault(key(actualClass, predictedClass, classes()), 0.0);
    }

    /** Returns the number (or total weight) of samples of a class. */
    public double support(int which) {
        return actual[which];
    }

    /** Returns the number (or total weight) of samples that are predicted as a class. */
    public double predicted(int which) {
        return predicted[which];
    }

    /** Returns the number (or total weight) of all samples. */
    public double total() {
        return total;
    }

    /** Returns the share of samples whose predicted class is correct. */
    public double accuracy() {
        return correct() / total;
    }

    private double correct() {
        double sum = 0;
        for (double right : correct) {
            sum += right;
        }
        return sum;
    }

    /** Returns the mean recall of the classes that have samples. */
    public double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < classes(); k++) {
            if (actual[k] > 0) {
                sum += recall(k);
                present++;
            }
        }
        return sum / present;
    }

    /** Returns the share of samples predicted as a class that belong to it; 0 if the class is never predicted. */
    public double precision(int which) {
        return predicted[which] == 0 ? 0 : correct[which] / predicted[which];
    }

    /** Returns the share of a class's samples that are predicted as the class; 0 if it has no samples. */
    public double recall(int which) {
        return actual[which] == 0 ? 0 : correct[which] / actual[which];
    }

    /**
     * Returns the harmonic mean of a class's precision and recall, {@code 2 TP / (2 TP + FP + FN)}; 0 if the class has
     * no samples and is never predicted.
     */
    public double f1(int which) {
        double both = actual[which] + predicted[which];
        return both == 0 ? 0 : 2 * correct[which] / both;
    }

    /**
     * Returns the F1 of class 1 if there are two classes; for more, the unweighted mean over the classes that have
     * samples or are predicted (macro F1).
     */
    public double f1() {
        if (classes() == 2) {
            return f1(1);
        }
        double sum = 0;
        int present = 0;
        for (int k = 0; k < classes(); k++) {
            if (actual[k] + predicted[k] > 0) {
                sum += f1(k);
                present++;
            }
        }
        return sum / present;
    }

    /**
     * Returns the Matthews correlation coefficient of true and predicted classes, {@code R_K} of Gorodkin, "Comparing
     * two K-category assignments by a K-category correlation coefficient", Computational Biology and Chemistry 28,
     * 2004: {@code (c s − Σ t_k p_k) / √((s² − Σ p_k²)(s² − Σ t_k²))} where c of s samples are predicted correctly,
     * {@code t_k} belong to class k and {@code p_k} are predicted as class k. 0 if all samples belong to one class, or
     * if only one class is predicted.
     */
    public double matthews() {
        // Detected by counting, because rounding can keep the square root from being exactly 0.
        if (isSingleClass(actual) || isSingleClass(predicted)) {
            return 0;
        }
        double both = 0;
        double squaredActual = 0;
        double squaredPredicted = 0;
        for (int k = 0; k < classes(); k++) {
            both += actual[k] * predicted[k];
            squaredActual += actual[k] * actual[k];
            squaredPredicted += predicted[k] * predicted[k];
        }
        double square = total * total;
        double scale = Math.sqrt((square - squaredActual) * (square - squaredPredicted));
        return (correct() * total - both) / scale;
    }

    private static boolean isSingleClass(double[] sums) {
        return Arrays.stream(sums).filter(sum -> sum > 0).count() == 1;
    }
}

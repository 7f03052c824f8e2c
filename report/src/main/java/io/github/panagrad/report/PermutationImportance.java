package io.github.panagrad.report;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The contribution of each column: by how much a metric becomes worse when the values of the column are shuffled among the
 * rows, so that they carry no information.
 *
 * <p>After Breiman, "Random Forests", Machine Learning 45 (2001), section 10; the drop and its deviation are those of
 * scikit-learn's {@code permutation_importance}: {@code baseline - shuffled} for metrics of which larger is better, else
 * {@code shuffled - baseline}, the mean over the repeats and their standard deviation with the divisor {@code repeats}. All
 * encoded columns of one column of the table are shuffled together, so that no row gets an impossible category.
 *
 * <p>Correlated columns hide each other: shuffling one changes little as long as the other is intact.
 *
 * @param repeats how often each group is shuffled, positive
 * @param seed determines the order of the shuffles and the sample
 * @param mostRows larger sets are reduced to a random sample of this size, positive
 */
public record PermutationImportance(int repeats, long seed, int mostRows) {
    /** The default number of repeats, as in scikit-learn. */
    public static final int REPEATS = 5;

    /** The default size of the sample. */
    public static final int MOST_ROWS = 2000;

    // Streams of random numbers that nothing else uses under this seed: programs take one seed for everything.
    private static final int SAMPLE = 32;
    private static final int SHUFFLES = 33;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are no repeats or no rows
     */
    public PermutationImportance {
        if (repeats < 1 || mostRows < 1) {
            throw new IllegalArgumentException("permutation importance needs a repeat and a row, found " + repeats
                    + " repeats and at most " + mostRows + " rows");
        }
    }

    /** Returns five repeats on at most 2,000 rows. */
    public static PermutationImportance seeded(long seed) {
        return new PermutationImportance(REPEATS, seed, MOST_ROWS);
    }

    /**
     * Computes the importance of each column. Deterministic if the model is.
     *
     * @param predictor takes rows of features and returns a prediction for each, as the metric expects them; it must not keep or
     *     change what it is given. Called {@code 1 + groups * repeats} times with all rows of the sample
     * @param data rows that were not trained on; read
     * @param groups the name of each column of the table and the positions of its encoded columns
     * @param metric what is compared
     * @throws IllegalArgumentException if a group is empty or names a position that does not exist, or a metric's value for the
     *     unshuffled rows cannot be computed
     */
    public ImportanceTable of(
            UnaryOperator<double[][]> predictor, Dataset data, Map<String, int[]> groups, Metric metric) {
        groups.forEach((name, positions) -> requirePositions(name, positions, data.columns()));
        Dataset sample = sample(data);
        double[][] features = features(sample);
        double baseline = metric.of(predictor.apply(features), sample);
        List<ImportanceTable.Column> columns = new ArrayList<>();
        int[] order = new int[features.length];
        double[][] shuffled = new double[features.length][];
        for (Map.Entry<String, int[]> group : groups.entrySet()) {
            for (int r = 0; r < features.length; r++) {
                shuffled[r] = features[r].clone();
            }
            double[] drops = new double[repeats];
            // The same orders for each group, so that the importance of one does not depend on which others there are.
            for (int repeat = 0; repeat < repeats; repeat++) {
                RandomKey.of(seed).fold(SHUFFLES).fold(repeat).permute(order);
                for (int r = 0; r < features.length; r++) {
                    for (int position : group.getValue()) {
                        shuffled[r][position] = features[order[r]][position];
                    }
                }
                double value = metric.of(predictor.apply(shuffled), sample);
                drops[repeat] = metric.isHigherBetter() ? baseline - value : value - baseline;
            }
            columns.add(column(group.getKey(), drops));
        }
        return new ImportanceTable(metric.name(), baseline, sample.size(), repeats, columns);
    }

    private static void requirePositions(String name, int[] positions, int columns) {
        if (positions.length == 0) {
            throw new IllegalArgumentException("group " + name + " has no columns");
        }
        for (int position : positions) {
            if (position < 0 || position >= columns) {
                throw new IllegalArgumentException("group " + name + " has column " + position + ", but there are "
                        + columns + " columns, counted from 0");
            }
        }
    }

    private Dataset sample(Dataset data) {
        if (data.size() <= mostRows) {
            return data;
        }
        int[] order = new int[data.size()];
        RandomKey.of(seed).fold(SAMPLE).permute(order);
        int[] chosen = Arrays.copyOf(order, mostRows);
        Arrays.sort(chosen);
        return data.subset(chosen);
    }

    private static double[][] features(Dataset sample) {
        double[][] features = new double[sample.size()][sample.columns()];
        for (int i = 0; i < features.length; i++) {
            for (int c = 0; c < features[i].length; c++) {
                features[i][c] = sample.features().get(sample.row(i), c);
            }
        }
        return features;
    }

    private static ImportanceTable.Column column(String name, double[] drops) {
        double mean = Arrays.stream(drops).average().orElse(Double.NaN);
        double squares = Arrays.stream(drops)
                .map(drop -> (drop - mean) * (drop - mean))
                .average()
                .orElse(Double.NaN);
        return new ImportanceTable.Column(name, mean, Math.sqrt(squares));
    }
}

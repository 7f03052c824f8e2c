package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of samples: a table of features, a target for each of its rows, the selection of rows that belong to this set,
 * and optional weights.
 *
 * <p>Parts returned by {@link #split} and {@link #subset} share the tables of the original set. The memory is off-heap
 * and is freed by the garbage collector after the last set that uses it, so there is nothing to close. Immutable;
 * threads may share it.
 */
public final class Dataset {
    private final Rows features;
    private final Targets targets;
    private final int[] rows;

    /** One for each row of the table, or null if all are 1. */
    private final double @Nullable [] weights;

    /** How many categories a column holds the numbers of, by its position. */
    private final Map<Integer, Integer> categories;

    /** Whether it was found already that no number is beyond float32. */
    private volatile boolean isWithinFloats;

    private Dataset(
            Rows features, Targets targets, int[] rows, double @Nullable [] weights, Map<Integer, Integer> categories) {
        this.features = features;
        this.targets = targets;
        this.rows = rows;
        this.weights = weights;
        this.categories = categories;
    }

    /**
     * Returns a set of all rows of a table.
     *
     * @throws IllegalArgumentException if features and targets differ in their number of rows, or have no rows
     */
    public static Dataset of(Rows features, Targets targets) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(targets, "targets");
        if (features.count() != targets.count()) {
            throw new IllegalArgumentException(
                    "there are " + features.count() + " samples but " + targets.count() + " targets");
        }
        if (features.count() == 0) {
            throw new IllegalArgumentException("there are no samples");
        }
        return new Dataset(
                features, targets, IntStream.range(0, features.count()).toArray(), null, Map.of());
    }

    /**
     * Returns samples with class labels; the number of classes is the largest label plus one.
     *
     * @param features a row for each sample; copied
     * @param labels class numbers from 0; copied
     */
    public static Dataset of(double[][] features, int[] labels) {
        return of(table(features), Targets.Labels.of(labels));
    }

    /**
     * Returns samples with class labels, whose features are stored as floats; the number of classes is the largest label plus one.
     *
     * @param features a row for each sample; copied
     * @param labels class numbers from 0; copied
     * @throws IllegalArgumentException if rows differ in length, a feature is not finite, or there is not a label for each row
     */
    public static Dataset of(float[][] features, int[] labels) {
        return of(table(features), Targets.Labels.of(labels));
    }

    /**
     * Returns samples with class labels, whose features are stored as unsigned bytes, such as images; the number of classes is the
     * largest label plus one.
     *
     * @param features a row for each sample, of numbers from 0 to 255; copied
     * @param scale what they are multiplied by, such as 1/255; finite and not 0
     * @param labels class numbers from 0; copied
     * @throws IllegalArgumentException if rows differ in length, the scale is not as said, or there is not a label for each row
     */
    public static Dataset ofBytes(byte[][] features, double scale, int[] labels) {
        if (!Double.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException("the scale of bytes must be a finite number other than 0, found " + scale
                    + "; 1.0 / 255 makes them 0 to 1");
        }
        Objects.requireNonNull(features, "features");
        int columns = columns(features.length, r -> Objects.requireNonNull(features[r], () -> rowName(r)).length);
        MemorySegment segment = Arena.ofAuto().allocate((long) features.length * columns);
        for (int r = 0; r < features.length; r++) {
            MemorySegment.copy(features[r], 0, segment, ValueLayout.JAVA_BYTE, (long) r * columns, columns);
        }
        return of(new Rows(segment, Rows.Storage.U8, features.length, columns, scale), Targets.Labels.of(labels));
    }

    /**
     * Returns samples with real targets.
     *
     * @param features a row for each sample; copied
     * @param targets a row for each sample; copied
     */
    public static Dataset of(double[][] features, double[][] targets) {
        return of(table(features), new Targets.Values(table(targets)));
    }

    /**
     * Returns a copy of a heap matrix as a table of doubles.
     *
     * @throws IllegalArgumentException if its rows differ in length or a value is not finite, naming the row
     */
    public static Rows table(double[][] values) {
        Objects.requireNonNull(values, "values");
        int columns = columns(values.length, r -> Objects.requireNonNull(values[r], () -> rowName(r)).length);
        MemorySegment segment = Arena.ofAuto().allocate((long) values.length * columns * Double.BYTES, Double.BYTES);
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < columns; c++) {
                requireFinite(r, c, values[r][c]);
                segment.setAtIndex(ValueLayout.JAVA_DOUBLE, (long) r * columns + c, values[r][c]);
            }
        }
        return new Rows(segment, Rows.Storage.F64, values.length, columns, 1);
    }

    /**
     * Returns a copy of a heap matrix as a table of floats.
     *
     * @throws IllegalArgumentException if its rows differ in length or a value is not finite, naming the row
     */
    public static Rows table(float[][] values) {
        Objects.requireNonNull(values, "values");
        int columns = columns(values.length, r -> Objects.requireNonNull(values[r], () -> rowName(r)).length);
        MemorySegment segment = Arena.ofAuto().allocate((long) values.length * columns * Float.BYTES, Float.BYTES);
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < columns; c++) {
                requireFinite(r, c, values[r][c]);
                segment.setAtIndex(ValueLayout.JAVA_FLOAT, (long) r * columns + c, values[r][c]);
            }
        }
        return new Rows(segment, Rows.Storage.F32, values.length, columns, 1);
    }

    /** Returns the columns of a matrix whose rows must have the same length. */
    private static int columns(int rows, IntUnaryOperator length) {
        int columns = rows == 0 ? 1 : length.applyAsInt(0);
        for (int r = 0; r < rows; r++) {
            if (length.applyAsInt(r) != columns) {
                throw new IllegalArgumentException(
                        "row " + r + " has " + length.applyAsInt(r) + " columns, but row 0 has " + columns);
            }
        }
        return columns;
    }

    private static String rowName(int row) {
        return "row " + row;
    }

    private static void requireFinite(int row, int column, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "row " + row + ", column " + column + ": " + value + " is not a finite number");
        }
    }

    /**
     * Requires that all samples can be numbers of an element type: in float32 a number beyond {@link Float#MAX_VALUE} is infinite,
     * and one such number makes all weights NaN.
     *
     * @throws IllegalArgumentException if a feature or a target is too large, naming its row and column
     */
    public void requireWithin(DType dtype) {
        if (dtype == DType.F64 || isWithinFloats) {
            return;
        }
        requireFloats("column ", features);
        if (targets instanceof Targets.Values values) {
            requireFloats("target ", values.table());
        }
        isWithinFloats = true;
    }

    private void requireFloats(String what, Rows table) {
        if (table.storage() != Rows.Storage.F64) {
            return;
        }
        for (int row : rows) {
            for (int c = 0; c < table.columns(); c++) {
                double value = table.get(row, c);
                if (Math.abs(value) > Float.MAX_VALUE) {
                    throw new IllegalArgumentException("row " + row + ", " + what + c + ": " + value
                            + " is beyond float32, whose largest number is " + Float.MAX_VALUE
                            + "; correct or scale it, or train a float64 network");
                }
            }
        }
    }

    /** Returns the table that this set's rows are part of. */
    public Rows features() {
        return features;
    }

    /** Returns the targets of the table's rows. */
    public Targets targets() {
        return targets;
    }

    /** Returns the number of samples. */
    public int size() {
        return rows.length;
    }

    /** Returns the table row of sample {@code i}. */
    public int row(int i) {
        return rows[i];
    }

    /** Returns the table rows of all samples, in the order of the samples; a copy. */
    public int[] rows() {
        return rows.clone();
    }

    /** Returns the number of feature columns. */
    public int columns() {
        return features.columns();
    }

    /** Returns whether rows have weights. */
    public boolean isWeighted() {
        return weights != null;
    }

    /**
     * Returns the weight of a row of the table, by which its loss and gradient are multiplied; 1 if there are no
     * weights.
     *
     * @param row a table row, as returned by {@link #row}
     */
    public double weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /** Returns the columns that hold numbers of categories, by their positions, with how many categories there are. */
    public Map<Integer, Integer> categories() {
        return categories;
    }

    /**
     * Returns these samples with columns that hold numbers of categories, from 0: a network needs an {@link
     * io.github.panagrad.nn.Embedding} for each of them, since these numbers mean nothing as such.
     *
     * @param counts how many categories there are, by the positions of the columns
     * @throws IllegalArgumentException if there is no such column, or it has no categories
     */
    public Dataset withCategories(Map<Integer, Integer> counts) {
        counts.forEach((column, count) -> {
            if (column < 0 || column >= columns() || count < 1) {
                throw new IllegalArgumentException("column " + column + " of " + columns() + " cannot have " + count
                        + " categories: expected a column from 0 to " + (columns() - 1) + " and at least 1 category");
            }
        });
        return new Dataset(features, targets, rows, weights, Map.copyOf(counts));
    }

    /**
     * Returns these samples with weights, multiplied by existing weights. The loss of a batch is the sum of its rows'
     * weighted losses, divided by the number of rows as it is without weights.
     *
     * @param sampleWeights one weight for each sample of this set, in its order, finite and not negative; copied
     * @throws IllegalArgumentException if the number of weights differs from that of the samples, a weight is out of
     *     range, all weights are 0, or a row that occurs twice in the set is given two different weights
     */
    public Dataset withSampleWeights(double... sampleWeights) {
        if (sampleWeights.length != rows.length) {
            throw new IllegalArgumentException(
                    "there are " + rows.length + " samples but " + sampleWeights.length + " weights");
        }
        double[] given = new double[features.count()];
        Arrays.fill(given, Double.NaN);
        for (int i = 0; i < rows.length; i++) {
            double weight = sampleWeights[i];
            requireWeight("sample " + i, weight);
            if (!Double.isNaN(given[rows[i]]) && given[rows[i]] != weight) {
                throw new IllegalArgumentException(
                        "row " + rows[i] + " is in the set twice, with weights " + given[rows[i]] + " and " + weight);
            }
            given[rows[i]] = weight;
        }
        return weighted(row -> Double.isNaN(given[row]) ? 1 : given[row]);
    }

    /**
     * Returns these samples with the weights of their classes, multiplied by existing weights.
     *
     * @param classWeights one weight for each class, finite and not negative; copied
     * @throws IllegalArgumentException if the targets are not labels, the number of weights differs from that of the
     *     classes, a weight is out of range, or the weights of all samples are 0
     */
    public Dataset withClassWeights(double... classWeights) {
        Targets.Labels labels = labels();
        if (classWeights.length != labels.classes()) {
            throw new IllegalArgumentException(
                    "there are " + labels.classes() + " classes but " + classWeights.length + " weights");
        }
        double[] given = classWeights.clone();
        for (int c = 0; c < given.length; c++) {
            requireWeight("class " + c, given[c]);
        }
        return weighted(row -> given[labels.label(row)]);
    }

    /**
     * Returns weights that give all classes equal influence: {@code n / (K count_k)} for n samples of K classes, like
     * scikit-learn's {@code class_weight="balanced"}. A sample counts as its weight says, as in scikit-learn since 1.7. A class
     * without samples does not count towards K and has weight 1.
     *
     * @throws IllegalArgumentException if the targets are not labels
     */
    public double[] balancedClassWeights() {
        Targets.Labels labels = labels();
        double[] counts = new double[labels.classes()];
        double all = 0;
        for (int row : rows) {
            counts[labels.label(row)] += weight(row);
            all += weight(row);
        }
        double total = all;
        double present = Arrays.stream(counts).filter(count -> count > 0).count();
        return Arrays.stream(counts)
                .map(count -> count == 0 ? 1 : total / (present * count))
                .toArray();
    }

    private Targets.Labels labels() {
        if (targets instanceof Targets.Labels labels) {
            return labels;
        }
        throw new IllegalArgumentException("class weights need class labels, found real targets");
    }

    private static void requireWeight(String whose, double weight) {
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException(
                    whose + ": the weight must be a finite number and not negative, found " + weight);
        }
    }

    private Dataset weighted(IntToDoubleFunction factor) {
        double[] product = new double[features.count()];
        Arrays.setAll(product, row -> weight(row) * factor.applyAsDouble(row));
        double largest = 0;
        for (int row : rows) {
            requireWeight("row " + row, product[row]);
            largest = Math.max(largest, product[row]);
        }
        if (largest == 0) {
            throw new IllegalArgumentException("the weights of all " + rows.length + " samples are 0");
        }
        return new Dataset(features, targets, rows, product, categories);
    }

    /** Returns the samples at the given positions in this set, with their weights. */
    public Dataset subset(int[] positions) {
        return new Dataset(
                features, targets, Arrays.stream(positions).map(i -> rows[i]).toArray(), weights, categories);
    }

    /**
     * Returns a fingerprint of this set: the SHA-256, in hexadecimal, of the number of samples and columns, the
     * samples' features and targets as they are stored, and their weights, in the order of the samples. Reads all of
     * them once; table rows that do not belong to the set are ignored.
     */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    /** Two disjoint parts of a set. */
    public record Split(Dataset training, Dataset validation) {}

    /**
     * Splits the samples at random.
     *
     * @param fraction the share of the validation part, in (0, 1); both parts have at least one sample
     * @param seed determines the assignment of the samples
     */
    public Split split(double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1) || rows.length < 2) {
            throw new IllegalArgumentException("cannot split off " + fraction + " of " + rows.length
                    + " samples: the fraction must be in (0, 1), and there must be at least 2 samples");
        }
        int[] order = new int[rows.length];
        RandomKey.of(seed).permute(order);
        int held = Math.clamp(Math.round(fraction * rows.length), 1, rows.length - 1);
        int[] validation = Arrays.copyOf(order, held);
        int[] training = Arrays.copyOfRange(order, held, order.length);
        Arrays.sort(validation);
        Arrays.sort(training);
        return new Split(subset(training), subset(validation));
    }
}

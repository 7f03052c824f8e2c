package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.row.NumberEncoder;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What some of the training rows contribute to a {@link Pipeline} whose rows are divided among several machines: each adds its own,
 * parts are merged in any order, and the last one is finished. The rows have positions among all training rows, so that the same
 * rows are sampled wherever they are.
 *
 * <p>The pipeline is the one that {@link Pipeline#fit(Table, int[], PipelineConfig)} makes of the same rows in the same order: to the
 * bit for up to 262,144 training rows, apart from categories whose fractional weights add up to a limit within rounding; of more rows, moments
 * may differ by rounding, as they are added up in other blocks. For use by one thread.
 */
public final class PartialFit {
    private final Schema schema;
    private final Whole whole;
    private final List<Integer> features;

    /** By feature; null for those of numbers. */
    private final @Nullable CategoryCounter[] categories;

    /** By the position of the first row. */
    private final TreeMap<Integer, Run> runs = new TreeMap<>();

    /**
     * What each part has to know about all training rows. A value.
     *
     * @param rows how many there are, those of weight 0 apart
     * @param weightUnit what weights are multiplied by first, so that sums of them stay in range
     * @param weightFactor what weights are multiplied by then, so that a row counts for one row at least on average
     */
    public record Whole(int rows, double weightUnit, double weightFactor) implements Serializable {
        /**
         * Returns it for rows of a table, of which the column of weights alone is read, if there is one.
         *
         * @param trainingRows none of weight 0
         * @throws PipelineException if there are no rows, or a weight is missing, infinite or negative
         */
        public static Whole of(Table table, int[] trainingRows) {
            if (trainingRows.length == 0) {
                throw new PipelineException("there are no training rows; add some, or hold fewer back");
            }
            RowWeights weights = WeightEncoder.counted(new TableRows(table, trainingRows.clone()))
                    .weights();
            return new Whole(trainingRows.length, weights.unit(), weights.factor());
        }

        private int sampleRows() {
            return Math.min(rows, NumberFit.SAMPLE_ROWS);
        }
    }

    /** Consecutive training rows. */
    private static final class Run {
        private final @Nullable NumberRun[] numbers;
        private NumberRun sampleWeights = new NumberRun();
        private int rows;

        private Run(int columns) {
            numbers = new @Nullable NumberRun[columns];
        }
    }

    /**
     * Begins without rows.
     *
     * @param schema the columns of all parts
     * @throws PipelineException if no column is a feature
     */
    public PartialFit(Schema schema, Whole whole) {
        this.schema = schema;
        this.whole = whole;
        features = Pipeline.features(schema);
        categories = new @Nullable CategoryCounter[features.size()];
        for (int f = 0; f < categories.length; f++) {
            if (isCategorical(f)) {
                categories[f] = new CategoryCounter(column(f));
            }
        }
    }

    private Column column(int feature) {
        return schema.columns().get(features.get(feature));
    }

    private boolean isCategorical(int feature) {
        return column(feature).type() == ColumnType.CATEGORICAL;
    }

    /**
     * Adds training rows that follow each other.
     *
     * @param part a table with the columns of the schema
     * @param rows its training rows, growing
     * @param first the position of the first one among all training rows
     * @throws PipelineException if a number is infinite, the message names its place, or a column has too many different texts
     */
    public void add(Table part, int[] rows, int first) {
        RowWeights weights = new RowWeights(-1, whole.weightUnit, whole.weightFactor, 0)
                .at(part.schema().indexOf(Role.WEIGHT).orElse(-1));
        TableRows given = new TableRows(part, rows.clone()).weighted(weights);
        TableRows.Scratch scratch = new TableRows.Scratch(NumberFit.BLOCK_ROWS);
        double[] counts = new double[NumberFit.BLOCK_ROWS];
        for (int from = 0; from < rows.length; from += NumberFit.BLOCK_ROWS) {
            int count = Math.min(NumberFit.BLOCK_ROWS, rows.length - from);
            given.weights(from, count, counts, scratch);
            add(given, from, count, first + from, counts, scratch);
        }
    }

    private void add(TableRows given, int from, int count, int position, double[] counts, TableRows.Scratch scratch) {
        Run run = runEndingAt(position);
        int[] sampled = sampled(position, count);
        for (int at : sampled) {
            run.sampleWeights.sample(counts[at]);
        }
        double[] values = new double[count];
        int[] codes = new int[count];
        for (int f = 0; f < categories.length; f++) {
            int c = features.get(f);
            CategoryCounter counter = categories[f];
            if (counter != null) {
                given.codes(c, from, count, codes, scratch);
                counter.add(given.table().categories(c), codes, counts, count);
                continue;
            }
            NumberRun numbers = Objects.requireNonNull(run.numbers[f]);
            given.numbers(c, from, count, values, scratch);
            int bad = numbers.add(values, counts, count, column(f).type() == ColumnType.DATE);
            if (bad >= 0) {
                throw NumberFeature.infinite(given.place(from + bad), column(f), values[bad]);
            }
            for (int at : sampled) {
                numbers.sample(values[at]);
            }
        }
        run.rows += count;
    }

    private Run runEndingAt(int position) {
        var last = runs.lowerEntry(position);
        if (last != null && last.getKey() + last.getValue().rows == position) {
            return last.getValue();
        }
        Run run = new Run(features.size());
        for (int f = 0; f < features.size(); f++) {
            if (!isCategorical(f)) {
                run.numbers[f] = new NumberRun();
            }
        }
        if (runs.put(position, run) != null) {
            throw new IllegalArgumentException("training rows from position " + position + " on were added twice");
        }
        return run;
    }

    /** Returns which of some rows the sample of all rows has. */
    private int[] sampled(int first, int count) {
        int wanted = whole.sampleRows();
        int stretch = (int) Math.max(0, (double) first / whole.rows * wanted - 2);
        int[] found = new int[count];
        int length = 0;
        for (; stretch < wanted; stretch++) {
            int position = NumberFit.position(stretch, whole.rows, wanted);
            if (position >= first + count) {
                break;
            }
            if (position >= first) {
                found[length++] = position - first;
            }
        }
        return Arrays.copyOf(found, length);
    }

    /**
     * Adds the rows of another part, which is not used afterwards.
     *
     * @throws IllegalArgumentException if a row is in both
     */
    public void merge(PartialFit other) {
        for (int f = 0; f < categories.length; f++) {
            CategoryCounter counter = categories[f];
            if (counter != null) {
                counter.add(Objects.requireNonNull(other.categories[f]));
            }
        }
        other.runs.forEach((position, run) -> {
            if (runs.put(position, run) != null) {
                throw new IllegalArgumentException("training rows from position " + position + " on were merged twice");
            }
        });
    }

    /** Returns this as bytes, for another process of the same version. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (CategoryCounter counter : categories) {
                if (counter != null) {
                    counter.write(out);
                }
            }
            out.writeInt(runs.size());
            for (var run : runs.entrySet()) {
                out.writeInt(run.getKey());
                out.writeInt(run.getValue().rows);
                run.getValue().sampleWeights.write(out);
                for (NumberRun numbers : run.getValue().numbers) {
                    if (numbers != null) {
                        numbers.write(out);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} wrote for the same schema. */
    public static PartialFit ofBytes(Schema schema, Whole whole, byte[] bytes) {
        PartialFit part = new PartialFit(schema, whole);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (CategoryCounter counter : part.categories) {
                if (counter != null) {
                    counter.read(in);
                }
            }
            int runs = in.readInt();
            for (int r = 0; r < runs; r++) {
                Run run = new Run(part.features.size());
                part.runs.put(in.readInt(), run);
                run.rows = in.readInt();
                run.sampleWeights = NumberRun.read(in);
                for (int f = 0; f < run.numbers.length; f++) {
                    if (!part.isCategorical(f)) {
                        run.numbers[f] = NumberRun.read(in);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return part;
    }

    /**
     * Returns the pipeline, after all training rows were added.
     *
     * @param target what {@link Pipeline#fitTarget} learned
     * @throws PipelineException if no feature remains to learn from
     * @throws IllegalArgumentException if a row is absent
     */
    public Pipeline finish(FittedTarget target, PipelineConfig config) {
        int rows = runs.values().stream().mapToInt(run -> run.rows).sum();
        if (rows != whole.rows) {
            throw new IllegalArgumentException(rows + " of " + whole.rows + " training rows were added");
        }
        double[] weights = sampleWeights();
        List<FittedColumn> columns = new ArrayList<>();
        for (int f = 0; f < categories.length; f++) {
            CategoryCounter counter = categories[f];
            columns.add(
                    counter != null
                            ? CategoryFit.feature(column(f), counter.counts(), whole.rows, config)
                            : NumberFeature.of(column(f), numbers(f, weights), config));
        }
        return Pipeline.of(schema, columns, target, config);
    }

    private MergedNumbers numbers(int feature, double[] weights) {
        List<NumberRun> ofFeature = runs.values().stream()
                .map(run -> Objects.requireNonNull(run.numbers[feature]))
                .toList();
        return new MergedNumbers(whole.rows, ofFeature, weights);
    }

    /** Returns what each row of the sample counts for. */
    private double[] sampleWeights() {
        double[] weights = new double[whole.sampleRows()];
        int at = 0;
        for (Run run : runs.values()) {
            for (int i = 0; i < run.sampleWeights.sampled(); i++) {
                weights[at++] = run.sampleWeights.sampled(i);
            }
        }
        return weights;
    }

    /**
     * Returns what {@link NetworkBuilder#build(IntFunction)} fits the embeddings of numbers to: for each input that is a number, the
     * training rows as samples of that one input; up to 262,144 of them, spread evenly.
     *
     * @param pipeline what {@link #finish} returned
     * @param dtype the element type of the training samples
     */
    public IntFunction<Dataset> numbers(Pipeline pipeline, DType dtype) {
        Map<Integer, Integer> featureOf = new HashMap<>();
        int at = 0;
        for (int f = 0; f < pipeline.columns().size(); f++) {
            featureOf.put(at, f);
            at += pipeline.columns().get(f).inputs().size();
        }
        double[] weights = sampleWeights();
        return input -> {
            int feature = Objects.requireNonNull(featureOf.get(input));
            return samples(
                    (FittedColumn.Numbers) pipeline.columns().get(feature), numbers(feature, weights), weights, dtype);
        };
    }

    private Dataset samples(FittedColumn.Numbers fitted, MergedNumbers numbers, double[] weights, DType dtype) {
        double[] values = numbers.sample();
        int width = fitted.inputs().size();
        double[] inputs = new double[values.length * width];
        int bad = NumberEncoder.of(fitted, 0).encode(values, values.length, inputs, width);
        if (bad >= 0) {
            throw NumberEncoder.unusable("column " + Quoted.of(fitted.name()), values[bad]);
        }
        double[] codes = new double[values.length];
        Arrays.setAll(codes, i -> inputs[i * width]);
        MemorySegment segment = Arena.ofAuto().allocate((long) codes.length * dtype.bytes(), Double.BYTES);
        for (int i = 0; i < codes.length; i++) {
            if (dtype == DType.F32) {
                segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) codes[i]);
            } else {
                segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, codes[i]);
            }
        }
        Rows.Storage storage = dtype == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
        Rows rows = new Rows(segment, storage, codes.length, 1, 1);
        Dataset samples = Dataset.of(rows, new Targets.Values(rows));
        return Arrays.stream(weights).allMatch(weight -> weight == 1) ? samples : samples.withSampleWeights(weights);
    }
}

package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.text.Texts;
import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fits a column of numbers, booleans or dates to training rows, a block at a time. Quantiles are exact up to {@value #SAMPLE_ROWS}
 * rows; of more rows, one from each of as many even stretches is taken, at a position that is random but always the same:
 * the rank of a quantile is then off by 0.001 or less (one standard deviation).
 */
final class NumberFit {
    static final int SAMPLE_ROWS = 1 << 18;
    static final int BLOCK_ROWS = 8192;

    private static final RandomKey SAMPLE_KEY = RandomKey.of(0x7461626c65L);

    private final TableRows rows;
    private final int index;
    private final Column column;
    private final TableRows.Scratch scratch = new TableRows.Scratch(BLOCK_ROWS);
    private final double[] block = new double[BLOCK_ROWS];
    private final double[] weights = new double[BLOCK_ROWS];

    NumberFit(TableRows rows, int index) {
        this.rows = rows;
        this.index = index;
        column = rows.table().schema().columns().get(index);
    }

    /** Learns a feature. */
    FittedColumn feature(PipelineConfig config) {
        NumberSummary summary = summary();
        if (summary == null) {
            return new FittedColumn.Dropped(
                    column.name(), column.type(), "all " + rows.size() + " training rows have no value");
        }
        if (summary.isConstant()) {
            return summary.missing() == 0
                    ? new FittedColumn.Dropped(
                            column.name(),
                            column.type(),
                            "all " + rows.size() + " training rows have " + Texts.number(summary.min())
                                    + (summary.min() == summary.max() ? "" : " up to rounding"))
                    : new FittedColumn.MissingOnly(column.name(), column.type(), summary.min(), summary.missing());
        }
        Scaling scaling = column.type() == ColumnType.BOOLEAN ? Scaling.NONE : config.scaling();
        boolean median = config.missing() == MissingNumbers.MEDIAN;
        SortedNumbers sorted = scaling.needsQuantiles() || (median && summary.missing() > 0)
                ? sorted()
                : new SortedNumbers(new double[0], new double[0]);
        double fill = median && !sorted.isEmpty() ? sorted.quantile(0.5) : summary.mean();
        try {
            FittedColumn.Numbers numbers = new FittedColumn.Numbers(
                    column.name(), column.type(), summary, scaling, code(scaling, summary, sorted), fill);
            return column.type() == ColumnType.DATE
                    ? new FittedColumn.Dates(
                            numbers,
                            differing(config.dateParts()),
                            Objects.requireNonNull(column.dates()).isTimeOfDay())
                    : numbers;
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    what() + " cannot be scaled: its training rows have " + summary.min() + " to " + summary.max()
                            + "; take its logarithm, or ignore it",
                    e);
        }
    }

    private static NumberCode code(Scaling scaling, NumberSummary summary, SortedNumbers sorted) {
        NumberCode standardized = new NumberCode.Linear(summary.mean(), summary.deviation());
        return switch (scaling) {
            case STANDARDIZE -> standardized;
            case ROBUST -> sorted.isEmpty() ? standardized : robust(summary, sorted);
            case ROBUST_CLIP -> sorted.isEmpty() ? standardized : clipped(summary, sorted);
            case MIN_MAX -> new NumberCode.Linear(summary.min(), summary.max() - summary.min());
            case QUANTILE_NORMAL -> orElse(QuantileKnots.knots(sorted, NormalQuantile::of), standardized);
            case QUANTILE_UNIFORM -> orElse(QuantileKnots.knots(sorted, share -> share), standardized);
            case NONE -> NumberCode.Linear.IDENTITY;
        };
    }

    private static NumberCode robust(NumberSummary summary, SortedNumbers sorted) {
        double low = sorted.quantile(0.25);
        double high = sorted.quantile(0.75);
        return new NumberCode.Linear(
                sorted.quantile(0.5), NumberSummary.areSame(low, high) ? summary.deviation() : high - low);
    }

    private static NumberCode clipped(NumberSummary summary, SortedNumbers sorted) {
        double low = sorted.quantile(0.25);
        double high = sorted.quantile(0.75);
        double halfRange = summary.max() / 2 - summary.min() / 2;
        return new NumberCode.Clipped(sorted.quantile(0.5), NumberSummary.areSame(low, high) ? halfRange : high - low);
    }

    private static NumberCode orElse(NumberCode.@Nullable Knots knots, NumberCode other) {
        return knots == null ? other : knots;
    }

    /** Returns what the training rows hold, or null if all are missing. */
    @Nullable
    NumberSummary summary() {
        Moments moments = moments(1);
        if (moments.count() == 0) {
            return null;
        }
        double unit = moments.fittingUnit();
        return (unit == 1 ? moments : moments(unit)).summary();
    }

    private Moments moments(double unit) {
        Moments moments = new Moments(unit);
        forEachBlock((from, count) -> {
            rows.weights(from, count, weights, scratch);
            int bad = moments.add(block, weights, count);
            if (bad >= 0) {
                throw new PipelineException(rows.place(from + bad) + ": " + what() + " is " + block[bad]
                        + ", but only finite numbers can be learned from; correct it, or list its text as missing");
            }
        });
        return moments;
    }

    /** Returns how many rows have no number. */
    long missing() {
        long[] missing = new long[1];
        forEachBlock((_, count) -> {
            for (int i = 0; i < count; i++) {
                missing[0] += Double.isNaN(block[i]) ? 1 : 0;
            }
        });
        return missing[0];
    }

    /** Returns those parts of dates that are not the same in all rows. */
    private List<DatePart> differing(List<DatePart> parts) {
        int[] first = new int[parts.size()];
        boolean[] differs = new boolean[parts.size()];
        Arrays.fill(first, -1);
        forEachBlock((from, count) -> {
            for (int i = 0; i < count; i++) {
                for (int p = 0; p < first.length && !Double.isNaN(block[i]); p++) {
                    int part = parts.get(p).of(block[i]);
                    differs[p] |= first[p] >= 0 && first[p] != part;
                    first[p] = part;
                }
            }
        });
        return IntStream.range(0, first.length)
                .filter(p -> differs[p])
                .mapToObj(parts::get)
                .toList();
    }

    /** Returns the distinct numbers in order, or null if there are more than a limit. */
    double @Nullable [] different(int limit) {
        double[] found = new double[0];
        for (int from = 0; from < rows.size(); from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rows.size() - from);
            rows.numbers(index, from, count, block, scratch);
            double[] known = found;
            // Adding 0 turns -0 into 0.
            double[] fresh = Arrays.stream(block, 0, count)
                    .filter(value -> !Double.isNaN(value))
                    .map(value -> value + 0.0)
                    .filter(value -> Arrays.binarySearch(known, value) < 0)
                    .distinct()
                    .toArray();
            if (fresh.length > 0) {
                found = Arrays.copyOf(known, known.length + fresh.length);
                System.arraycopy(fresh, 0, found, known.length, fresh.length);
                Arrays.sort(found);
            }
            if (found.length > limit) {
                return null;
            }
        }
        return found;
    }

    private SortedNumbers sorted() {
        int size = rows.size();
        int wanted = Math.min(size, SAMPLE_ROWS);
        double[] sample = new double[wanted];
        double[] counts = new double[wanted];
        int[] taken = new int[1];
        int[] next = new int[1];
        forEachBlock((from, count) -> {
            rows.weights(from, count, weights, scratch);
            for (int at; next[0] < wanted && (at = position(next[0], size, wanted) - from) < count; next[0]++) {
                if (!Double.isNaN(block[at])) {
                    counts[taken[0]] = weights[at];
                    sample[taken[0]++] = block[at];
                }
            }
        });
        return new SortedNumbers(Arrays.copyOf(sample, taken[0]), Arrays.copyOf(counts, taken[0]));
    }

    /** Returns the position of the row that represents a stretch of rows. */
    private static int position(int stretch, int size, int wanted) {
        if (size == wanted) {
            return stretch;
        }
        double length = (double) size / wanted;
        int first = (int) (stretch * length);
        int end = Math.min(size, (int) ((stretch + 1) * length));
        return Math.min(end - 1, first + (int) (SAMPLE_KEY.uniform(stretch) * (end - first)));
    }

    /** What is done with each block of numbers. */
    private interface BlockAction {
        void accept(int from, int count);
    }

    private void forEachBlock(BlockAction action) {
        for (int from = 0; from < rows.size(); from += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rows.size() - from);
            rows.numbers(index, from, count, block, scratch);
            action.accept(from, count);
        }
    }

    private String what() {
        return "column " + Quoted.of(column.name());
    }
}

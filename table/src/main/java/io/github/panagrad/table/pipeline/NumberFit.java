package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.schema.Column;
import io.github.panagrad.tensor.RandomKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits a column of numbers, booleans or dates to training rows, a block at a time. Quantiles are exact up to {@value #SAMPLE_ROWS}
 * rows; of more rows, one from each of as many even stretches is taken, at a position that is random but always the same:
 * the rank of a quantile is then off by 0.001 or less (one standard deviation).
 */
final class NumberFit implements NumberFacts {
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

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public @Nullable NumberSummary summary() {
        return Moments.summary(this::moments);
    }

    private Moments moments(double unit) {
        Moments moments = new Moments(unit);
        forEachBlock((from, count) -> {
            rows.weights(from, count, weights, scratch);
            int bad = moments.add(block, weights, count);
            if (bad >= 0) {
                throw NumberFeature.infinite(rows.place(from + bad), column, block[bad]);
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

    @Override
    public List<DatePart> differing(List<DatePart> parts) {
        DateParts found = new DateParts(parts);
        forEachBlock((_, count) -> found.add(block, count));
        return found.differing();
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

    @Override
    public SortedNumbers sorted() {
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
    static int position(int stretch, int size, int wanted) {
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
}

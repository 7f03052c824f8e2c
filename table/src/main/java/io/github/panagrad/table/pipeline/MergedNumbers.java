package io.github.panagrad.table.pipeline;

import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.NumberSummary;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all runs of training rows hold in a column of numbers, booleans or dates. */
final class MergedNumbers implements NumberFacts {
    private final int rows;
    private final List<NumberRun> runs;

    /** The numbers of the sample, NaN where they are missing, and what each counts for. */
    private final double[] sample;

    private final double[] weights;

    /**
     * Takes runs.
     *
     * @param rows the number of training rows
     * @param runs in the order of the rows
     * @param weights what each row of the sample counts for; must not change from now on
     */
    MergedNumbers(int rows, List<NumberRun> runs, double[] weights) {
        this.rows = rows;
        this.runs = runs;
        this.weights = weights;
        sample = new double[weights.length];
        int at = 0;
        for (NumberRun run : runs) {
            for (int i = 0; i < run.sampled(); i++) {
                sample[at++] = run.sampled(i);
            }
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    /** Returns the numbers of the sample, NaN where they are missing. */
    double[] sample() {
        return sample.clone();
    }

    @Override
    public @Nullable NumberSummary summary() {
        return Moments.summary(sample.length == rows ? this::ofAll : this::ofRuns);
    }

    /** If the sample has all rows, the moments are those of a table with these rows, to the bit. */
    private Moments ofAll(double unit) {
        Moments moments = new Moments(unit);
        double[] block = new double[NumberFit.BLOCK_ROWS];
        double[] counts = new double[NumberFit.BLOCK_ROWS];
        for (int from = 0; from < rows; from += block.length) {
            int count = Math.min(block.length, rows - from);
            System.arraycopy(sample, from, block, 0, count);
            System.arraycopy(weights, from, counts, 0, count);
            moments.add(block, counts, count);
        }
        return moments;
    }

    private Moments ofRuns(double unit) {
        int index = 0;
        while (Moments.UNITS[index] != unit) {
            index++;
        }
        Moments moments = new Moments(unit);
        for (NumberRun run : runs) {
            moments.add(run.moments(index));
        }
        return moments;
    }

    @Override
    public SortedNumbers sorted() {
        double[] present = new double[sample.length];
        double[] counts = new double[sample.length];
        int found = 0;
        for (int i = 0; i < sample.length; i++) {
            if (!Double.isNaN(sample[i])) {
                counts[found] = weights[i];
                present[found++] = sample[i];
            }
        }
        return new SortedNumbers(Arrays.copyOf(present, found), Arrays.copyOf(counts, found));
    }

    @Override
    public List<DatePart> differing(List<DatePart> parts) {
        DateParts all = new DateParts(List.of(DatePart.values()));
        runs.forEach(run -> all.add(run.dates()));
        List<DatePart> differing = all.differing();
        return parts.stream().filter(differing::contains).toList();
    }
}

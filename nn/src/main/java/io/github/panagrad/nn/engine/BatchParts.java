package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.data.RowParts;

/**
 * The parts of every batch, whose gradients are computed apart and then added in pairs, and which of them this process computes. The
 * bits of a part depend on its rows alone, and those of the sum on how many parts there are: not on who computes them.
 *
 * @param count how many there are; 1 if batches are not divided
 * @param from the first one that is computed here
 * @param to the one after the last
 */
public record BatchParts(int count, int from, int to) {
    /** A batch in one part. */
    public static final BatchParts WHOLE = new BatchParts(1, 0, 1);

    /**
     * Returns what a worker computes.
     *
     * @param workers divides the count
     * @param worker its number, from 0
     */
    public static BatchParts of(int count, int workers, int worker) {
        int each = count / workers;
        return new BatchParts(count, worker * each, (worker + 1) * each);
    }

    /** Returns whether batches are not divided. */
    public boolean isWhole() {
        return count == 1;
    }

    /** Returns how many are computed here. */
    public int own() {
        return to - from;
    }

    /** Returns the first row of a batch that belongs to a part here. */
    public int firstRow(int rows) {
        return RowParts.firstRow(rows, from, count);
    }

    /** Returns how many rows of a batch are computed here. */
    public int rows(int rows) {
        return RowParts.firstRow(rows, to, count) - firstRow(rows);
    }

    /** Returns the rows of a part, counted from the first row here; none if the batch has fewer rows than parts. */
    StepPlan.Shard part(int rows, int part) {
        int first = firstRow(rows);
        return new StepPlan.Shard(
                RowParts.firstRow(rows, part, count) - first, RowParts.firstRow(rows, part + 1, count) - first);
    }
}

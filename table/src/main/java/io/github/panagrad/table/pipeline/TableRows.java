package io.github.panagrad.table.pipeline;

import io.github.panagrad.table.Table;
import org.jspecify.annotations.Nullable;

/** Rows of a table in any order, read a block at a time. Immutable; threads may share it. */
final class TableRows {
    /** If the span holds more than this many rows for each one wanted, rows are read one by one. */
    private static final int MAX_SPREAD = 8;

    private final Table table;
    private final int @Nullable [] rows;
    private final RowWeights weights;

    /**
     * Selects rows.
     *
     * @param rows the table's rows, or null for all of them in order; must not change from now on
     * @throws IllegalArgumentException if there is no such row
     */
    TableRows(Table table, int @Nullable [] rows) {
        this(table, rows, RowWeights.NONE);
    }

    private TableRows(Table table, int @Nullable [] rows, RowWeights weights) {
        this.table = table;
        this.rows = rows;
        this.weights = weights;
        if (rows != null) {
            for (int row : rows) {
                if (row < 0 || row >= table.rows()) {
                    throw new IllegalArgumentException(
                            "there is no row " + row + ": the table has " + table.rows() + " rows");
                }
            }
        }
    }

    /** Memory for reading; one for each thread. */
    static final class Scratch {
        private final double[] numbers;
        private final int[] codes;

        /** Allocates room for blocks of {@code blockRows} rows. */
        Scratch(int blockRows) {
            numbers = new double[blockRows * MAX_SPREAD];
            codes = new int[blockRows * MAX_SPREAD];
        }
    }

    /** Returns memory for reading blocks of these rows; none is needed for all of them in order. */
    Scratch scratch(int blockRows) {
        return new Scratch(rows == null ? 0 : blockRows);
    }

    Table table() {
        return table;
    }

    /** Returns the same rows, which count for several rows each, or for parts of one. */
    TableRows weighted(RowWeights value) {
        return new TableRows(table, rows, value);
    }

    /** Reads how many rows the rows at positions count for in statistics. */
    void weights(int from, int count, double[] into, Scratch scratch) {
        weights.read(this, from, count, into, scratch);
    }

    /** Returns how many rows each of these counts for. */
    RowWeights weights() {
        return weights;
    }

    /** Returns how many rows all of these count for. */
    double total() {
        return weights.total(this);
    }

    int size() {
        return rows == null ? table.rows() : rows.length;
    }

    /** Returns the table's row at a position. */
    int row(int position) {
        return rows == null ? position : rows[position];
    }

    String place(int position) {
        return table.place(row(position));
    }

    /** Reads numbers of a column at positions. */
    void numbers(int column, int from, int count, double[] into, Scratch scratch) {
        if (rows == null || isRun(rows, from, count)) {
            table.numbers(column, row(from), count, into);
            return;
        }
        int low = low(rows, from, count);
        long span = high(rows, from, count) - (long) low + 1;
        if (span <= (long) MAX_SPREAD * count && span <= scratch.numbers.length) {
            table.numbers(column, low, (int) span, scratch.numbers);
            for (int i = 0; i < count; i++) {
                into[i] = scratch.numbers[rows[from + i] - low];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            table.numbers(column, rows[from + i], 1, scratch.numbers);
            into[i] = scratch.numbers[0];
        }
    }

    /** Reads codes of a column at positions. */
    void codes(int column, int from, int count, int[] into, Scratch scratch) {
        if (rows == null || isRun(rows, from, count)) {
            table.codes(column, row(from), count, into);
            return;
        }
        int low = low(rows, from, count);
        long span = high(rows, from, count) - (long) low + 1;
        if (span <= (long) MAX_SPREAD * count && span <= scratch.codes.length) {
            table.codes(column, low, (int) span, scratch.codes);
            for (int i = 0; i < count; i++) {
                into[i] = scratch.codes[rows[from + i] - low];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            table.codes(column, rows[from + i], 1, scratch.codes);
            into[i] = scratch.codes[0];
        }
    }

    private static boolean isRun(int[] rows, int from, int count) {
        for (int i = 1; i < count; i++) {
            if (rows[from + i] != rows[from] + i) {
                return false;
            }
        }
        return true;
    }

    private static int low(int[] rows, int from, int count) {
        int low = Integer.MAX_VALUE;
        for (int i = from; i < from + count; i++) {
            low = Math.min(low, rows[i]);
        }
        return low;
    }

    private static int high(int[] rows, int from, int count) {
        int high = 0;
        for (int i = from; i < from + count; i++) {
            high = Math.max(high, rows[i]);
        }
        return high;
    }
}

package io.github.panagrad.table.pipeline;

import java.util.Arrays;

/**
 * How many rows each row counts for in statistics: its weight, so that a row of weight 2 is the same as two rows. Weights that add
 * up to less than the number of rows, such as shares, are scaled up to it, because nothing would be frequent otherwise; very
 * large and very small ones are brought into range first. Immutable; threads may share it.
 */
final class RowWeights {
    /** Beyond these magnitudes sums of weights could overflow, or be lost below the smallest number. */
    private static final double LARGE = 0x1p+40;

    private static final double SMALL = 0x1p-40;

    /** How many rows each of some rows counts for, the same for all of them. */
    static final RowWeights NONE = new RowWeights(-1, 1, 1, 0);

    private final int column;
    private final double unit;
    private final double factor;
    private final double sum;

    RowWeights(int column, double unit, double factor, double sum) {
        this.column = column;
        this.unit = unit;
        this.factor = factor;
        this.sum = sum;
    }

    /** Returns the same weights for parts of the rows, whose weights are in another column; -1 if there are none. */
    RowWeights at(int otherColumn) {
        return otherColumn < 0 ? NONE : new RowWeights(otherColumn, unit, factor, sum);
    }

    double unit() {
        return unit;
    }

    double factor() {
        return factor;
    }

    /** Weights of a column of which the largest one is known. */
    static RowWeights of(TableRows rows, int column, double largest) {
        double unit = largest >= SMALL && largest <= LARGE ? 1 : Math.scalb(1.0, -Math.getExponent(largest));
        RowWeights inRange = new RowWeights(column, unit, 1, 0);
        TableRows.Scratch scratch = new TableRows.Scratch(NumberFit.BLOCK_ROWS);
        double[] block = new double[NumberFit.BLOCK_ROWS];
        double sum = 0;
        for (int from = 0; from < rows.size(); from += block.length) {
            int count = Math.min(block.length, rows.size() - from);
            inRange.read(rows, from, count, block, scratch);
            for (int i = 0; i < count; i++) {
                sum += block[i];
            }
        }
        double up = Math.max(1, rows.size() / sum);
        return new RowWeights(column, unit, up, sum * up);
    }

    /** Reads how many rows the rows at positions count for. */
    void read(TableRows rows, int from, int count, double[] into, TableRows.Scratch scratch) {
        if (column < 0) {
            Arrays.fill(into, 0, count, 1);
            return;
        }
        rows.numbers(column, from, count, into, scratch);
        for (int i = 0; i < count; i++) {
            // A sum of weights must not be 0.
            into[i] = Math.max(into[i] * unit * factor, Double.MIN_NORMAL);
        }
    }

    /** Returns how many rows all rows together count for. */
    double total(TableRows rows) {
        return column < 0 ? rows.size() : sum;
    }
}

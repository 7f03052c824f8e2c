package io.github.panagrad.table.pipeline;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import java.util.Arrays;
import java.util.OptionalInt;

/** Gives samples the weights of their rows. */
final class WeightEncoder {
    private WeightEncoder() {}

    /**
     * Returns the rows whose weight is not 0; all if the table has no weight column.
     *
     * @throws PipelineException if all weights are 0
     */
    static TableRows samples(TableRows rows) {
        Schema schema = rows.table().schema();
        OptionalInt index = schema.indexOf(Role.WEIGHT);
        if (index.isEmpty() || schema.columns().get(index.getAsInt()).type() == ColumnType.CATEGORICAL) {
            return rows;
        }
        int[] samples = new int[rows.size()];
        int found = 0;
        double[] block = new double[NumberFit.BLOCK_ROWS];
        TableRows.Scratch scratch = new TableRows.Scratch(block.length);
        for (int from = 0; from < rows.size(); from += block.length) {
            int count = Math.min(block.length, rows.size() - from);
            rows.numbers(index.getAsInt(), from, count, block, scratch);
            for (int i = 0; i < count; i++) {
                if (block[i] != 0) {
                    samples[found++] = rows.row(from + i);
                }
            }
        }
        if (found == 0 && rows.size() > 0) {
            throw new PipelineException(
                    what(schema, index.getAsInt()) + " is 0 in all " + rows.size() + " rows; choose another column");
        }
        return found == rows.size() ? rows : new TableRows(rows.table(), Arrays.copyOf(samples, found));
    }

    /**
     * Returns rows that count in statistics as their weights say.
     *
     * @param rows none of weight 0
     * @throws PipelineException if a weight is missing, infinite or negative; the message names its place
     */
    static TableRows counted(TableRows rows) {
        OptionalInt index = index(rows);
        return index.isEmpty()
                ? rows
                : rows.weighted(RowWeights.of(rows, index.getAsInt(), forEach(rows, index.getAsInt(), (_, _) -> {})));
    }

    /** Returns the weight column, if there is one; it has numbers. */
    private static OptionalInt index(TableRows rows) {
        Schema schema = rows.table().schema();
        OptionalInt index = schema.indexOf(Role.WEIGHT);
        if (index.isPresent() && schema.columns().get(index.getAsInt()).type() == ColumnType.CATEGORICAL) {
            throw new PipelineException(
                    what(schema, index.getAsInt()) + " is categorical, but weights are numbers; choose another column");
        }
        return index;
    }

    /** What is done with a weight. */
    private interface WeightAction {
        void accept(int position, double weight);
    }

    /** Checks each weight, and returns the largest. */
    private static double forEach(TableRows rows, int index, WeightAction action) {
        double[] block = new double[NumberFit.BLOCK_ROWS];
        TableRows.Scratch scratch = new TableRows.Scratch(block.length);
        double largest = 0;
        for (int from = 0; from < rows.size(); from += block.length) {
            int count = Math.min(block.length, rows.size() - from);
            rows.numbers(index, from, count, block, scratch);
            for (int i = 0; i < count; i++) {
                if (!(block[i] >= 0 && Double.isFinite(block[i]))) {
                    throw new PipelineException(rows.place(from + i) + ": "
                            + what(rows.table().schema(), index) + " is "
                            + (Double.isNaN(block[i]) ? "missing" : String.valueOf(block[i]))
                            + ", but must be a finite number and not negative; correct it, or remove the row");
                }
                action.accept(from + i, block[i]);
                largest = Math.max(largest, block[i]);
            }
        }
        return largest;
    }

    private static String what(Schema schema, int index) {
        return "the weight " + Quoted.of(schema.columns().get(index).name());
    }

    /**
     * Returns samples with the weights from the weight column, or unchanged if the table has no such column.
     *
     * @param data a sample for each of the rows
     * @throws PipelineException if a weight is missing, infinite or negative, the message names its place, or if all are 0
     */
    static Dataset weighted(Dataset data, TableRows rows) {
        OptionalInt index = index(rows);
        if (index.isEmpty()) {
            return data;
        }
        double[] weights = new double[rows.size()];
        if (forEach(rows, index.getAsInt(), (position, weight) -> weights[position] = weight) == 0) {
            throw new PipelineException(what(rows.table().schema(), index.getAsInt()) + " is 0 in all " + weights.length
                    + " rows; choose another column");
        }
        return data.withSampleWeights(weights);
    }
}

package io.github.panagrad.cli.data;

import io.github.panagrad.tensor.Rows;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is to be read.
 *
 * @param storage what the features are kept as: floats or doubles
 * @param kind what the target is
 * @param target the target column as the user named it, by name or by number from 1, or null
 * @param usual the target column that a model was trained on, taken if the user named none; or null for the last
 * @param inputs the number of feature columns there must be, or 0 for any
 * @param targetRequired whether a file that has the feature columns only is an error
 */
public record CsvRequest(
        Rows.Storage storage,
        TargetKind kind,
        @Nullable String target,
        @Nullable TargetColumn usual,
        int inputs,
        boolean targetRequired) {
    /**
     * A column.
     *
     * @param number from 1
     * @param name as the header has it, or null without header
     */
    public record TargetColumn(int number, @Nullable String name) {}

    /** Returns the request of a training: any number of columns, and the target among them. */
    public static CsvRequest forTraining(Rows.Storage storage, TargetKind kind, @Nullable String target) {
        return new CsvRequest(storage, kind, target, null, 0, true);
    }
}

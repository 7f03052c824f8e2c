package io.github.panagrad.cli.data;

import io.github.panagrad.tensor.Rows;

/**
 * How a CSV file is to be read.
 *
 * @param storage what the features are kept as: floats or doubles
 * @param kind what the target is
 * @param target the target's column; the last if none is wished for
 * @param weight the column of the samples' weights; none if none is wished for
 * @param inputs the number of feature columns there must be, or 0 for any
 * @param targetRequired whether a file that has the feature columns only is an error
 */
public record CsvRequest(
        Rows.Storage storage,
        TargetKind kind,
        CsvColumn.Wish target,
        CsvColumn.Wish weight,
        int inputs,
        boolean targetRequired) {
    /** Returns the request of a training: any number of columns, and the target among them. */
    public static CsvRequest forTraining(
            Rows.Storage storage, TargetKind kind, CsvColumn.Wish target, CsvColumn.Wish weight) {
        return new CsvRequest(storage, kind, target, weight, 0, true);
    }
}

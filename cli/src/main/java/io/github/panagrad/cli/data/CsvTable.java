package io.github.panagrad.cli.data;

import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Rows;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a CSV file.
 *
 * @param features the columns that are neither the target nor the weight
 * @param targets the target column, or null if the file has none
 * @param weights the weights of the rows, or null if the file has none
 * @param target where the target stands, or null if the file has none
 * @param weight where the weight stands, or null if the file has none
 * @param header whether the first line held names
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of what was read, never compared
public record CsvTable(
        Rows features,
        @Nullable Targets targets,
        double @Nullable [] weights,
        @Nullable CsvColumn target,
        @Nullable CsvColumn weight,
        boolean header) {}

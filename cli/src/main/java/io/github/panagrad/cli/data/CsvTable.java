package io.github.panagrad.cli.data;

import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Rows;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a CSV file.
 *
 * @param features the columns that are not the target
 * @param targets the target column, or null if the file has none
 * @param target where that column stands, or null if the file has none
 * @param header whether the first line held names
 */
public record CsvTable(
        Rows features, @Nullable Targets targets, CsvRequest.@Nullable TargetColumn target, boolean header) {}

package io.github.panagrad.cli.onnx;

import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.RandomKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that a model could be asked about: some values are missing, and some are unlike those of the training rows. */
final class RandomRows {
    /** One value in so many is missing, and as many are unusual. */
    private static final int RARE = 10;

    /** How far beyond the training rows' numbers an unusual one may be, in widths of their range. */
    private static final double BEYOND = 2;

    private RandomRows() {}

    /** Returns rows for a pipeline, with numbers for dates and truth values. */
    static List<Map<String, @Nullable Object>> of(Pipeline pipeline, int count, long seed) {
        RandomKey key = RandomKey.of(seed);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            for (int c = 0; c < pipeline.columns().size(); c++) {
                FittedColumn column = pipeline.columns().get(c);
                row.put(column.name(), value(column, key.fold(c), r));
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object value(FittedColumn column, RandomKey key, int row) {
        int chance = key.fold(0).below(row, RARE);
        if (chance == 0) {
            return null;
        }
        boolean isUnusual = chance == 1;
        return switch (column) {
            case FittedColumn.Dropped _ -> null;
            case FittedColumn.MissingOnly only -> only.value();
            case FittedColumn.Categories categories ->
                isUnusual || categories.categories().isEmpty()
                        ? "unseen " + row
                        : categories
                                .categories()
                                .get(key.fold(1)
                                        .below(row, categories.categories().size()));
            case FittedColumn.Dates dates -> number(dates.seconds().summary(), isUnusual, key, row);
            case FittedColumn.Numbers numbers ->
                switch (numbers.type()) {
                    case BOOLEAN -> (double) key.fold(1).below(row, 2);
                    case NUMERIC, DATE, CATEGORICAL -> number(numbers.summary(), isUnusual, key, row);
                };
        };
    }

    private static double number(NumberSummary summary, boolean isUnusual, RandomKey key, int row) {
        double width = summary.max() - summary.min();
        double position = key.fold(1).uniform(row);
        return summary.min() + width * (isUnusual ? BEYOND * (2 * position - 1) : position);
    }
}

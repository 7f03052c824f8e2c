package io.github.panagrad.table;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The uses of a table's columns, as the user states them. A column is given by name or by its position from 0; a name
 * takes precedence. A value.
 *
 * @param target the column to predict; null for the last column that has no other use
 * @param hasTarget whether the table has a target
 * @param features the columns to learn from; if empty, all without another use
 * @param ignored columns to ignore
 * @param weight the column of sample weights, or null
 * @param split the column that says which rows are validation rows, or null
 * @param types the types of columns that must not be inferred
 * @param dates how the dates of some of those columns are written whose type is {@link ColumnType#DATE}; of the others that is
 *     inferred
 */
public record ColumnChoices(
        @Nullable String target,
        boolean hasTarget,
        List<String> features,
        List<String> ignored,
        @Nullable String weight,
        @Nullable String split,
        Map<String, ColumnType> types,
        Map<String, DateForm> dates) {
    /** The last column is the target, the others are features, and the types are inferred. */
    public static final ColumnChoices DEFAULTS =
            new ColumnChoices(null, true, List.of(), List.of(), null, null, Map.of(), Map.of());

    /** Copies the lists. */
    public ColumnChoices {
        features = List.copyOf(features);
        ignored = List.copyOf(ignored);
        types = Map.copyOf(types);
        dates = Map.copyOf(dates);
        for (String column : dates.keySet()) {
            if (types.get(column) != ColumnType.DATE) {
                throw new IllegalArgumentException("the dates of column " + Quoted.of(column)
                        + " have a form, but the column is not said to have dates");
            }
        }
        if (target != null && !hasTarget) {
            throw new IllegalArgumentException(
                    "the target is " + Quoted.of(target) + ", but the table is said to have no target");
        }
    }
}

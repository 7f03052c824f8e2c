package io.github.panagrad.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table are for, as a user says it. A column is named, or given by its position from 0; a name wins
 * over a position. A value.
 *
 * @param target what is to be predicted; null for the last column that has no other use
 * @param hasTarget whether there is one at all
 * @param features the columns to learn from; all that are left over if empty
 * @param ignored columns to be left out
 * @param weight each sample's weight, or null if there is none
 * @param split says which rows validate, or null if none does
 * @param types columns whose type is not to be guessed
 */
public record ColumnChoices(
        @Nullable String target,
        boolean hasTarget,
        List<String> features,
        List<String> ignored,
        @Nullable String weight,
        @Nullable String split,
        Map<String, ColumnType> types) {
    /** The last column is the target, the others are features, and the types are guessed. */
    public static final ColumnChoices USUAL = new ColumnChoices(null, true, List.of(), List.of(), null, null, Map.of());

    /** Copies the lists. */
    public ColumnChoices {
        features = List.copyOf(features);
        ignored = List.copyOf(ignored);
        types = Map.copyOf(types);
        if (target != null && !hasTarget) {
            throw new IllegalArgumentException("the target is '" + target + "', and yet there is none");
        }
    }
}

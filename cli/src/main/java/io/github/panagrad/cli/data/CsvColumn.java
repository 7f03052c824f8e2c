package io.github.panagrad.cli.data;

import org.jspecify.annotations.Nullable;

/**
 * A column of a CSV file.
 *
 * @param number from 1
 * @param name as the header has it, or null without header
 */
public record CsvColumn(int number, @Nullable String name) {
    /**
     * Which column is meant.
     *
     * @param named the column as the user named it, by name or by number from 1, or null
     * @param usual the column that a model was trained with, taken if the user named none; or null
     */
    public record Wish(@Nullable String named, @Nullable CsvColumn usual) {
        /** No column in particular. */
        public static final Wish NONE = new Wish(null, null);
    }
}

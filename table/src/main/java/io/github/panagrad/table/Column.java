package io.github.panagrad.table;

/**
 * A column of a table. A value.
 *
 * @param name as in the header, or {@code "0"}, {@code "1"}, ... by position where there is no header; not blank
 * @param type what its values are
 * @param role its use
 */
public record Column(String name, ColumnType type, Role role) {
    /** Checks the name. */
    public Column {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column's name must not be blank");
        }
    }
}

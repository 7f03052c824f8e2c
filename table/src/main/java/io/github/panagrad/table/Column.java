package io.github.panagrad.table;

import io.github.panagrad.error.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column of a table. A value.
 *
 * @param name as in the header, or {@code "0"}, {@code "1"}, ... by position where there is no header; not blank
 * @param type what its values are
 * @param role its use
 * @param form how its numbers are written; plain in a column that has no numbers
 */
public record Column(String name, ColumnType type, Role role, NumberForm form) {
    /** Checks the name, and that only numbers have a form. */
    public Column {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column's name must not be blank");
        }
        if (type != ColumnType.NUMERIC && !form.equals(NumberForm.PLAIN)) {
            throw new IllegalArgumentException("column " + Quoted.of(name)
                    + ": only a numeric column has a prefix, a suffix, thousands or marks of"
                    + " missing values of its own");
        }
    }

    /** Makes a column whose numbers, if it has any, are plain. */
    public Column(String name, ColumnType type, Role role) {
        this(name, type, role, NumberForm.PLAIN);
    }

    /** Returns this column with more marks of missing values of its own. */
    public Column withMissing(Collection<String> more) {
        List<String> missing =
                Stream.concat(form.missing().stream(), more.stream()).toList();
        return new Column(name, type, role, form.withMissing(missing));
    }

    /** Returns this column with another role. */
    public Column withRole(Role value) {
        return new Column(name, type, value, form);
    }
}

package io.github.panagrad.schema;

import io.github.panagrad.error.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table. A value.
 *
 * @param name as in the header, or {@code "0"}, {@code "1"}, ... by position where there is no header; not blank
 * @param type what its values are
 * @param role its use
 * @param form how its numbers are written; in a column of dates it has no more than marks of missing values; plain in others
 * @param dates how its dates are written; null in a column that has none
 */
public record Column(
        String name,
        ColumnType type,
        Role role,
        NumberForm form,
        @Nullable DateForm dates) {
    /** Checks the name, and that only numbers and dates have a form. */
    public Column {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column's name must not be blank");
        }
        NumberForm most = switch (type) {
            case NUMERIC -> form;
            case DATE -> NumberForm.PLAIN.withMissing(form.missing());
            case CATEGORICAL, BOOLEAN -> NumberForm.PLAIN;
        };
        if (!form.equals(most)) {
            throw new IllegalArgumentException("column " + Quoted.of(name)
                    + ": only a numeric column has a prefix, a suffix, thousands or a decimal"
                    + " sign, and only it and a column of dates have marks of missing values of their own");
        }
        if ((type == ColumnType.DATE) != (dates != null)) {
            throw new IllegalArgumentException(
                    "column " + Quoted.of(name) + ": a column has a format if it is one of dates, and only then");
        }
    }

    /** Makes a column whose numbers, if it has any, are plain, and whose dates, if it has any, are those of ISO 8601. */
    public Column(String name, ColumnType type, Role role) {
        this(name, type, role, NumberForm.PLAIN);
    }

    /** Makes a column whose dates, if it has any, are those of ISO 8601. */
    public Column(String name, ColumnType type, Role role, NumberForm form) {
        this(name, type, role, form, type == ColumnType.DATE ? DateForm.ISO : null);
    }

    /** Returns this column with more marks of missing values of its own. */
    public Column withMissing(Collection<String> more) {
        List<String> missing =
                Stream.concat(form.missing().stream(), more.stream()).toList();
        return new Column(name, type, role, form.withMissing(missing), dates);
    }

    /** Returns this column with another role. */
    public Column withRole(Role value) {
        return new Column(name, type, value, form, dates);
    }
}

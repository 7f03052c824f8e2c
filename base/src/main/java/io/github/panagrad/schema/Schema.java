package io.github.panagrad.schema;

import io.github.panagrad.error.Quoted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of a table, and how its text is read. A value.
 *
 * @param columns in the order of the file; names differ; at most one each is target, weight and split
 * @param hasHeader whether the names come from the files; if not, columns are found by position
 * @param missing the texts that mark a missing value, compared after both ends are stripped; the empty text always does
 * @param strip characters stripped from both ends of each text, besides spaces; may be empty
 * @param csv how CSV files are divided, as far as that is known; its header is {@link Header#AUTO}, as {@code hasHeader} says it
 */
public record Schema(List<Column> columns, boolean hasHeader, List<String> missing, String strip, CsvFormat csv) {
    /** The default marks of missing values in columns of all types. */
    public static final List<String> DEFAULT_MISSING =
            List.of("?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "<NA>", "#N/A", "n/a", "NAN", "\\N");

    /** Checks the columns. */
    public Schema {
        columns = List.copyOf(columns);
        missing = List.copyOf(missing);
        csv = new CsvFormat(csv.delimiter(), csv.quote(), Header.AUTO, csv.comment());
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table needs at least one column");
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("two columns have the name " + Quoted.of(column.name()));
            }
        }
        for (Role role : List.of(Role.TARGET, Role.WEIGHT, Role.SPLIT)) {
            List<String> found = columns.stream()
                    .filter(column -> column.role() == role)
                    .map(Column::name)
                    .toList();
            if (found.size() > 1) {
                throw new IllegalArgumentException("only one column can be the "
                        + role.name().toLowerCase(Locale.ROOT) + ", found " + String.join(", ", found));
            }
        }
    }

    /** Makes a schema that says nothing about how CSV files are divided. */
    public Schema(List<Column> columns, boolean hasHeader, List<String> missing, String strip) {
        this(columns, hasHeader, missing, strip, CsvFormat.AUTO);
    }

    /** Returns this schema with other columns. */
    public Schema withColumns(List<Column> value) {
        return new Schema(value, hasHeader, missing, strip, csv);
    }

    /** Returns this schema for CSV files that are divided in another way. */
    public Schema withCsv(CsvFormat value) {
        return new Schema(columns, hasHeader, missing, strip, value);
    }

    /** Returns the position of the first column with a role, if there is one. */
    public OptionalInt indexOf(Role role) {
        return IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).role() == role)
                .findFirst();
    }

    /** Returns the positions of all columns by name: for many columns faster than {@link #indexOf(String)} for each. */
    public Map<String, Integer> positions() {
        Map<String, Integer> positions = HashMap.newHashMap(columns.size());
        for (int c = 0; c < columns.size(); c++) {
            positions.put(columns.get(c).name(), c);
        }
        return positions;
    }

    /** Returns the position of a column by name, if there is one. */
    public OptionalInt indexOf(String name) {
        return IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals(name))
                .findFirst();
    }
}

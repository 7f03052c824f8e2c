package io.github.panagrad.cli.data;

import io.github.panagrad.cli.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a CSV file, as its first line and the request decide.
 *
 * @param columns the number of columns of every line
 * @param names their names, or null if the file has no header
 * @param target the column of the target, from 0, or -1 if there is none
 */
record CsvLayout(int columns, @Nullable List<String> names, int target) {
    private static final int SHOWN_NAMES = 12;

    /** What stands where a number is missing; a line with one of these is no header because of it. */
    private static final Set<String> MISSING = Set.of("", "?", "na", "n/a", "null", "none", "nan", "inf", "infinity");

    /** Works out the layout from the fields of the first line. */
    static CsvLayout of(CsvFileName file, List<String> fields, CsvRequest request) {
        List<String> names = isHeader(fields) ? fields : null;
        int columns = fields.size();
        return new CsvLayout(columns, names, target(file, columns, names, request));
    }

    /** A header has text in it, other than what stands for a missing number. */
    private static boolean isHeader(List<String> fields) {
        return fields.stream().anyMatch(field -> {
            String text = field.strip().toLowerCase(Locale.ROOT);
            String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
            char[] characters = text.toCharArray();
            return !MISSING.contains(unsigned) && Double.isNaN(Decimals.parse(characters, 0, characters.length));
        });
    }

    private static int target(CsvFileName file, int columns, @Nullable List<String> names, CsvRequest request) {
        int inputs = request.inputs();
        if (inputs == 0 && columns < 2) {
            throw new InputException(file.line(1) + ": found 1 column, expected at least 2, an input and the target,"
                    + " separated by commas");
        }
        if (inputs > 0 && columns != inputs + 1 && (columns != inputs || request.targetRequired())) {
            throw new InputException(file.line(1) + ": found " + columns + " columns, but the model takes " + inputs
                    + " inputs: expected " + (inputs + 1) + " columns, the target's included"
                    + (request.targetRequired() ? "" : ", or " + inputs + " without it"));
        }
        String wanted = request.target();
        if (inputs > 0 && columns == inputs) {
            if (wanted != null) {
                throw new InputException("--target " + wanted + ": " + file + " has " + columns
                        + " columns, just the model's inputs, and no target among them; leave --target out");
            }
            return -1;
        }
        return wanted != null ? named(file, columns, names, wanted) : usual(columns, names, request.usual());
    }

    private static int named(CsvFileName file, int columns, @Nullable List<String> names, String wanted) {
        if (names != null) {
            int[] found = IntStream.range(0, columns)
                    .filter(c -> names.get(c).strip().equals(wanted))
                    .toArray();
            if (found.length > 1) {
                throw new InputException("--target " + wanted + ": " + found.length + " columns of " + file
                        + " have that name; give the number of the column, from 1 to " + columns);
            }
            if (found.length == 1) {
                return found[0];
            }
        }
        try {
            int number = Integer.parseInt(wanted);
            if (number >= 1 && number <= columns) {
                return number - 1;
            }
        } catch (NumberFormatException _) {
            // Then it is a name that is not there.
        }
        if (wanted.contains(",")) {
            throw new InputException("--target " + wanted + ": " + file + " has no such column; a target is one column,"
                    + " and networks with several input or output layers are out of scope");
        }
        throw new InputException("--target " + wanted + ": " + file + " has no such column; "
                + (names == null
                        ? "it has no header, so expected a number from 1 to " + columns
                        : "expected a number from 1 to " + columns + " or one of " + shown(names)));
    }

    private static String shown(List<String> names) {
        String shown = names.stream()
                .limit(SHOWN_NAMES)
                .map(name -> CsvText.clean(name.strip()))
                .collect(Collectors.joining(", "));
        return names.size() > SHOWN_NAMES ? shown + ", ..." : shown;
    }

    private static int usual(int columns, @Nullable List<String> names, CsvRequest.@Nullable TargetColumn usual) {
        if (usual == null) {
            return columns - 1;
        }
        if (names != null && usual.name() != null) {
            int found = names.stream().map(String::strip).toList().indexOf(usual.name());
            if (found >= 0) {
                return found;
            }
        }
        return Math.clamp(usual.number() - 1, 0, columns - 1);
    }

    /** Returns the number of columns that are not the target. */
    int inputs() {
        return target < 0 ? columns : columns - 1;
    }

    /** Returns the target's column, or null if there is none. */
    CsvRequest.@Nullable TargetColumn targetColumn() {
        if (target < 0) {
            return null;
        }
        return new CsvRequest.TargetColumn(
                target + 1, names == null ? null : names.get(target).strip());
    }

    /** Returns how a column, from 0, is called in messages. */
    String columnName(int column) {
        String number = "column " + (column + 1);
        return names == null
                ? number
                : number + " (" + CsvText.clean(names.get(column).strip()) + ")";
    }
}

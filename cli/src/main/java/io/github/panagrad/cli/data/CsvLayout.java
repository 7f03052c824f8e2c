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
 * @param weight the column of the samples' weights, from 0, or -1 if there is none
 */
record CsvLayout(int columns, @Nullable List<String> names, int target, int weight) {
    private static final int SHOWN_NAMES = 12;

    /** What stands where a number is missing; a line with one of these is no header because of it. */
    private static final Set<String> MISSING = Set.of("", "?", "na", "n/a", "null", "none", "nan", "inf", "infinity");

    /** Works out the layout from the fields of the first line. */
    static CsvLayout of(CsvFileName file, List<String> fields, CsvRequest request) {
        List<String> names = isHeader(fields) ? fields : null;
        int columns = fields.size();
        int weight = weight(file, columns, names, request);
        int target = target(file, columns, names, request, weight);
        if (target == weight && target >= 0) {
            throw new InputException(
                    "--weight names " + new CsvLayout(columns, names, target, weight).columnName(weight) + " of " + file
                            + ", which is the target");
        }
        return new CsvLayout(columns, names, target, weight);
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

    private static int weight(CsvFileName file, int columns, @Nullable List<String> names, CsvRequest request) {
        String wanted = request.weight().named();
        if (wanted != null) {
            return named("--weight", file, columns, names, wanted);
        }
        CsvColumn usual = request.weight().usual();
        if (usual == null) {
            return -1;
        }
        int found = names == null || usual.name() == null
                ? -1
                : names.stream().map(String::strip).toList().indexOf(usual.name());
        // Without names only the number of columns can tell whether the weight is there.
        boolean isThere = names == null && columns == request.inputs() + 2;
        return isThere ? Math.clamp(usual.number() - 1, 0, columns - 1) : found;
    }

    private static int target(
            CsvFileName file, int columns, @Nullable List<String> names, CsvRequest request, int weight) {
        int inputs = request.inputs();
        int others = weight < 0 ? 0 : 1;
        if (inputs == 0 && columns < 2 + others) {
            throw new InputException(file.line(1) + ": found " + columns + (columns == 1 ? " column" : " columns")
                    + ", expected at least " + (2 + others) + ", an input" + (others == 0 ? "" : ", the weight")
                    + " and the target, separated by commas");
        }
        int without = inputs + others;
        if (inputs > 0 && columns != without + 1 && (columns != without || request.targetRequired())) {
            throw new InputException(file.line(1) + ": found " + columns + " columns, but the model takes " + inputs
                    + " inputs: expected " + (without + 1) + " columns, the target's"
                    + (others == 0 ? "" : " and the weight's") + " included"
                    + (request.targetRequired() ? "" : ", or " + without + " without it"));
        }
        String wanted = request.target().named();
        if (inputs > 0 && columns == without) {
            if (wanted != null) {
                throw new InputException("--target " + wanted + ": " + file + " has " + columns
                        + " columns, just the model's inputs, and no target among them; leave --target out");
            }
            return -1;
        }
        if (wanted != null) {
            return named("--target", file, columns, names, wanted);
        }
        int usual = usual(columns, names, request.target().usual());
        // The last column but one is the last where the weight stands behind it.
        return usual == weight && request.target().usual() == null ? columns - 2 : usual;
    }

    private static int named(
            String option, CsvFileName file, int columns, @Nullable List<String> names, String wanted) {
        if (names != null) {
            int[] found = IntStream.range(0, columns)
                    .filter(c -> names.get(c).strip().equals(wanted))
                    .toArray();
            if (found.length > 1) {
                throw new InputException(option + " " + wanted + ": " + found.length + " columns of " + file
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
            throw new InputException(option + " " + wanted + ": " + file + " has no such column; expected one column"
                    + " (networks with several input or output layers are out of scope)");
        }
        throw new InputException(option + " " + wanted + ": " + file + " has no such column; "
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

    private static int usual(int columns, @Nullable List<String> names, @Nullable CsvColumn usual) {
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

    /** Returns the number of columns that are neither the target nor the weight. */
    int inputs() {
        return columns - (target < 0 ? 0 : 1) - (weight < 0 ? 0 : 1);
    }

    /** Returns where a column stands, from 0, or null for -1. */
    @Nullable
    CsvColumn column(int index) {
        return index < 0
                ? null
                : new CsvColumn(
                        index + 1, names == null ? null : names.get(index).strip());
    }

    /** Returns how a column, from 0, is called in messages. */
    String columnName(int column) {
        String number = "column " + (column + 1);
        return names == null
                ? number
                : number + " (" + CsvText.clean(names.get(column).strip()) + ")";
    }
}

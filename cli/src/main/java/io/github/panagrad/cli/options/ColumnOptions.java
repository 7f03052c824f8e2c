package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.SchemaFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the columns of a table are, and what they are for. */
@OptionGroup("Data")
public final class ColumnOptions {
    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to be predicted, by name or by position from 0. Default: the last that has no"
                    + " other use.")
    private @Nullable String target;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN[,COLUMN...]",
            hideParamSyntax = true,
            split = ",",
            description = "The columns to learn from, by name or by position from 0. Default: all remaining ones.")
    private @Nullable List<String> columns;

    @Option(
            names = "--ignore",
            paramLabel = "COLUMN[,COLUMN...]",
            hideParamSyntax = true,
            split = ",",
            description = "Columns to leave out, by name or by position from 0. Default: none.")
    private @Nullable List<String> ignore;

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description = "The column that tells the rows apart, by name or by position from 0: never learned from."
                    + " Default: none.")
    private @Nullable String id;

    @Option(
            names = "--weight",
            paramLabel = "COLUMN",
            description = "The column that each sample's loss is multiplied by, by name or by position from 0. Default:"
                    + " none.")
    private @Nullable String weight;

    @Option(
            names = "--categorical",
            paramLabel = "COLUMN[,COLUMN...]",
            hideParamSyntax = true,
            split = ",",
            description = "Columns whose numbers are categories, by name or by position from 0. Default: none.")
    private @Nullable List<String> categorical;

    @Option(
            names = "--numeric",
            paramLabel = "COLUMN[,COLUMN...]",
            hideParamSyntax = true,
            split = ",",
            description =
                    "Columns that hold numbers, whatever they look like, by name or by position from 0. Default: none.")
    private @Nullable List<String> numeric;

    @Option(
            names = "--date",
            paramLabel = "COLUMN[=FORM]",
            description =
                    "A column that holds dates or times, by name or by position from 0, and how they are written: iso,"
                            + " time, or a pattern of Java such as d.M.yyyy, yyyyMMdd or 'MMM d, yyyy'. Repeat for several. Default:"
                            + " found out.")
    private @Nullable List<String> date;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "The schema, as --write-schema wrote it, perhaps edited. Default: inferred from the"
                    + " data and the options above.")
    private @Nullable Path schema;

    @Option(
            names = "--write-schema",
            paramLabel = "FILE",
            description = "Write the schema here, to be edited and given to --schema. Default:" + " none.")
    private @Nullable Path writeSchema;

    /** Returns where the schema is to be written. */
    public Optional<Path> writeSchema() {
        return Optional.ofNullable(writeSchema);
    }

    /** Returns the name of the first option that was given, for messages, or null. */
    @Nullable
    String firstGiven() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--target", target);
        given.put("--columns", columns);
        given.put("--ignore", ignore);
        given.put("--id", id);
        given.put("--weight", weight);
        given.put("--categorical", categorical);
        given.put("--numeric", numeric);
        given.put("--date", date);
        given.put("--schema", schema);
        given.put("--write-schema", writeSchema);
        return given.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns read options to which these options are applied.
     *
     * @param split the column that says which rows validate, or null
     */
    public ReadOptions apply(ReadOptions reading, @Nullable String split) {
        ColumnChoices choices =
                new ColumnChoices(target, true, orNone(columns), ignored(), weight, split, types(), dates());
        Path file = schema;
        if (file == null) {
            return reading.withChoices(choices);
        }
        if (!choices.equals(ColumnChoices.DEFAULTS)) {
            throw new InvalidInputException(
                    "--schema " + file + " says what the columns are for: change it there, and leave"
                            + " out --target, --columns, --ignore, --id, --weight, --categorical, --numeric, --date and"
                            + " --validation-column");
        }
        return reading.withSchema(SchemaFile.read(file));
    }

    private List<String> ignored() {
        List<String> ignored = new ArrayList<>(orNone(ignore));
        if (id != null) {
            ignored.add(id);
        }
        return ignored;
    }

    private Map<String, ColumnType> types() {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        orNone(categorical).forEach(column -> say(types, column, ColumnType.CATEGORICAL));
        orNone(numeric).forEach(column -> say(types, column, ColumnType.NUMERIC));
        orNone(date).forEach(given -> say(types, column(given), ColumnType.DATE));
        return types;
    }

    private static void say(Map<String, ColumnType> types, String column, ColumnType type) {
        ColumnType other = types.put(column, type);
        if (other != null && other != type) {
            throw new InvalidInputException("column " + Quoted.of(column) + " is named by --"
                    + other.name().toLowerCase(Locale.ROOT) + " and by --"
                    + type.name().toLowerCase(Locale.ROOT) + "; name it once");
        }
    }

    /** The part of --date before its form. */
    private static String column(String given) {
        int form = given.indexOf('=');
        return form < 0 ? given : given.substring(0, form);
    }

    private Map<String, DateForm> dates() {
        Map<String, DateForm> dates = new LinkedHashMap<>();
        for (String given : orNone(date)) {
            if (given.indexOf('=') >= 0) {
                String form = given.substring(given.indexOf('=') + 1);
                dates.put(column(given), Values.checked("--date " + Quoted.bare(given), () -> DateForm.of(form)));
            }
        }
        return dates;
    }

    private static List<String> orNone(@Nullable List<String> given) {
        return given == null ? List.of() : given;
    }
}

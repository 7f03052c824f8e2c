package io.github.panagrad.table.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.json.JsonFields;
import io.github.panagrad.json.JsonLimits;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.schema.text.Texts;
import io.github.panagrad.table.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of each column of a training table, for people: those that were left out, too. A value.
 *
 * @param rows one for each column of the schema, in its order
 * @param notes what was assumed, or looks wrong, a sentence each
 */
public record ColumnTable(List<Row> rows, List<String> notes) {
    /** The fact of a {@link io.github.panagrad.nn.ModelFile} that holds the table, as {@link #toJson} writes it. */
    public static final String FACT = "columns";

    /** Different values are counted up to here. */
    public static final int MOST_VALUES = 1000;

    /** What a count is where it is not known. */
    public static final long UNKNOWN = -1;

    private static final int VERSION = 1;

    /** A longer table is not kept in a model: the pipeline says the most important. */
    private static final int MAX_CHARS = 1_000_000;

    private static final JsonLimits LIMITS = new JsonLimits(MAX_CHARS, 8, 100, MAX_CHARS);

    private static final JsonFactory JSON = new JsonFactory();

    /** Copies the lists. */
    public ColumnTable {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
        for (Row row : rows) {
            for (int note : row.notes) {
                if (note < 0 || note >= notes.size()) {
                    throw new IllegalArgumentException(
                            "column " + Quoted.of(row.column) + " has note " + note + " of " + notes.size());
                }
            }
        }
    }

    /**
     * A column.
     *
     * @param column its name
     * @param readAs what its values were read as
     * @param values how many different values the training rows have, {@link #MOST_VALUES} and one if there are more, or
     *     {@link #UNKNOWN}
     * @param missing how many training rows have none, or {@link #UNKNOWN}
     * @param trainingRows how many there are, or {@link #UNKNOWN}
     * @param became what it became
     * @param why the reason, or how
     * @param notes the positions of the notes about it
     */
    public record Row(
            String column,
            String readAs,
            long values,
            long missing,
            long trainingRows,
            String became,
            String why,
            List<Integer> notes) {
        /** Copies the list. */
        public Row {
            notes = List.copyOf(notes);
        }

        /** Returns the number of different values in words; empty if it is not known. */
        public String valuesText() {
            return values == UNKNOWN ? "" : values > MOST_VALUES ? "over " + MOST_VALUES : String.valueOf(values);
        }

        /** Returns how many values are missing, with their share; empty if it is not known. */
        public String missingText() {
            if (missing <= 0 || trainingRows <= 0) {
                return missing == UNKNOWN ? "" : String.valueOf(missing);
            }
            double percent = 100.0 * missing / trainingRows;
            return missing + " (" + (percent < 0.1 ? "< 0.1" : String.format(Locale.ROOT, "%.1f", percent)) + " %)";
        }

        /** Returns the numbers of its notes, counted from 1; empty if it has none. */
        public String notesText() {
            return notes.stream().map(n -> String.valueOf(n + 1)).collect(Collectors.joining(", "));
        }
    }

    /**
     * Describes the columns of a training table.
     *
     * @param trainingRows the rows that the pipeline was fitted to
     * @param notes what was assumed of the table; those that name a column belong to it
     */
    public static ColumnTable of(Table table, int[] trainingRows, Pipeline pipeline, List<String> notes) {
        TableRows rows = new TableRows(table, trainingRows);
        List<Column> columns = table.schema().columns();
        Row[] found = new Row[columns.size()];
        Map<String, FittedColumn> fitted = fitted(pipeline);
        Parallel.run(
                found.length,
                () -> c -> found[c] =
                        row(rows, c, columns.get(c), fitted.get(columns.get(c).name()), pipeline, notes));
        return new ColumnTable(List.of(found), notes);
    }

    /** Describes what a pipeline knows of its columns: less than {@link #of(Table, int[], Pipeline, List)}. */
    public static ColumnTable of(Pipeline pipeline) {
        Map<String, FittedColumn> fitted = fitted(pipeline);
        return new ColumnTable(
                pipeline.schema().columns().stream()
                        .map(column -> row(
                                column,
                                UNKNOWN,
                                column.role() == Role.FEATURE
                                        ? missing(fitted.get(column.name()))
                                        : column.role() == Role.TARGET ? 0 : UNKNOWN,
                                UNKNOWN,
                                fitted.get(column.name()),
                                pipeline,
                                List.of()))
                        .toList(),
                List.of());
    }

    /** Returns the table of a model: that of its facts, or what its pipeline knows; nothing if it was trained on no table. */
    public static Optional<ColumnTable> ofFacts(Map<String, String> facts) {
        String kept = facts.get(FACT);
        return kept != null
                ? Optional.of(fromJson(kept))
                : Optional.ofNullable(facts.get(Pipeline.FACT)).map(json -> of(Pipeline.fromJson(json)));
    }

    private static Map<String, FittedColumn> fitted(Pipeline pipeline) {
        Map<String, FittedColumn> fitted = new HashMap<>();
        pipeline.columns().forEach(column -> fitted.put(column.name(), column));
        return fitted;
    }

    private static Row row(
            TableRows rows,
            int index,
            Column column,
            @Nullable FittedColumn fitted,
            Pipeline pipeline,
            List<String> notes) {
        long values = UNKNOWN;
        long missing = UNKNOWN;
        if (column.role() != Role.IGNORED) {
            if (column.type() == ColumnType.CATEGORICAL) {
                CategoryFit.Counts counts = CategoryFit.Counts.of(rows, index);
                values = Math.min(counts.different(), MOST_VALUES + 1);
                missing = counts.missing();
            } else {
                NumberFit fit = new NumberFit(rows, index);
                missing = fit.missing();
                double[] different = fit.different(MOST_VALUES);
                values = different == null ? MOST_VALUES + 1 : different.length;
            }
        }
        String name = (column.role() == Role.TARGET ? "target " : "column ") + Quoted.of(column.name());
        List<Integer> own = IntStream.range(0, notes.size())
                .filter(n -> notes.get(n).contains(name))
                .boxed()
                .toList();
        return row(column, values, missing, rows.size(), fitted, pipeline, own);
    }

    private static Row row(
            Column column,
            long values,
            long missing,
            long trainingRows,
            @Nullable FittedColumn fitted,
            Pipeline pipeline,
            List<Integer> notes) {
        String became = switch (column.role()) {
            case FEATURE -> fitted == null ? "" : became(fitted);
            case TARGET ->
                pipeline.target() instanceof FittedTarget.Classes classes
                        ? "the target, " + classes.classes().size() + " classes"
                        : "the target, values";
            case WEIGHT -> "the weight of a row";
            case SPLIT -> "says what is held back";
            case IGNORED -> "left out";
        };
        String why = switch (column.role()) {
            case FEATURE ->
                fitted instanceof FittedColumn.Dropped dropped
                        ? dropped.reason()
                        : fitted == null ? "" : fitted.describe();
            case TARGET -> pipeline.target().describe();
            case WEIGHT, SPLIT -> "";
            case IGNORED -> notes.isEmpty() ? "not asked for" : "see the notes";
        };
        return new Row(column.name(), readAs(column), values, missing, trainingRows, became, why, notes);
    }

    private static String readAs(Column column) {
        return switch (column.type()) {
            case CATEGORICAL -> "text";
            case BOOLEAN -> Texts.label(column.type());
            case NUMERIC -> number(column.form());
            case DATE -> date(Objects.requireNonNull(column.dates()));
        };
    }

    private static String number(NumberForm form) {
        String dress = form.prefix()
                + (form.thousands().isEmpty() ? "" : "1" + form.thousands())
                + "234"
                + (form.hasCommas() ? ",5" : "")
                + form.suffix();
        boolean isPlain = !form.isDressed() && form.thousands().isEmpty() && !form.hasCommas();
        return isPlain ? "number" : "number such as " + dress;
    }

    private static String date(DateForm form) {
        boolean isUsual = form.equals(DateForm.ISO) || form.equals(DateForm.TIME);
        return (form.isTimeOfDay() ? "time of the day" : "date") + (isUsual ? "" : " of the form " + form.pattern());
    }

    private static String became(FittedColumn column) {
        String inputs = Nouns.count(column.inputs().size(), "input");
        return switch (column) {
            case FittedColumn.Dropped _ -> "left out";
            case FittedColumn.MissingOnly _ -> inputs + ", whether it is missing";
            case FittedColumn.Numbers numbers ->
                inputs + ", "
                        + (column.type() == ColumnType.BOOLEAN
                                ? "0 or 1"
                                : numbers.scaling().label())
                        + (numbers.hasIndicator() ? " and whether it is missing" : "");
            case FittedColumn.Dates(FittedColumn.Numbers seconds, List<DatePart> parts, boolean _) ->
                inputs + ", seconds, "
                        + seconds.scaling().label()
                        + parts.stream().map(part -> ", " + part.label()).collect(Collectors.joining())
                        + (seconds.hasIndicator() ? ", and whether it is missing" : "");
            case FittedColumn.OneHot _ -> inputs + ", one-hot";
            case FittedColumn.Embedded embedded -> "embedding " + embedded.places() + " × " + embedded.dimension();
        };
    }

    private static long missing(@Nullable FittedColumn column) {
        return switch (column) {
            case null -> UNKNOWN;
            case FittedColumn.Dropped _ -> UNKNOWN;
            case FittedColumn.MissingOnly only -> only.missing();
            case FittedColumn.Numbers numbers -> numbers.summary().missing();
            case FittedColumn.Dates dates -> dates.seconds().summary().missing();
            case FittedColumn.OneHot oneHot -> oneHot.missing();
            case FittedColumn.Embedded embedded -> embedded.missing();
        };
    }

    /** Returns this as JSON, or nothing if it is too long to be kept in a model. */
    public Optional<String> toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeArrayFieldStart("rows");
            for (Row row : rows) {
                json.writeStartObject();
                json.writeStringField("column", row.column);
                json.writeStringField("read_as", row.readAs);
                json.writeNumberField("values", row.values);
                json.writeNumberField("missing", row.missing);
                json.writeNumberField("training_rows", row.trainingRows);
                json.writeStringField("became", row.became);
                json.writeStringField("why", row.why);
                json.writeFieldName("notes");
                json.writeArray(row.notes.stream().mapToInt(Integer::intValue).toArray(), 0, row.notes.size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("notes");
            for (String note : notes) {
                json.writeString(note);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.getBuffer().length() <= MAX_CHARS ? Optional.of(text.toString()) : Optional.empty();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws PipelineException if it is something else; the message says what is wrong
     */
    public static ColumnTable fromJson(String text) {
        try {
            JsonFields fields = JsonFields.parse(text, LIMITS, "the table of columns");
            int version = fields.integer("version");
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "it has version " + version + ", but only " + VERSION + " can be read");
            }
            ColumnTable table = new ColumnTable(
                    fields.objects(
                            "rows",
                            row -> new Row(
                                    row.text("column"),
                                    row.text("read_as"),
                                    row.whole("values"),
                                    row.whole("missing"),
                                    row.whole("training_rows"),
                                    row.text("became"),
                                    row.text("why"),
                                    Arrays.stream(row.numbers("notes"))
                                            .mapToObj(n -> (int) n)
                                            .toList())),
                    fields.texts("notes"));
            fields.requireEnd();
            return table;
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    "the table of columns cannot be read: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }
}

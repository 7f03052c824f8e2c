package io.github.panagrad.pipeline.row;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.json.JsonFields;
import io.github.panagrad.json.JsonLimits;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.MissingNumbers;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.Scaling;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;

/** Reads a pipeline from JSON. Missing, unknown and repeated fields are errors. */
public final class PipelineReader {
    /** The fact of a model file that holds a pipeline. */
    public static final String FACT = "pipeline";

    /** The version of the text that is read and written. */
    public static final int VERSION = 1;

    /** The most characters that a model file's header takes in one piece. */
    public static final int MAX_CHARACTERS = 4_000_000;

    // A category takes three characters at least.
    private static final JsonLimits LIMITS = new JsonLimits(MAX_CHARACTERS, 8, 100, MAX_CHARACTERS);

    private PipelineReader() {}

    /**
     * Reads a pipeline.
     *
     * @throws PipelineException if the text is something else; the message says what is wrong
     */
    public static FittedPipeline read(String text) {
        try {
            JsonFields fields = JsonFields.parse(text, LIMITS, "the pipeline");
            int version = fields.integer("version");
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the pipeline has version " + version + ", but only " + VERSION + " can be read");
            }
            Schema schema = fields.object("schema", PipelineReader::schema);
            FittedPipeline pipeline = new FittedPipeline(
                    schema,
                    fields.object("config", PipelineReader::config),
                    fields.objects("columns", column -> column(column, schema)),
                    fields.object("target", PipelineReader::target));
            fields.requireEnd();
            return pipeline;
        } catch (IllegalArgumentException e) {
            throw new PipelineException(
                    "the pipeline cannot be read: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        }
    }

    private static boolean isTimeOfDay(Schema schema, String name) {
        return schema.columns().stream()
                .filter(column -> column.name().equals(name))
                .map(Column::dates)
                .anyMatch(dates -> dates != null && dates.isTimeOfDay());
    }

    private static Schema schema(JsonFields fields) {
        return new Schema(
                fields.objects("columns", PipelineReader::schemaColumn),
                fields.truth("has_header"),
                fields.texts("missing"),
                fields.text("strip"));
    }

    private static Column schemaColumn(JsonFields fields) {
        return new Column(
                fields.text("name"),
                fields.choice("type", ColumnType.class),
                fields.choice("role", Role.class),
                fields.has("form") ? fields.object("form", PipelineReader::form) : NumberForm.PLAIN,
                fields.has("format") ? DateForm.of(fields.text("format")) : null);
    }

    private static NumberForm form(JsonFields fields) {
        return new NumberForm(
                fields.text("prefix"),
                fields.text("suffix"),
                fields.text("thousands"),
                fields.has("decimal") ? fields.text("decimal") : NumberForm.POINT,
                fields.texts("missing"));
    }

    private static PipelineConfig config(JsonFields fields) {
        return new PipelineConfig(
                fields.choice("scaling", Scaling.class),
                fields.choice("missing", MissingNumbers.class),
                fields.integer("one_hot_limit"),
                fields.integer("min_count"),
                fields.choice("task", Task.class),
                fields.truth("standardize_target"),
                // Models from before there was a choice predict as they did.
                fields.has("clamp_predictions") && fields.truth("clamp_predictions"),
                fields.has("positive") ? fields.text("positive") : null,
                fields.has("date_parts") ? fields.choices("date_parts", DatePart.class) : DatePart.DEFAULT);
    }

    private static FittedColumn column(JsonFields fields, Schema schema) {
        String name = fields.text("name");
        String kind = fields.text("kind");
        return switch (kind) {
            case "dropped" ->
                new FittedColumn.Dropped(name, fields.choice("type", ColumnType.class), fields.text("reason"));
            case "missing_only" ->
                new FittedColumn.MissingOnly(
                        name, fields.choice("type", ColumnType.class), fields.number("value"), fields.whole("missing"));
            case "numbers" -> numbers(name, fields);
            case "dates" ->
                new FittedColumn.Dates(
                        numbers(name, fields), fields.choices("parts", DatePart.class), isTimeOfDay(schema, name));
            case "one_hot" ->
                new FittedColumn.OneHot(
                        name,
                        fields.texts("categories"),
                        fields.integer("rare"),
                        fields.whole("missing"),
                        fields.truth("has_missing"));
            case "embedded" ->
                new FittedColumn.Embedded(
                        name,
                        fields.texts("categories"),
                        fields.integer("rare"),
                        fields.whole("missing"),
                        fields.truth("has_missing"),
                        fields.integer("dimension"));
            default -> throw new IllegalArgumentException("a column cannot be of kind " + Quoted.of(kind));
        };
    }

    private static FittedColumn.Numbers numbers(String name, JsonFields fields) {
        return new FittedColumn.Numbers(
                name,
                fields.choice("type", ColumnType.class),
                fields.object("summary", PipelineReader::summary),
                fields.choice("scaling", Scaling.class),
                code(fields),
                fields.number("fill"));
    }

    private static NumberCode code(JsonFields fields) {
        if (fields.has("from")) {
            return new NumberCode.Knots(fields.numbers("from"), fields.numbers("to"));
        }
        return fields.has("clip_center")
                ? new NumberCode.Clipped(fields.number("clip_center"), fields.number("clip_scale"))
                : new NumberCode.Linear(fields.number("center"), fields.number("scale"));
    }

    private static FittedTarget target(JsonFields fields) {
        String name = fields.text("name");
        ColumnType type = fields.choice("type", ColumnType.class);
        return fields.has("classes")
                ? new FittedTarget.Classes(name, type, fields.texts("classes"))
                : new FittedTarget.Values(
                        name,
                        type,
                        fields.object("summary", PipelineReader::summary),
                        fields.truth("standardized"),
                        fields.has("clamped") && fields.truth("clamped"));
    }

    private static NumberSummary summary(JsonFields fields) {
        return new NumberSummary(
                fields.whole("count"),
                fields.whole("missing"),
                fields.number("mean"),
                fields.number("deviation"),
                fields.number("min"),
                fields.number("max"));
    }
}

package io.github.panagrad.table.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.DateForm;
import io.github.panagrad.table.NumberForm;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * A pipeline as JSON. Missing, unknown and repeated fields are errors. A double is written with as many digits as it takes to
 * read the same bits back ({@link Double#toString}).
 */
final class PipelineJson {
    private static final int VERSION = 1;

    /** The most characters that a model file's header takes in one piece. */
    private static final int MAX_CHARS = 4_000_000;

    private static final JsonFactory JSON = JsonFields.factory(MAX_CHARS);

    private PipelineJson() {}

    static void requireStorable(String json) {
        if (json.length() > MAX_CHARS) {
            throw new PipelineException(
                    "what is kept of the columns takes " + json.length()
                            + " characters, but a model file has room for " + MAX_CHARS
                            + "; ignore columns that are different in nearly every row, or raise the minimum count of a category");
        }
    }

    static String write(Pipeline pipeline) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            writeSchema(json, pipeline.schema());
            writeConfig(json, pipeline.config());
            json.writeArrayFieldStart("columns");
            for (FittedColumn column : pipeline.columns()) {
                json.writeStartObject();
                writeColumn(json, column);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("target");
            writeTarget(json, pipeline.target());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void writeSchema(JsonGenerator json, Schema schema) throws IOException {
        json.writeObjectFieldStart("schema");
        json.writeArrayFieldStart("columns");
        for (Column column : schema.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", lower(column.type()));
            json.writeStringField("role", lower(column.role()));
            if (!column.form().equals(NumberForm.PLAIN)) {
                writeForm(json, column.form());
            }
            if (column.dates() != null) {
                json.writeStringField("format", column.dates().pattern());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("has_header", schema.hasHeader());
        writeTexts(json, "missing", schema.missing());
        json.writeStringField("strip", schema.strip());
        json.writeEndObject();
    }

    /** Only where numbers are not plain: models without such a column are the same bytes as before there was a form. */
    private static void writeForm(JsonGenerator json, NumberForm form) throws IOException {
        json.writeObjectFieldStart("form");
        json.writeStringField("prefix", form.prefix());
        json.writeStringField("suffix", form.suffix());
        json.writeStringField("thousands", form.thousands());
        if (form.hasCommas()) {
            json.writeStringField("decimal", form.decimal());
        }
        writeTexts(json, "missing", form.missing());
        json.writeEndObject();
    }

    private static void writeConfig(JsonGenerator json, PipelineConfig config) throws IOException {
        json.writeObjectFieldStart("config");
        json.writeStringField("scaling", lower(config.scaling()));
        json.writeStringField("missing", lower(config.missing()));
        json.writeNumberField("one_hot_limit", config.oneHotLimit());
        json.writeNumberField("min_count", config.minCount());
        json.writeStringField("task", lower(config.task()));
        json.writeBooleanField("standardize_target", config.standardizeTarget());
        json.writeBooleanField("clamp_predictions", config.clampPredictions());
        String positive = config.positive();
        if (positive != null) {
            json.writeStringField("positive", positive);
        }
        if (!config.dateParts().equals(DatePart.DEFAULT)) {
            writeParts(json, "date_parts", config.dateParts());
        }
        json.writeEndObject();
    }

    private static void writeColumn(JsonGenerator json, FittedColumn column) throws IOException {
        json.writeStringField("name", column.name());
        switch (column) {
            case FittedColumn.Dropped dropped -> {
                json.writeStringField("kind", "dropped");
                json.writeStringField("type", lower(dropped.type()));
                json.writeStringField("reason", dropped.reason());
            }
            case FittedColumn.MissingOnly only -> {
                json.writeStringField("kind", "missing_only");
                json.writeStringField("type", lower(only.type()));
                json.writeNumberField("value", only.value());
                json.writeNumberField("missing", only.missing());
            }
            case FittedColumn.Dates dates -> {
                json.writeStringField("kind", "dates");
                writeNumbers(json, dates.seconds());
                writeParts(json, "parts", dates.parts());
            }
            case FittedColumn.Numbers numbers -> {
                json.writeStringField("kind", "numbers");
                writeNumbers(json, numbers);
            }
            case FittedColumn.OneHot oneHot -> {
                json.writeStringField("kind", "one_hot");
                writeTexts(json, "categories", oneHot.categories());
                json.writeNumberField("rare", oneHot.rare());
                json.writeNumberField("missing", oneHot.missing());
                json.writeBooleanField("has_missing", oneHot.hasMissing());
            }
            case FittedColumn.Embedded embedded -> {
                json.writeStringField("kind", "embedded");
                writeTexts(json, "categories", embedded.categories());
                json.writeNumberField("rare", embedded.rare());
                json.writeNumberField("missing", embedded.missing());
                json.writeBooleanField("has_missing", embedded.hasMissing());
                json.writeNumberField("dimension", embedded.dimension());
            }
        }
    }

    private static void writeNumbers(JsonGenerator json, FittedColumn.Numbers numbers) throws IOException {
        json.writeStringField("type", lower(numbers.type()));
        writeSummary(json, numbers.summary());
        json.writeStringField("scaling", lower(numbers.scaling()));
        json.writeNumberField("fill", numbers.fill());
        switch (numbers.code()) {
            case NumberCode.Linear(double center, double scale) -> {
                json.writeNumberField("center", center);
                json.writeNumberField("scale", scale);
            }
            case NumberCode.Clipped(double center, double scale) -> {
                json.writeNumberField("clip_center", center);
                json.writeNumberField("clip_scale", scale);
            }
            case NumberCode.Knots knots -> {
                writeNumbers(json, "from", knots.from());
                writeNumbers(json, "to", knots.to());
            }
        }
    }

    private static void writeTarget(JsonGenerator json, FittedTarget target) throws IOException {
        json.writeStringField("name", target.name());
        json.writeStringField("type", lower(target.type()));
        switch (target) {
            case FittedTarget.Classes classes -> writeTexts(json, "classes", classes.classes());
            case FittedTarget.Values values -> {
                writeSummary(json, values.summary());
                json.writeBooleanField("standardized", values.standardized());
                json.writeBooleanField("clamped", values.clamped());
            }
        }
    }

    private static void writeSummary(JsonGenerator json, NumberSummary summary) throws IOException {
        json.writeObjectFieldStart("summary");
        json.writeNumberField("count", summary.count());
        json.writeNumberField("missing", summary.missing());
        json.writeNumberField("mean", summary.mean());
        json.writeNumberField("deviation", summary.deviation());
        json.writeNumberField("min", summary.min());
        json.writeNumberField("max", summary.max());
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeParts(JsonGenerator json, String name, List<DatePart> parts) throws IOException {
        writeTexts(json, name, parts.stream().map(DatePart::label).toList());
    }

    private static void writeNumbers(JsonGenerator json, String name, double[] numbers) throws IOException {
        json.writeFieldName(name);
        json.writeArray(numbers, 0, numbers.length);
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    static Pipeline read(String text) {
        try {
            JsonFields fields = JsonFields.parse(JSON, text, "the pipeline");
            int version = fields.integer("version");
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the pipeline has version " + version + ", but only " + VERSION + " can be read");
            }
            Schema schema = fields.object("schema", PipelineJson::schema);
            Pipeline pipeline = new Pipeline(
                    schema,
                    fields.object("config", PipelineJson::config),
                    fields.objects("columns", column -> column(column, schema)),
                    fields.object("target", PipelineJson::target));
            fields.requireEnd();
            return pipeline;
        } catch (IOException e) {
            throw new PipelineException("the pipeline is not valid JSON", e);
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
                fields.objects("columns", PipelineJson::schemaColumn),
                fields.truth("has_header"),
                fields.texts("missing"),
                fields.text("strip"));
    }

    private static Column schemaColumn(JsonFields fields) {
        return new Column(
                fields.text("name"),
                fields.choice("type", ColumnType.class),
                fields.choice("role", Role.class),
                fields.has("form") ? fields.object("form", PipelineJson::form) : NumberForm.PLAIN,
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
                fields.object("summary", PipelineJson::summary),
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
                        fields.object("summary", PipelineJson::summary),
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

package io.github.panagrad.table.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.panagrad.pipeline.DatePart;
import io.github.panagrad.pipeline.FittedColumn;
import io.github.panagrad.pipeline.FittedTarget;
import io.github.panagrad.pipeline.NumberCode;
import io.github.panagrad.pipeline.NumberSummary;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.pipeline.PipelineException;
import io.github.panagrad.pipeline.row.PipelineReader;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Schema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Writes a pipeline as JSON, which {@link PipelineReader} reads. A double is written with as many digits as it takes to read the
 * same bits back ({@link Double#toString}).
 */
final class PipelineWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private PipelineWriter() {}

    static void requireStorable(String json) {
        if (json.length() > PipelineReader.MAX_CHARACTERS) {
            throw new PipelineException(
                    "what is kept of the columns takes " + json.length()
                            + " characters, but a model file has room for " + PipelineReader.MAX_CHARACTERS
                            + "; ignore columns that are different in nearly every row, or raise the minimum count of a category");
        }
    }

    static String write(Pipeline pipeline) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", PipelineReader.VERSION);
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
}

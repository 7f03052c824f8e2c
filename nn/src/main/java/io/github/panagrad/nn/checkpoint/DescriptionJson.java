package io.github.panagrad.nn.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.panagrad.error.Quoted;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CheckpointDescription} as JSON: an object of objects of strings, one for each component. Missing, unknown
 * and duplicate fields are errors. Numbers are strings, because JSON has no infinity.
 */
final class DescriptionJson {
    private static final int MAX_CHARS = 4_000_000;
    private static final String FORMAT = "format";

    /** Incremented when older versions can no longer read the files. */
    private static final String VERSION = "1";

    private static final String PROGRESS = "progress";
    private static final Set<String> SECTIONS =
            Set.of(FORMAT, "network", "training", "data", "arithmetic", "settings", "notes", PROGRESS);

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARS)
                    .maxNestingDepth(2)
                    .maxStringLength(MAX_CHARS)
                    .maxNameLength(10_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DescriptionJson() {}

    static String write(CheckpointDescription description) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            section(json, FORMAT, Map.of("version", VERSION));
            section(json, "network", description.network());
            section(json, "training", description.training());
            section(json, "data", description.data());
            section(json, "arithmetic", description.arithmetic());
            section(json, "settings", description.settings());
            section(json, "notes", description.notes());
            section(json, PROGRESS, progress(description.progress()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void section(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static Map<String, String> progress(Progress progress) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("steps_before", String.valueOf(progress.stepsBefore()));
        values.put("steps", String.valueOf(progress.steps()));
        values.put("epochs", String.valueOf(progress.epochs()));
        values.put("position", String.valueOf(progress.position()));
        values.put("loss", String.valueOf(progress.loss()));
        values.put("correct", String.valueOf(progress.correct()));
        values.put("seconds", String.valueOf(progress.seconds()));
        return values;
    }

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException if the text is not a description; the message says what is wrong
     */
    static CheckpointDescription read(String text) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "the description");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (!SECTIONS.contains(name)) {
                    throw new IllegalArgumentException("unknown field " + Quoted.of(name) + " in the description");
                }
                expect(json.nextToken(), JsonToken.START_OBJECT, name);
                sections.put(name, strings(json, name));
            }
            expect(json.nextToken(), null, "the end of the description");
        } catch (IOException e) {
            throw new IllegalArgumentException("the description is not valid JSON", e);
        }
        String version = new Fields(FORMAT, section(sections, FORMAT)).string("version");
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException("the format is version " + Quoted.of(version)
                    + ", but this release only reads version " + VERSION + ": use the release that wrote it");
        }
        return new CheckpointDescription(
                section(sections, "network"),
                section(sections, "training"),
                section(sections, "data"),
                section(sections, "arithmetic"),
                section(sections, "settings"),
                section(sections, "notes"),
                progress(new Fields(PROGRESS, section(sections, PROGRESS))));
    }

    private static Map<String, String> strings(JsonParser json, String section) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING, section + "." + key);
            values.put(key, json.getText());
        }
        return values;
    }

    private static Map<String, String> section(Map<String, Map<String, String>> sections, String name) {
        Map<String, String> section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException("the field " + Quoted.of(name) + " is missing");
        }
        return section;
    }

    private static Progress progress(Fields fields) {
        if (fields.values.size() != Progress.class.getRecordComponents().length) {
            throw new IllegalArgumentException("unknown fields in progress: " + fields.values.keySet());
        }
        return new Progress(
                fields.number("steps_before", Long::valueOf),
                fields.number("steps", Long::valueOf),
                fields.number("epochs", Integer::valueOf),
                fields.number("position", Integer::valueOf),
                fields.number("loss", Double::valueOf),
                fields.number("correct", Long::valueOf),
                fields.number("seconds", Double::valueOf));
    }

    /** A section with a fixed set of fields. */
    private record Fields(String section, Map<String, String> values) {
        String string(String key) {
            String value = values.get(key);
            if (value == null) {
                throw new IllegalArgumentException("the field '" + section + "." + key + "' is missing");
            }
            return value;
        }

        <T> T number(String key, Function<String, T> parse) {
            String text = string(key);
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        section + "." + key + ": expected a number, found " + Quoted.of(text), e);
            }
        }
    }

    private static void expect(@Nullable JsonToken found, @Nullable JsonToken expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
        }
    }
}

package io.github.panagrad.tune;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of a journal, a JSON object. */
sealed interface JournalEntry {
    /** The first line: what must be the same when the study goes on. */
    record Begun(Map<String, String> terms) implements JournalEntry {}

    /** A new trial. */
    record Asked(int trial, Map<String, String> parameters) implements JournalEntry {}

    /** What came of one. */
    record Told(int trial, Outcome outcome) implements JournalEntry {}

    /** Incremented when older versions can no longer read the files. */
    int VERSION = 1;

    /** Returns the line, without its end. */
    default String line() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            switch (this) {
                case Begun(Map<String, String> terms) -> {
                    json.writeNumberField("version", VERSION);
                    Json.write(json, "study", terms);
                }
                case Asked(int trial, Map<String, String> parameters) -> {
                    json.writeNumberField("trial", trial);
                    Json.write(json, "parameters", parameters);
                }
                case Told(int trial, Outcome.Paused(long resource, double value)) ->
                    Json.write(json, trial, "paused", resource, value);
                case Told(int trial, Outcome.Complete(long resource, double value)) ->
                    Json.write(json, trial, "complete", resource, value);
                case Told(int trial, Outcome.Failed(String reason)) -> {
                    json.writeNumberField("trial", trial);
                    json.writeStringField("state", "failed");
                    json.writeStringField("reason", reason);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no entry; the message says why
     */
    static JournalEntry parse(String line) {
        Json fields = Json.read(line);
        Map<String, String> terms = fields.maps.get("study");
        if (terms != null) {
            if (fields.whole("version") != VERSION) {
                throw new IllegalArgumentException("the format is version " + fields.whole("version")
                        + ", but this release reads version " + VERSION + ": use the release that wrote it");
            }
            return new Begun(terms);
        }
        int trial = Math.toIntExact(fields.whole("trial"));
        Map<String, String> parameters = fields.maps.get("parameters");
        if (parameters != null) {
            return new Asked(trial, parameters);
        }
        String state = fields.text("state");
        return new Told(
                trial,
                switch (state) {
                    case "paused" -> new Outcome.Paused(fields.whole("resource"), fields.number("value"));
                    case "complete" -> new Outcome.Complete(fields.whole("resource"), fields.number("value"));
                    case "failed" -> new Outcome.Failed(fields.text("reason"));
                    default -> throw new IllegalArgumentException("the state " + state + " is unknown");
                });
    }

    /**
     * The fields of an object.
     *
     * @param scalars numbers as they are written, and strings
     * @param maps objects of strings
     */
    record Json(Map<String, String> scalars, Map<String, Map<String, String>> maps) {
        private static final JsonFactory FACTORY = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        private static void write(JsonGenerator json, String name, Map<String, String> values) throws IOException {
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, String> entry : values.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }

        private static void write(JsonGenerator json, int trial, String state, long resource, double value)
                throws IOException {
            json.writeNumberField("trial", trial);
            json.writeStringField("state", state);
            json.writeNumberField("resource", resource);
            json.writeNumberField("value", value);
        }

        private static Json read(String line) {
            Json fields = new Json(new LinkedHashMap<>(), new LinkedHashMap<>());
            try (JsonParser json = FACTORY.createParser(line)) {
                require(json.nextToken() == JsonToken.START_OBJECT);
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    JsonToken token = json.nextToken();
                    if (token == JsonToken.START_OBJECT) {
                        fields.maps.put(name, strings(json));
                    } else {
                        require(token != null && token.isScalarValue());
                        fields.scalars.put(name, json.getText());
                    }
                }
                require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            } catch (IOException e) {
                throw new IllegalArgumentException("it is not a JSON object", e);
            }
            return fields;
        }

        private static Map<String, String> strings(JsonParser json) throws IOException {
            Map<String, String> strings = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.VALUE_STRING);
                strings.put(name, json.getText());
            }
            require(json.currentToken() == JsonToken.END_OBJECT);
            return strings;
        }

        private static void require(boolean isRight) {
            if (!isRight) {
                throw new IllegalArgumentException("it is not the object of a journal");
            }
        }

        String text(String name) {
            @Nullable String text = scalars.get(name);
            if (text == null) {
                throw new IllegalArgumentException("it has no field " + name);
            }
            return text;
        }

        long whole(String name) {
            return Long.parseLong(text(name));
        }

        double number(String name) {
            return Double.parseDouble(text(name));
        }
    }
}

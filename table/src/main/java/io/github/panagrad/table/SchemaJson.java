package io.github.panagrad.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Schemas as JSON. */
final class SchemaJson {
    private static final int MAX_CHARS = 64_000_000;
    private static final int MAX_TEXT = 1 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARS)
                    .maxNestingDepth(4)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(100)
                    .maxNumberLength(40)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser json;

    private SchemaJson(JsonParser json) {
        this.json = json;
    }

    static String write(Schema schema) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            Separators separators = Separators.createDefaultInstance()
                    .withRootSeparator("\n")
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayValueSpacing(Separators.Spacing.NONE);
            json.setPrettyPrinter(new DefaultPrettyPrinter(separators));
            json.writeStartObject();
            json.writeBooleanField("header", schema.hasHeader());
            json.writeArrayFieldStart("missing");
            for (String missing : schema.missing()) {
                json.writeString(missing);
            }
            json.writeEndArray();
            json.writeStringField("strip", schema.strip());
            writeIfKnown(json, "delimiter", schema.csv().delimiter());
            writeIfKnown(json, "quote", schema.csv().quote());
            writeIfKnown(json, "comment", schema.csv().comment());
            json.writeArrayFieldStart("columns");
            for (Column column : schema.columns()) {
                json.writeStartObject();
                json.writeStringField("name", column.name());
                json.writeStringField("type", word(column.type()));
                json.writeStringField("role", word(column.role()));
                if (column.dates() != null) {
                    json.writeStringField("format", column.dates().pattern());
                }
                writeForm(json, column.form());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text + "\n";
    }

    /** Writes what is unusual, so that most columns are as short as they were typed. */
    private static void writeForm(JsonGenerator json, NumberForm form) throws IOException {
        writeUnlessEmpty(json, "prefix", form.prefix());
        writeUnlessEmpty(json, "suffix", form.suffix());
        writeUnlessEmpty(json, "thousands", form.thousands());
        writeUnlessEmpty(json, "decimal", form.hasCommas() ? form.decimal() : "");
        if (!form.missing().isEmpty()) {
            json.writeArrayFieldStart("missing");
            for (String missing : form.missing()) {
                json.writeString(missing);
            }
            json.writeEndArray();
        }
    }

    private static void writeIfKnown(JsonGenerator json, String name, @Nullable Character character)
            throws IOException {
        if (character != null) {
            json.writeStringField(name, character.toString());
        }
    }

    private static void writeUnlessEmpty(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a schema.
     *
     * @param what where the text comes from, for messages
     * @throws TableException if it is not a schema; the message has line and column
     */
    static Schema read(String what, String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            SchemaJson reader = new SchemaJson(parser);
            try {
                reader.expect(parser.nextToken(), JsonToken.START_OBJECT, "the schema");
                Schema schema = reader.schema();
                reader.expect(parser.nextToken(), null, "the end of the schema");
                return schema;
            } catch (JsonProcessingException e) {
                JsonLocation place = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
                throw new TableException(what + place(place) + ": " + Quoted.sentence(e.getOriginalMessage()), e);
            } catch (IllegalArgumentException e) {
                throw new TableException(
                        what + place(parser.currentTokenLocation()) + ": "
                                + Quoted.sentence(String.valueOf(e.getMessage())),
                        e);
            }
        } catch (IOException e) {
            throw new TableException(what + ": this is not JSON", e);
        }
    }

    private static String place(JsonLocation location) {
        return ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Schema schema() throws IOException {
        Boolean header = null;
        List<String> missing = Schema.DEFAULT_MISSING;
        String strip = "";
        Character delimiter = null;
        Character quote = null;
        Character comment = null;
        List<Column> columns = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            switch (name) {
                case "header" -> header = truth();
                case "missing" -> missing = texts();
                case "strip" -> strip = text(json.nextToken(), name);
                case "delimiter" -> delimiter = character(name);
                case "quote" -> quote = character(name);
                case "comment" -> comment = character(name);
                case "columns" -> columns = columns();
                default ->
                    throw unknown(name, "the schema", "header, missing, strip, delimiter, quote, comment, columns");
            }
        }
        CsvFormat csv = new CsvFormat(delimiter, quote, Header.AUTO, comment);
        return new Schema(required(columns, "columns"), required(header, "header"), missing, strip, csv);
    }

    private List<Column> columns() throws IOException {
        expect(json.nextToken(), JsonToken.START_ARRAY, "columns");
        List<Column> columns = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_OBJECT, "a column");
            columns.add(column());
        }
        return columns;
    }

    private Column column() throws IOException {
        String columnName = null;
        ColumnType type = null;
        Role role = Role.FEATURE;
        String prefix = "";
        String suffix = "";
        String thousands = "";
        String decimal = NumberForm.POINT;
        String format = null;
        List<String> missing = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            switch (name) {
                case "name" -> columnName = text(json.nextToken(), name);
                case "type" -> type = oneOf(ColumnType.values(), text(json.nextToken(), name), name);
                case "role" -> role = oneOf(Role.values(), text(json.nextToken(), name), name);
                case "prefix" -> prefix = text(json.nextToken(), name);
                case "suffix" -> suffix = text(json.nextToken(), name);
                case "thousands" -> thousands = text(json.nextToken(), name);
                case "decimal" -> decimal = text(json.nextToken(), name);
                case "format" -> format = text(json.nextToken(), name);
                case "missing" -> missing = texts();
                default ->
                    throw unknown(
                            name, "a column", "name, type, role, format, prefix, suffix, thousands, decimal, missing");
            }
        }
        NumberForm form = new NumberForm(prefix, suffix, thousands, decimal, missing);
        ColumnType known = required(type, "type");
        DateForm dates = format != null ? DateForm.of(format) : known == ColumnType.DATE ? DateForm.ISO : null;
        return new Column(required(columnName, "name"), known, role, form, dates);
    }

    private static IllegalArgumentException unknown(String name, String where, String known) {
        return new IllegalArgumentException(
                "unknown field " + Quoted.of(name) + " in " + where + "; there are " + known);
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String text, String field) {
        for (E value : values) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(field + ": expected one of "
                + String.join(", ", Arrays.stream(values).map(SchemaJson::word).toList()) + ", found "
                + Quoted.of(text));
    }

    private List<String> texts() throws IOException {
        expect(json.nextToken(), JsonToken.START_ARRAY, "missing");
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(json.currentToken(), "an element of missing"));
        }
        return texts;
    }

    private char character(String name) throws IOException {
        String text = text(json.nextToken(), name);
        if (text.length() != 1) {
            throw new IllegalArgumentException(name + ": expected one character, found " + Quoted.of(text));
        }
        return text.charAt(0);
    }

    private boolean truth() throws IOException {
        JsonToken token = json.nextToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw new IllegalArgumentException("header: expected true or false, found " + word(token));
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private String text(@Nullable JsonToken token, String name) throws IOException {
        expect(token, JsonToken.VALUE_STRING, name);
        return json.getText();
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the field " + Quoted.of(name) + " is missing");
        }
        return value;
    }

    private void expect(@Nullable JsonToken found, @Nullable JsonToken expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(what + ": expected " + word(expected) + ", found " + word(found));
        }
    }

    private static String word(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "{";
            case END_OBJECT -> "}";
            case START_ARRAY -> "[";
            case END_ARRAY -> "]";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }
}

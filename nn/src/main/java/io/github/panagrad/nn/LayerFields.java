package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.panagrad.error.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a layer as read, by name. A field that is missing, unknown or of the wrong type is an error. */
final class LayerFields {
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** A field's value; of a list, the elements. */
    private record Field(JsonToken token, String text, List<Field> elements) {}

    /** Reads an object whose start has already been read. */
    LayerFields(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            fields.put(name, field(json, token));
        }
    }

    private static Field field(JsonParser json, JsonToken token) throws IOException {
        List<Field> elements = new ArrayList<>();
        String text = json.getText();
        if (token == JsonToken.START_ARRAY) {
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                elements.add(new Field(next, json.getText(), List.of()));
                json.skipChildren();
            }
        } else {
            json.skipChildren();
        }
        return new Field(token, text, elements);
    }

    /** Takes a list of numbers, or an empty one if it is missing. */
    List<Double> numbers(String name) {
        return elements(name).map(element -> number(name, element)).toList();
    }

    /** Takes a list of whole numbers, or an empty one if it is missing. */
    List<Integer> integers(String name) {
        return elements(name).map(element -> integer(name, element)).toList();
    }

    private Stream<Field> elements(String name) {
        Field field = fields.remove(name);
        if (field == null) {
            return Stream.of();
        }
        SpecJson.expect(field.token, JsonToken.START_ARRAY, name);
        return field.elements.stream();
    }

    /** Takes a whole number. */
    int integer(String name) {
        return integer(name, required(name));
    }

    /** Takes a whole number, or a default if it is missing. */
    int integer(String name, int otherwise) {
        Field field = fields.remove(name);
        return field == null ? otherwise : integer(name, field);
    }

    private static int integer(String name, Field field) {
        SpecJson.expect(field.token, JsonToken.VALUE_NUMBER_INT, name);
        try {
            return Integer.parseInt(field.text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + field.text + " is too large", e);
        }
    }

    /** Takes a number. */
    double number(String name) {
        return number(name, required(name));
    }

    /** Takes a number, or a default if it is missing. */
    double number(String name, double otherwise) {
        Field field = fields.remove(name);
        return field == null ? otherwise : number(name, field);
    }

    private static double number(String name, Field field) {
        if (field.token != JsonToken.VALUE_NUMBER_INT) {
            SpecJson.expect(field.token, JsonToken.VALUE_NUMBER_FLOAT, name);
        }
        return Double.parseDouble(field.text);
    }

    /** Takes a string. */
    String text(String name) {
        return text(name, required(name));
    }

    /** Takes a string, or a default if it is missing. */
    String text(String name, String otherwise) {
        Field field = fields.remove(name);
        return field == null ? otherwise : text(name, field);
    }

    private static String text(String name, Field field) {
        SpecJson.expect(field.token, JsonToken.VALUE_STRING, name);
        return field.text;
    }

    private Field required(String name) {
        return SpecJson.required(fields.remove(name), name);
    }

    /** Requires that all fields have been taken. */
    void requireEmpty(String where) {
        @Nullable String other = fields.keySet().stream().findFirst().orElse(null);
        if (other != null) {
            throw new IllegalArgumentException("unknown field " + Quoted.of(other) + " in " + where);
        }
    }
}

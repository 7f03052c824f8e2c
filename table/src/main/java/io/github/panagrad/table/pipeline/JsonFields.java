package io.github.panagrad.table.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.panagrad.error.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose fields are removed one by one: a field that is missing, of another type or left over is an
 * {@link IllegalArgumentException} that names the place.
 */
final class JsonFields {
    private static final int MAX_DEPTH = 8;

    private final String where;
    private final Map<String, Object> fields;

    private JsonFields(String where, Map<String, Object> fields) {
        this.where = where;
        this.fields = fields;
    }

    /** Makes a factory with limits. */
    static JsonFactory factory(int maxChars) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(maxChars)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxChars)
                        .maxNameLength(100)
                        .maxNumberLength(40)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** Reads a document that is one object. */
    static JsonFields parse(JsonFactory factory, String text, String where) throws IOException {
        try (JsonParser json = factory.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(where + ": expected an object");
            }
            JsonFields object = new JsonFields(where, object(json));
            if (json.nextToken() != null) {
                throw new IllegalArgumentException(where + ": there is more text after the end");
            }
            return object;
        }
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            fields.put(name, value(json, json.nextToken()));
        }
        return fields;
    }

    private static Object value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    elements.add(value(json, next));
                }
                yield elements;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalArgumentException("null is not a value here");
        };
    }

    private <T> T take(String name, Class<T> type) {
        Object value = fields.remove(name);
        if (value == null) {
            throw new IllegalArgumentException(where + ": the field " + Quoted.of(name) + " is missing");
        }
        return cast(name, value, type);
    }

    private <T> T cast(String name, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(where + ": the field " + Quoted.of(name) + " should be a "
                    + type.getSimpleName() + ", found " + Quoted.of(String.valueOf(value)));
        }
        return type.cast(value);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        return take(name, String.class);
    }

    boolean truth(String name) {
        return take(name, Boolean.class);
    }

    double number(String name) {
        return take(name, Double.class);
    }

    /** Takes a whole number that a double holds exactly. */
    long whole(String name) {
        double number = number(name);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new IllegalArgumentException(
                    where + ": the field " + Quoted.of(name) + " should be a whole number, found " + number);
        }
        return (long) number;
    }

    int integer(String name) {
        long whole = whole(name);
        if (whole != (int) whole) {
            throw new IllegalArgumentException(where + ": the field " + Quoted.of(name) + " is too large: " + whole);
        }
        return (int) whole;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        return choice(name, text(name), type);
    }

    /** Takes a list of choices. */
    <E extends Enum<E>> List<E> choices(String name, Class<E> type) {
        return texts(name).stream().map(text -> choice(name, text, type)).toList();
    }

    private <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
        for (E choice : type.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException(where + ": the field " + Quoted.of(name) + " cannot be " + Quoted.of(text));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : take(name, List.class)) {
            texts.add(cast(name, nonNull(element), String.class));
        }
        return texts;
    }

    double[] numbers(String name) {
        List<?> elements = take(name, List.class);
        double[] numbers = new double[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = cast(name, nonNull(elements.get(i)), Double.class);
        }
        return numbers;
    }

    private static Object nonNull(@Nullable Object element) {
        if (element == null) {
            throw new IllegalArgumentException("null is not a value here");
        }
        return element;
    }

    /** Takes an object, reads it, and requires that all its fields were taken. */
    <T> T object(String name, Function<JsonFields, T> reader) {
        return read(where + ", " + name, take(name, Map.class), reader);
    }

    /** Takes a list of objects and reads each. */
    <T> List<T> objects(String name, Function<JsonFields, T> reader) {
        List<T> objects = new ArrayList<>();
        for (Object element : take(name, List.class)) {
            objects.add(
                    read(where + ", " + name + " " + objects.size(), cast(name, nonNull(element), Map.class), reader));
        }
        return objects;
    }

    private static <T> T read(String where, Map<?, ?> map, Function<JsonFields, T> reader) {
        Map<String, Object> fields = new HashMap<>();
        map.forEach((name, value) -> fields.put((String) name, value));
        JsonFields object = new JsonFields(where, fields);
        T result = reader.apply(object);
        object.requireEnd();
        return result;
    }

    /** Requires that every field was taken. */
    void requireEnd() {
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(where + ": unknown fields "
                    + Quoted.list(fields.keySet().stream().sorted().toList()));
        }
    }
}

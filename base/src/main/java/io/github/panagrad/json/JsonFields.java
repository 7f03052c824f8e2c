package io.github.panagrad.json;

import io.github.panagrad.error.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A JSON object whose fields are removed one by one: a field that is missing, of another type or left over is an
 * {@link IllegalArgumentException} that names the place.
 */
public final class JsonFields {
    private final String where;
    private final Map<String, Object> fields;

    private JsonFields(String where, Map<String, Object> fields) {
        this.where = where;
        this.fields = fields;
    }

    /**
     * Reads a document that is one object.
     *
     * @param where what it is, for messages
     * @throws IllegalArgumentException if it is not one, or exceeds the limits
     */
    public static JsonFields parse(String text, JsonLimits limits, String where) {
        Object value;
        try {
            value = JsonReader.read(text, limits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " is not valid JSON: " + e.getMessage(), e);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(where + ": expected an object");
        }
        return new JsonFields(where, fields(map));
    }

    private static Map<String, Object> fields(Map<?, ?> map) {
        Map<String, Object> fields = new HashMap<>();
        map.forEach((name, value) -> fields.put((String) name, value));
        return fields;
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

    /** Returns whether there is a field that was not taken. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Takes a text. */
    public String text(String name) {
        return take(name, String.class);
    }

    /** Takes true or false. */
    public boolean truth(String name) {
        return take(name, Boolean.class);
    }

    /** Takes a number. */
    public double number(String name) {
        return take(name, Double.class);
    }

    /** Takes a whole number that a double holds exactly. */
    public long whole(String name) {
        double number = number(name);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new IllegalArgumentException(
                    where + ": the field " + Quoted.of(name) + " should be a whole number, found " + number);
        }
        return (long) number;
    }

    /** Takes a whole number that an int holds. */
    public int integer(String name) {
        long whole = whole(name);
        if (whole != (int) whole) {
            throw new IllegalArgumentException(where + ": the field " + Quoted.of(name) + " is too large: " + whole);
        }
        return (int) whole;
    }

    /** Takes a choice by its name in lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return choice(name, text(name), type);
    }

    /** Takes a list of choices. */
    public <E extends Enum<E>> List<E> choices(String name, Class<E> type) {
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

    /** Takes a list of texts. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : take(name, List.class)) {
            texts.add(cast(name, element, String.class));
        }
        return texts;
    }

    /** Takes a list of numbers. */
    public double[] numbers(String name) {
        List<?> elements = take(name, List.class);
        double[] numbers = new double[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = cast(name, elements.get(i), Double.class);
        }
        return numbers;
    }

    /** Takes an object, reads it, and requires that all its fields were taken. */
    public <T> T object(String name, Function<JsonFields, T> reader) {
        return read(where + ", " + name, take(name, Map.class), reader);
    }

    /** Takes a list of objects and reads each. */
    public <T> List<T> objects(String name, Function<JsonFields, T> reader) {
        List<T> objects = new ArrayList<>();
        for (Object element : take(name, List.class)) {
            objects.add(read(where + ", " + name + " " + objects.size(), cast(name, element, Map.class), reader));
        }
        return objects;
    }

    private static <T> T read(String where, Map<?, ?> map, Function<JsonFields, T> reader) {
        JsonFields object = new JsonFields(where, fields(map));
        T result = reader.apply(object);
        object.requireEnd();
        return result;
    }

    /** Requires that every field was taken. */
    public void requireEnd() {
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(where + ": unknown fields "
                    + Quoted.list(fields.keySet().stream().sorted().toList()));
        }
    }
}

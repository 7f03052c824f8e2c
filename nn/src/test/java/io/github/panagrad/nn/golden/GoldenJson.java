package io.github.panagrad.nn.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a golden file with the path that leads to it, so that a missing or odd entry is named. */
final class GoldenJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String path;
    private final Object value;

    private GoldenJson(String path, Object value) {
        this.path = path;
        this.value = value;
    }

    /** Reads {@code golden/<name>.json} from the class path. */
    static GoldenJson read(String name) {
        String resource = "/golden/" + name + ".json";
        try (InputStream in = GoldenJson.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is not on the class path");
            }
            try (JsonParser parser = FACTORY.createParser(in)) {
                parser.nextToken();
                return new GoldenJson(name, value(parser));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    entries.put(key, value(parser));
                }
                yield entries;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw new IOException("unexpected " + parser.currentToken() + " at " + parser.currentLocation());
        };
    }

    GoldenJson get(String key) {
        Object entry = value instanceof Map<?, ?> entries ? entries.get(key) : null;
        if (entry == null) {
            throw new IllegalArgumentException(path + ": no entry " + key);
        }
        return new GoldenJson(path + "." + key, entry);
    }

    /** Returns the names in this object, in the file's order. */
    List<String> keys() {
        if (value instanceof Map<?, ?> entries) {
            return entries.keySet().stream().map(String.class::cast).toList();
        }
        throw expected("an object");
    }

    List<GoldenJson> elements() {
        if (value instanceof List<?> list) {
            List<GoldenJson> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(new GoldenJson(path + "[" + elements.size() + "]", element));
            }
            return elements;
        }
        throw expected("an array");
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw expected("a string");
    }

    double number() {
        if (value instanceof Double number) {
            return number;
        }
        throw expected("a number");
    }

    double[] vector() {
        return elements().stream().mapToDouble(GoldenJson::number).toArray();
    }

    double[][] matrix() {
        return elements().stream().map(GoldenJson::vector).toArray(double[][]::new);
    }

    /** Reads a matrix and exchanges rows and columns. */
    double[][] transposed() {
        double[][] matrix = matrix();
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < transposed.length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException(path + ": expected " + what);
    }
}

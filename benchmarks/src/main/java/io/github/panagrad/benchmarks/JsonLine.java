package io.github.panagrad.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A line of JSON from a measured process: an object of single values. */
public final class JsonLine {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonLine() {}

    /**
     * Reads a line.
     *
     * @return the values as text; those that are null are left out
     * @throws IOException if it is not such an object
     */
    public static Map<String, String> parse(String line) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object: " + line);
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (!token.isScalarValue()) {
                    throw new IOException(name + " is not a single value: " + line);
                }
                if (token != JsonToken.VALUE_NULL) {
                    values.put(name, parser.getText());
                }
            }
        }
        return values;
    }
}

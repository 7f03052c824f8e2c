package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.JsonLine;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** A line of JSON from a peer: an object of numbers and strings. */
record Answer(Map<String, String> values) {
    Answer {
        values = Map.copyOf(values);
    }

    /**
     * Reads a line.
     *
     * @throws PeerException if it is not such an object, or if it says why the peer failed
     */
    static Answer parse(String line) throws PeerException {
        Map<String, String> values;
        try {
            values = JsonLine.parse(line);
        } catch (IOException _) {
            throw new PeerException("answered " + line);
        }
        String error = values.get("error");
        if (error != null) {
            throw new PeerException(error);
        }
        return new Answer(values);
    }

    /**
     * Returns a value.
     *
     * @throws PeerException if it is missing or cannot be converted
     */
    <T> T get(String name, Function<String, T> conversion) throws PeerException {
        String text = values.get(name);
        if (text == null) {
            throw new PeerException("answered without " + name);
        }
        try {
            return conversion.apply(text);
        } catch (NumberFormatException _) {
            throw new PeerException("answered " + text + " for " + name);
        }
    }
}

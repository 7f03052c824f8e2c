package io.github.panagrad.table.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The arrangement of JSON in a file. */
public enum JsonShape {
    /** There is none. */
    NONE,
    /** An object on each line. */
    LINES,
    /** One array. */
    ARRAY,
    /** An object over several lines. */
    OBJECT;

    /** No header of a CSV file begins so. */
    private static final Pattern OBJECT_START =
            Pattern.compile("\\s*\\{\\s*(\"(?:[^\"\\\\\\n]++|\\\\.){0,1000}+\"\\s*:|\\}\\s*(\\n|$))");

    private static final Pattern ARRAY_START = Pattern.compile("\\s*\\[\\s*[\\[{\"\\d.tfn\\]-]");
    private static final Pattern NAME = Pattern.compile(".*\\.(json|jsonl|ndjson)(\\.gz)?");

    /** Returns what a file seems to hold. */
    public static JsonShape of(Beginning file) {
        String text = file.text();
        if (OBJECT_START.matcher(text).lookingAt()) {
            return object(text);
        }
        if (ARRAY_START.matcher(text).lookingAt() && isArray(text)) {
            return ARRAY;
        }
        String name = String.valueOf(file.file().getFileName()).toLowerCase(Locale.ROOT);
        return NAME.matcher(name).matches() ? LINES : NONE;
    }

    /** A damaged line is one: whoever reads it says what is wrong. */
    private static JsonShape object(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            int first = parser.currentTokenLocation().getLineNr();
            try {
                parser.skipChildren();
                return parser.currentTokenLocation().getLineNr() == first ? LINES : OBJECT;
            } catch (IOException _) {
                return parser.currentLocation().getLineNr() == first ? LINES : OBJECT;
            }
        } catch (IOException _) {
            return LINES;
        }
    }

    /** A header may begin with a bracket, too, but does not go on as an array does. */
    private static boolean isArray(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            try {
                parser.nextToken();
                parser.skipChildren();
                return parser.nextToken() == null;
            } catch (JsonProcessingException _) {
                // It was cut, here or before.
                return parser.currentLocation().getCharOffset() >= text.length();
            }
        } catch (IOException _) {
            return false;
        }
    }
}

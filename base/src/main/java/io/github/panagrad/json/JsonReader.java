package io.github.panagrad.json;

import io.github.panagrad.error.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text (RFC 8259) as maps, lists, texts, {@code Double}s and {@code Boolean}s. It is strict: a name that occurs twice in an
 * object, {@code null}, a number that no {@code double} holds, an unpaired surrogate and anything after the value are errors. For a
 * single use.
 */
public final class JsonReader {
    /** What is longer is no number that anyone wrote. */
    private static final int MAX_NUMBER_CHARACTERS = 40;

    private static final int HEX = 16;
    private static final int UNICODE_DIGITS = 4;

    private final String text;
    private final JsonLimits limits;
    private int at;
    private int values;

    private JsonReader(String text, JsonLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    /**
     * Reads a text that is one value.
     *
     * @throws IllegalArgumentException if it is not, or exceeds a limit; the message says where
     */
    public static Object read(String text, JsonLimits limits) {
        if (text.length() > limits.characters()) {
            throw new IllegalArgumentException(
                    "it has " + text.length() + " characters, but at most " + limits.characters() + " are read");
        }
        JsonReader reader = new JsonReader(text, limits);
        Object value = reader.value(0);
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.fail("expected nothing after the value");
        }
        return value;
    }

    private Object value(int depth) {
        if (++values > limits.values()) {
            throw new IllegalArgumentException("it has more than " + limits.values() + " values");
        }
        skipBlanks();
        char first = at < text.length() ? text.charAt(at) : 0;
        return switch (first) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string(limits.characters());
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw fail("expected a value");
        };
    }

    private Map<String, Object> object(int depth) {
        open(depth);
        Map<String, Object> fields = new LinkedHashMap<>();
        if (skip('}')) {
            return fields;
        }
        do {
            skipBlanks();
            if (at == text.length() || text.charAt(at) != '"') {
                throw fail("expected a name in quotes");
            }
            String name = string(limits.nameCharacters());
            if (!skip(':')) {
                throw fail("expected a colon");
            }
            if (fields.put(name, value(depth + 1)) != null) {
                throw fail("the name " + Quoted.of(name) + " occurs twice");
            }
        } while (skip(','));
        if (!skip('}')) {
            throw fail("expected a comma or a closing brace");
        }
        return fields;
    }

    private List<Object> array(int depth) {
        open(depth);
        List<Object> elements = new ArrayList<>();
        if (skip(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (skip(','));
        if (!skip(']')) {
            throw fail("expected a comma or a closing bracket");
        }
        return elements;
    }

    private void open(int depth) {
        at++;
        if (depth >= limits.depth()) {
            throw fail("objects and arrays are nested deeper than " + limits.depth());
        }
    }

    private Boolean word(String word, boolean value) {
        if (!text.startsWith(word, at)) {
            throw fail("expected a value");
        }
        at += word.length();
        return value;
    }

    private Double number() {
        int from = at;
        at += text.charAt(at) == '-' ? 1 : 0;
        int first = at;
        digits();
        if (text.charAt(first) == '0' && at > first + 1) {
            throw fail("a number has zeros in front");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            at += at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? 1 : 0;
            digits();
        }
        if (at - from > MAX_NUMBER_CHARACTERS) {
            throw fail("a number has more than " + MAX_NUMBER_CHARACTERS + " characters");
        }
        double number = Double.parseDouble(text.substring(from, at));
        if (Double.isInfinite(number)) {
            throw fail("the number " + text.substring(from, at) + " is too large");
        }
        return number;
    }

    private void digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw fail("expected a digit");
        }
    }

    private String string(int most) {
        int from = ++at;
        StringBuilder changed = null;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c < ' ') {
                throw fail("a text has a control character");
            }
            if (c == '\\') {
                changed = changed == null ? new StringBuilder() : changed;
                changed.append(text, from, at).append(escaped());
                from = at;
            } else {
                at++;
            }
            if (at - from + (changed == null ? 0 : changed.length()) > most) {
                throw fail("a text has more than " + most + " characters");
            }
        }
        if (at == text.length()) {
            throw fail("expected a closing quote");
        }
        String end = text.substring(from, at++);
        String whole = changed == null ? end : changed.append(end).toString();
        if (whole.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw fail("a text has an unpaired surrogate");
        }
        return whole;
    }

    private char escaped() {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        at += 2;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw fail("a text has an unknown escape");
        };
    }

    private char unicode() {
        int unit = 0;
        for (int i = 0; i < UNICODE_DIGITS; i++, at++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), HEX) : -1;
            if (digit < 0) {
                throw fail("expected four hexadecimal digits");
            }
            unit = HEX * unit + digit;
        }
        return (char) unit;
    }

    /** Skips blanks, and then a character if it is the next. */
    private boolean skip(char expected) {
        skipBlanks();
        boolean isNext = at < text.length() && text.charAt(at) == expected;
        at += isNext ? 1 : 0;
        return isNext;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException fail(String problem) {
        boolean isEnd = at >= text.length() && problem.startsWith("expected");
        return new IllegalArgumentException(
                problem + (isEnd ? ", but it ends" : ", at character " + Math.min(at + 1, text.length())));
    }
}

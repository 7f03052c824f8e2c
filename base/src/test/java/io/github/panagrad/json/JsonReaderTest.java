package io.github.panagrad.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON is read strictly, and nothing but a sentence comes of what is none. */
class JsonReaderTest {
    private static final JsonLimits LIMITS = new JsonLimits(1000, 3, 20, 50);

    private static Object read(String text) {
        return JsonReader.read(text, LIMITS);
    }

    private static String refusal(String text) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
    }

    @Test
    void valuesOfEachKind() {
        assertEquals(
                Map.of("a", List.of(1.0, -0.5, 1200.0, 0.0, 1e-7), "b", Map.of("c", true, "d", false), "", "x"),
                read(" {\"a\" : [1,-0.5,1.2E+3,0,1e-7],\r\n\t\"b\":{\"c\":true,\"d\":false},\"\":\"x\"} "));
        assertEquals(List.of(), read("[ ]"));
        assertEquals(Map.of(), read("{ }"));
        assertEquals("", read("\"\""));
        assertEquals(-0.0, read("-0"));
    }

    @Test
    void escapes() {
        assertEquals(
                "a\"\\/\b\f\n\r\t\u00e4\ud83d\ude00z", read("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83d\\uDE00z\""));
        assertEquals("äß€😀", read("\"äß€😀\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | expected a value, but it ends",
                "{ | expected a name in quotes, but it ends",
                "{\"a\" | expected a colon, but it ends",
                "{\"a\":1 | expected a comma or a closing brace, but it ends",
                "{\"a\":1,} | expected a name in quotes, at character 8",
                "{a:1} | expected a name in quotes, at character 2",
                "[1,] | expected a value, at character 4",
                "[1 | expected a comma or a closing bracket, but it ends",
                "1 2 | expected nothing after the value, at character 3",
                "null | expected a value, at character 1",
                "nil | expected a value, at character 1",
                "truth | expected a value, at character 1",
                "NaN | expected a value, at character 1",
                "+1 | expected a value, at character 1",
                ".5 | expected a value, at character 1",
                "1. | expected a digit, but it ends",
                "1e | expected a digit, but it ends",
                "- | expected a digit, but it ends",
                "01 | a number has zeros in front, at character 2",
                "-00 | a number has zeros in front, at character 3",
                "1e999 | the number 1e999 is too large, at character 5",
                "\"a | expected a closing quote, but it ends",
                "\"\\x\" | a text has an unknown escape, at character 4",
                "\"\\u12g4\" | expected four hexadecimal digits, at character 6",
                "\"\\ud800\" | a text has an unpaired surrogate, at character 0",
                "\"\\udc00\\ud800\" | a text has an unpaired surrogate, at character 0",
                "[[[[1]]]] | objects and arrays are nested deeper than 3, at character 5",
                "{\"a\":1,\"a\":2} | the name 'a' occurs twice, at character 13",
                "{\"aaaaaaaaaaaaaaaaaaaaaaaa\":1} | a text has more than 20 characters, at character 24"
            })
    void whatIsNoneIsRefused(String text, String message) {
        assertTrue(refusal(text).startsWith(message.split(",", 2)[0]), refusal(text));
        assertEquals(message.contains("but it ends"), refusal(text).endsWith("but it ends"), refusal(text));
    }

    @Test
    void limits() {
        assertEquals("it has 1001 characters, but at most 1000 are read", refusal(" ".repeat(1001)));
        assertEquals("it has more than 50 values", refusal("[" + "1,".repeat(60) + "1]"));
        assertTrue(refusal("1".repeat(41)).startsWith("a number has more than 40 characters"));
        assertTrue(refusal("\"\n\"").startsWith("a text has a control character"));
        assertTrue(refusal("{\"a\":".repeat(150)).startsWith("objects and arrays are nested deeper than 3"));
    }

    @Test
    void mutatedTextNeverFailsOtherwise() {
        String good = "{\"a\":[1,-2.5e3,true],\"b\":{\"c\":\"x\\u00e4\\n\"}}";
        Random random = new Random(1);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int m = 0; m <= random.nextInt(3); m++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) random.nextInt(128));
                    default -> text.insert(at, good.charAt(random.nextInt(good.length())));
                }
            }
            try {
                read(text.toString());
                read++;
            } catch (IllegalArgumentException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
        assertTrue(read > 100 && read < 15_000, read + " were read");
    }
}

package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text that tries to be a message of its own, to turn what follows around, and to fill the screen; and files with it. */
final class HostileText {
    /** For names of files, which have at most 255 bytes. */
    static final String SHORT = "a\npanagrad: verified \u202Eb\u001b[31m\u2028";

    static final String TEXT = SHORT + "x".repeat(10_000);

    private static final int MOST_CHARACTERS = 700;
    private static final Pattern JSON_STRING = Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");

    private HostileText() {}

    /** Requires that what a run printed is tame: messages on a line each, none of them the text's, and short. */
    static void requireTame(Cli run, String where) {
        String why = where + ":\n" + run.out() + run.err();
        for (String text : List.of(run.out(), run.err())) {
            assertFalse(
                    text.codePoints()
                            .anyMatch(c -> c != '\n'
                                    && (Character.isISOControl(c)
                                            || Character.getType(c) == Character.FORMAT
                                            || Character.getType(c) == Character.LINE_SEPARATOR)),
                    why);
            assertFalse(text.lines().anyMatch(line -> line.startsWith("panagrad: verified")), why);
            assertTrue(text.lines().allMatch(line -> line.length() < MOST_CHARACTERS), why);
        }
        assertTrue(run.err().lines().allMatch(line -> line.startsWith("panagrad: ")), why);
        long messages = run.err()
                .lines()
                .filter(line -> !line.startsWith("panagrad: WARN")
                        && !line.startsWith("panagrad: NOTE")
                        && !line.startsWith("panagrad: resuming from "))
                .count();
        // A file that cannot be written is a failure of the run.
        boolean isFailed = run.code() == 1 && run.err().contains("name too long");
        assertTrue(run.code() == 0 || (messages == 1 && (run.code() == 2 || isFailed)), why);
        assertFalse(run.err().contains("Exception") || run.err().contains("internal error"), why);
    }

    /** Returns a text as a string of JSON. */
    static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static String plain(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return parser.getText();
        }
    }

    /** Returns the JSON with each of its strings, names of fields included, replaced by the hostile text, one at a time. */
    static List<String> variants(String json) throws IOException {
        List<String> variants = new ArrayList<>();
        for (MatchResult found : JSON_STRING.matcher(json).results().toList()) {
            List<String> replacements = new ArrayList<>(List.of(json(TEXT)));
            if (found.group().startsWith("\"{")) {
                for (String inner : variants(plain(found.group()))) {
                    replacements.add(json(inner));
                }
            }
            for (String replacement : replacements) {
                variants.add(json.substring(0, found.start()) + replacement + json.substring(found.end()));
            }
        }
        return variants;
    }

    /** Returns the header of a safetensors file. */
    static String header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new String(bytes, 8, length(bytes), StandardCharsets.UTF_8).strip();
    }

    private static int length(byte[] bytes) {
        return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Writes a safetensors file that has another header and the same data. */
    static Path withHeader(Path original, String header, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(original);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        // The data begins at a multiple of 8.
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        int data = 8 + length(bytes);
        return Files.write(
                to,
                ByteBuffer.allocate(8 + padded.length + bytes.length - data)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded.length)
                        .put(padded)
                        .put(bytes, data, bytes.length - data)
                        .array());
    }
}

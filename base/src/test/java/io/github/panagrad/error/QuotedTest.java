package io.github.panagrad.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What text from outside looks like in messages. */
class QuotedTest {
    @Test
    void plainTextIsUnchanged() {
        assertEquals("'naïve 日本 𝒳 \\n'", Quoted.of("naïve 日本 𝒳 \\n"));
        assertEquals("", Quoted.bare(""));
        assertEquals("a".repeat(80), Quoted.bare("a".repeat(80)));
        assertEquals("/tmp/a b.csv", Quoted.path(Path.of("/tmp/a b.csv")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r", "\u0000", "\u001b", "\u007f", "\u0085", "\u200f", "\u202e", "\u2028", "\u2066", "\ud800"
            })
    void whatCouldMoveTheCursorOrTheTextIsEscaped(String character) {
        String escaped = String.format("\\u%04x", (int) character.charAt(0));
        String text = "a" + character + "b";
        assertEquals("a" + escaped + "b", Quoted.bare(text));
        assertEquals("a" + escaped + "b", Quoted.line(text));
        assertEquals("a" + escaped + "b", Quoted.sentence(text));
        assertEquals("a" + escaped + "b", Quoted.message(text));
        assertEquals("a" + escaped + "b", String.valueOf(new InvalidInputException(text).getMessage()));
    }

    @Test
    void aLongTextIsCutBehindAWholeCharacter() {
        assertEquals("a".repeat(80) + "… (81 characters)", Quoted.bare("a".repeat(81)));
        assertEquals("a".repeat(79) + "… (10079 characters)", Quoted.bare("a".repeat(79) + "𝒳".repeat(5000)));
        assertEquals("\\u000a".repeat(13) + "… (100 characters)", Quoted.bare("\n".repeat(100)));
        assertEquals(200, Quoted.sentence("a".repeat(200)).length());
        assertTrue(Quoted.sentence("a".repeat(201)).endsWith("… (201 characters)"));
    }

    @Test
    void manyNamesAreCounted() {
        List<String> names =
                IntStream.range(0, 30_000).mapToObj(String::valueOf).toList();
        assertEquals("'0', '1'", Quoted.list(names.subList(0, 2)));
        assertTrue(Quoted.sentences(names).endsWith("8; 9; and 29990 more"), Quoted.sentences(names));
        assertEquals(
                "'" + "a".repeat(80) + "… (9000 characters)', '" + "\\u000a".repeat(13)
                        + "… (200 characters)' and 1 more",
                Quoted.list(List.of("a".repeat(9000), "\n".repeat(200), "c".repeat(200))));
        assertTrue(Quoted.list(names).endsWith("'8', '9' and 29990 more"), Quoted.list(names));
    }

    @Test
    void theEndOfALongPathOrMessageIsKept() {
        String path = Quoted.path(Path.of("/" + "a/".repeat(2000) + "data.csv"));
        assertTrue(path.startsWith("/a/a/") && path.endsWith("/a/data.csv") && path.length() < 210, path);
        String message = Quoted.message("𝒳 ".repeat(5000) + "; shorten it");
        assertTrue(message.endsWith("; shorten it") && message.length() < 2010, message);
        message = Quoted.message("--out " + "𝒳".repeat(5000) + ": shorten it");
        assertTrue(
                message.startsWith("--out 𝒳") && message.endsWith("𝒳: shorten it") && message.length() < 230,
                message);
        assertFalse(message.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE));
    }
}

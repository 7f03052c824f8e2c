package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run of the program inside this process gave.
 *
 * @param code the exit code
 * @param out the standard output
 * @param err the standard error stream
 */
record Cli(int code, String out, String err) {
    /** Runs the program as if no terminal were there. */
    static Cli run(Object... args) {
        return capture(false, args);
    }

    /** Runs the program as if a person watched a terminal. */
    static Cli runWatched(Object... args) {
        return capture(true, args);
    }

    private static Cli capture(boolean interactive, Object[] args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                interactive);
        int code = Main.run(console, Stream.of(args).map(String::valueOf).toArray(String[]::new));
        return new Cli(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Requires that all went well. */
    Cli done() {
        assertEquals(0, code, () -> out + err);
        return this;
    }

    /** Requires the exit code and one message with some words in it, besides notes and warnings, and no stack trace. */
    Cli failed(int expected, String... words) {
        assertEquals(expected, code, () -> out + err);
        assertEquals(
                1,
                err.lines()
                        .filter(line -> !line.matches("panagrad: (NOTE|WARN): .*"))
                        .count(),
                () -> "one message: " + err);
        assertTrue(err.startsWith("panagrad: "), err);
        assertFalse(err.contains("Exception") || err.contains("\tat "), err);
        for (String word : words) {
            assertTrue(err.contains(word), () -> "expected '" + word + "' in: " + err);
        }
        return this;
    }

    /** Returns the rest of the line that begins with a word. */
    String line(String word) {
        List<String> found = out.lines().filter(line -> line.startsWith(word)).toList();
        assertEquals(1, found.size(), () -> word + " in:\n" + out);
        return found.getFirst().substring(word.length()).strip();
    }

    /** Returns what is below a folder: names and sizes. */
    static TreeMap<String, Long> content(Path folder) {
        TreeMap<String, Long> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                content.put(folder.relativize(path).toString(), Files.isDirectory(path) ? -1L : Files.size(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }
}

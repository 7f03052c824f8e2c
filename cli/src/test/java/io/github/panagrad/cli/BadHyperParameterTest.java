package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.command.HelpTopics;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every number of everything that {@code panagrad help} lists is refused, if it is wrong, before data is read: the data is a pipe
 * that nobody writes to, and whoever opens it waits for ever.
 */
class BadHyperParameterTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** An option with a bad number, and what the message must say. */
    private record Usage(String option, String text, String key, String value) {}

    private static <T extends Choice> Stream<Usage> usages(String option, Choices<T> choices) {
        List<Usage> usages = new ArrayList<>();
        for (T choice : choices.all()) {
            String text = choices.format(choice);
            if (!text.contains(":")) {
                continue;
            }
            for (String pair : text.substring(text.indexOf(':') + 1).split(",", -1)) {
                String key = pair.substring(0, pair.indexOf('='));
                // Whole numbers are written without a point, and no number may be below all others.
                String bad = pair.matches(".*=-?[0-9]+") ? "-1" : "NaN";
                usages.add(new Usage(option, choice.name() + ":" + key + "=" + bad, key, bad));
            }
        }
        return usages.stream();
    }

    @Test
    void isRefusedBeforeDataIsRead() throws IOException, InterruptedException {
        Path pipe = folder.resolve("data.csv");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", pipe.toString())
                        .inheritIO()
                        .start()
                        .waitFor());
        List<Usage> all = HelpTopics.ALL.stream()
                .flatMap(topic -> usages(topic.option(), topic.choices()))
                .toList();
        assertTrue(all.size() > 60, all::toString);
        for (Usage usage : all) {
            Cli result = assertTimeoutPreemptively(
                    LIMIT,
                    () -> Cli.run("train", "--data", pipe, usage.option, usage.text),
                    () -> usage + ": data was read");
            result.failed(2, usage.option + " " + usage.text + ": ", usage.key + " must be", "found " + usage.value);
            assertEquals("", result.out());
        }
    }
}

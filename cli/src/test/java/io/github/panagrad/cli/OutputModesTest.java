package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.panagrad.cli.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} prints for programs, and what it does not print for nobody; and the options that a model keeps. */
class OutputModesTest {
    @TempDir
    Path folder;

    /** Returns an object's values as text by their paths, such as {@code data.inputs}. */
    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    fields.put(
                            parser.getParsingContext()
                                    .pathAsPointer()
                                    .toString()
                                    .substring(1)
                                    .replace('/', '.'),
                            parser.getText());
                }
            }
        }
        return fields;
    }

    private static List<Map<String, String>> events(Cli result) throws IOException {
        List<Map<String, String>> events = new ArrayList<>();
        for (String line : result.out().split("\n", -1)) {
            if (!line.isEmpty()) {
                events.add(parse(line));
            }
        }
        return events;
    }

    @Test
    void printsJsonAndNothingElseForPrograms() throws IOException {
        Path model = folder.resolve("m.st");
        Cli result = Cli.runWatched("train", "--samples", 300, "--epochs", 3, "--out", model, "--json-lines")
                .done();
        assertEquals("", result.err());
        List<Map<String, String>> events = events(result);
        Map<String, String> start = events.getFirst();
        assertEquals("start", start.get("event"));
        assertEquals("3", start.get("config.epochs"));
        assertEquals("spirals", start.get("config.data"));
        assertEquals("64,64", start.get("config.layers"));
        assertEquals("270", start.get("data.training_samples"));
        assertEquals("30", start.get("data.validation_samples"));
        assertEquals("3", start.get("data.classes"));
        assertEquals("2-64-64-3", start.get("plan.layers"));
        assertTrue(Long.parseLong(start.getOrDefault("plan.memory.total", "0")) > 50_000_000, start::toString);
        assertEquals("true", start.get("plan.memory_limit.fits"));
        List<Map<String, String>> epochs = events.stream()
                .filter(event -> "epoch".equals(event.get("event")))
                .toList();
        assertEquals(3, epochs.size());
        for (int e = 0; e < 3; e++) {
            assertEquals(
                    Set.of(
                            "event",
                            "epoch",
                            "learning_rate",
                            "train_loss",
                            "train_accuracy",
                            "validation_loss",
                            "validation_accuracy",
                            "seconds",
                            "samples_per_second"),
                    epochs.get(e).keySet());
            assertEquals(String.valueOf(e + 1), epochs.get(e).get("epoch"));
        }
        Map<String, String> end = events.getLast();
        assertEquals("end", end.get("event"));
        assertEquals("completed", end.get("status"));
        assertEquals("3", end.get("epochs"));
        assertEquals(model.toString(), end.get("model"));
    }

    @Test
    void hasNullInJsonWhereThereIsNoFigure() throws IOException {
        Path data = Files.writeString(folder.resolve("r.csv"), "1,2,0.5\n2,3,1.5\n4,5,2.5\n");
        Cli result = Cli.run("train", "--data", data, "--validation", 0, "--epochs", 1, "--json-lines")
                .done();
        String epoch = result.out()
                .lines()
                .filter(line -> line.contains("\"event\":\"epoch\""))
                .findFirst()
                .orElseThrow();
        assertTrue(epoch.contains("\"train_accuracy\":null,\"validation_loss\":null"), epoch);
        assertTrue(result.out().contains("\"classes\":null"), result.out());
        assertTrue(result.out().endsWith("\"model\":null}\n"), result.out());
    }

    @Test
    void printsNothingWhenQuiet() throws IOException {
        Path model = folder.resolve("m.st");
        Cli result = Cli.runWatched("train", "--samples", 60, "--epochs", 1, "--out", model, "--quiet")
                .done();
        assertEquals("", result.out() + result.err());
        assertTrue(Files.size(model) > 0);
        Cli.run("train", "--data", "nothing-there", "--quiet").failed(2, "nothing-there");
        Cli.run("train", "--quiet", "--json-lines").failed(2, "--quiet and --json-lines exclude each other");
        Cli.run("train", "--quiet", "--verbose").failed(2, "--verbose has no effect with --quiet");
    }

    @Test
    void showsLossAndSpeedAndTheTimeLeftToAPerson() {
        // Work for more than a second on any machine: a rate is shown after the first fraction of one.
        Cli result = Cli.runWatched(
                        "train", "--samples", 6000, "--epochs", 3, "--layers", "512,512", "--backend", "java")
                .done();
        assertTrue(result.err().contains("epoch 1/3 ["), result.err());
        assertTrue(
                result.err()
                        .matches(
                                "(?s).*epoch \\d/3 \\[=*>? *\\] \\d+ %, loss \\S+, [0-9.]+ %, [0-9,]+ samples/s, \\d+:\\d\\d left.*"),
                result.err());
        assertFalse(result.out().contains("left"), result.out());
    }

    @Test
    void keepsTheOptionsInTheModelSoThatTheyCanBeUsedAgain() throws IOException {
        Path first = folder.resolve("a.st");
        Cli.run(
                        "train",
                        "--samples",
                        90,
                        "--epochs",
                        2,
                        "--layers",
                        "9,5",
                        "--regularizer",
                        "l2:0.01",
                        "--regularizer",
                        "max_norm:3",
                        "--learning-rate",
                        0.01,
                        "--metrics",
                        folder.resolve("h.jsonl"),
                        "--threads",
                        1,
                        "--out",
                        first,
                        "--optimizer",
                        "momentum:beta=0.5")
                .done();
        String config =
                Cli.run("inspect", "--model", first, "--show-config").done().out();
        assertTrue(config.contains("\nlayers: 9,5\n") && config.contains("schedule: constant"), config);
        for (String name : Training.WITHOUT_EFFECT) {
            assertFalse(config.contains("\n" + name + ":") || config.startsWith(name + ":"), config);
            assertTrue(ConfigTest.spec("train").findOption("--" + name) != null, name);
        }
        Path file = Files.writeString(folder.resolve("run.yaml"), config);
        Path second = folder.resolve("b.st");
        Cli.run("train", "--config", file, "--out", second, "--threads", 1, "--quiet")
                .done();
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        Cli inspected = Cli.run("inspect", "--model", first).done();
        assertTrue(inspected.out().contains("  config = all options; --show-config prints them\n"), inspected.out());
    }
}

package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final List<String> EPOCH = List.of(
            "epoch",
            "train_loss",
            "train_accuracy",
            "validation_loss",
            "validation_accuracy",
            "seconds",
            "samples_per_second");

    @TempDir
    Path folder;

    private static Map<String, @Nullable Object> parse(String line) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                object.put(
                        name,
                        switch (parser.nextToken()) {
                            case VALUE_NULL -> null;
                            case VALUE_STRING -> parser.getText();
                            default -> parser.getDoubleValue();
                        });
            }
            assertNull(parser.nextToken());
        }
        return object;
    }

    private List<Map<String, @Nullable Object>> train(Object... args) throws IOException {
        Path file = folder.resolve("history.jsonl");
        List<Object> all = new ArrayList<>(List.of("train", "--epochs", 3, "--metrics", file));
        all.addAll(List.of(args));
        Cli.run(all.toArray()).done();
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(parse(line));
        }
        return lines;
    }

    private static double number(Map<String, @Nullable Object> line, String name) {
        return line.get(name) instanceof Double value ? value : Double.NaN;
    }

    @Test
    void hasALineForEachEpochAndAnEnd() throws IOException {
        List<Map<String, @Nullable Object>> lines = train("--samples", 300);
        assertEquals(4, lines.size());
        for (int e = 1; e <= 3; e++) {
            Map<String, @Nullable Object> line = lines.get(e - 1);
            assertEquals(EPOCH, List.copyOf(line.keySet()));
            assertEquals(e, number(line, "epoch"));
            assertTrue(number(line, "train_loss") > 0);
            assertTrue(number(line, "validation_accuracy") >= 0);
            assertTrue(number(line, "samples_per_second") > 0);
        }
        Map<String, @Nullable Object> end = lines.getLast();
        assertEquals(List.of("event", "test_loss", "test_accuracy", "seconds"), List.copyOf(end.keySet()));
        assertEquals("end", end.get("event"));
        assertNull(end.get("test_loss"));
        assertTrue(number(end, "seconds") > 0);
    }

    @Test
    void hasNullWhereThereIsNoFigure() throws IOException {
        Path data = Files.writeString(folder.resolve("r.csv"), "1,2,0.5\n2,3,1.5\n4,5,2.5\n");
        List<Map<String, @Nullable Object>> lines = train("--data", data, "--validation", 0);
        assertTrue(number(lines.getFirst(), "train_loss") > 0);
        for (String name : List.of("train_accuracy", "validation_loss", "validation_accuracy")) {
            assertTrue(lines.getFirst().containsKey(name));
            assertNull(lines.getFirst().get(name));
        }
    }
}

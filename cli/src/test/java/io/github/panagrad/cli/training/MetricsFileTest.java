package io.github.panagrad.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a metrics file holds after failures, and after a training was resumed. */
class MetricsFileTest {
    private final List<String> warnings = new ArrayList<>();
    private final LostOutputs lost = new LostOutputs(warnings::add);

    @TempDir
    Path folder;

    private static EpochMetrics epoch(int number) {
        return new EpochMetrics(number, 0.1, 1.0 / number, Double.NaN, 2, 0.5, 0.25, 1000, Map.of());
    }

    private static List<Integer> epochs(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("\\{\"epoch\":(\\d+),.*\\}", "$1"))
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenWhenItCan() throws IOException {
        Path file = folder.resolve("later").resolve("h.jsonl");
        try (MetricsFile metrics = new MetricsFile(file, Optional.empty(), lost)) {
            metrics.onStep(1, 1, 10, 1, 0.1);
            metrics.onEpoch(epoch(1));
            metrics.onEpoch(epoch(2));
            assertEquals(1, warnings.size(), warnings::toString);
            assertTrue(warnings.getFirst().startsWith("WARN: cannot write " + file), warnings::toString);
            assertFalse(lost.isEmpty());
            Files.createDirectory(file.getParent());
            metrics.onEpoch(epoch(3));
            assertEquals(List.of(1, 2, 3), epochs(file));
            assertTrue(lost.isEmpty());
            metrics.onEpoch(epoch(4));
        }
        assertEquals(List.of(1, 2, 3, 4), epochs(file));
        assertEquals(1, warnings.size());
    }

    @Test
    void beginsWithWhatTheCheckpointKnows() throws IOException {
        Path file = folder.resolve("h.jsonl");
        // An epoch that is to be done again, and one that was killed in the middle of its line.
        Files.writeString(file, "{\"epoch\":1}\n{\"epoch\":2}\n{\"epoch\":3}\n{\"epo");
        try (MetricsFile metrics = new MetricsFile(file, Optional.empty(), lost)) {
            metrics.onStart(List.of(epoch(1), epoch(2)));
            assertEquals(4, Files.readAllLines(file).size(), "untouched before the first step");
            metrics.onStep(3, 1, 10, 1, 0.1);
            assertEquals(List.of(1, 2), epochs(file));
            metrics.onEpoch(epoch(3));
            // The next member of an ensemble.
            metrics.onStart(List.of(epoch(1)));
            metrics.onEpoch(epoch(2));
        }
        assertEquals(List.of(1, 2, 3, 1, 2), epochs(file));
        assertEquals(List.of(), warnings);
    }
}

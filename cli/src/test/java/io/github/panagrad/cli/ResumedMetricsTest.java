package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that was resumed has the same rows of metrics as one that was never stopped. */
class ResumedMetricsTest {
    @TempDir
    Path folder;

    private Object[] train(int epochs, String metrics, Object... more) {
        Stream<Object> common = Stream.of(
                "train",
                "--data",
                "moons",
                "--samples",
                300,
                "--layers",
                9,
                "--dropout",
                0.1,
                "--epochs",
                epochs,
                "--metric",
                "roc_auc",
                "--metrics",
                folder.resolve(metrics));
        return Stream.concat(common, Stream.of(more)).toArray();
    }

    /** Returns the rows without speeds, as they are the only thing that may differ. */
    static List<String> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll("\"(seconds|samples_per_second)\":[0-9.E-]+", "\"$1\":0"))
                .toList();
    }

    @Test
    void theFileIsContinued() throws IOException {
        Cli.run(train(7, "whole")).done();
        Object[] saving = {"--checkpoint", folder.resolve("c")};
        Object[] resuming = {"--checkpoint", folder.resolve("c"), "--resume"};
        Path file = folder.resolve("parts");
        Cli.run(train(3, "parts", saving)).done();
        List<String> before = Files.readAllLines(file).subList(0, 3);
        // What a process leaves that was killed after the checkpoint.
        Files.writeString(file, "{\"epoch\":4}\n{\"ep", StandardOpenOption.APPEND);
        Cli.run(train(5, "parts", resuming)).done();
        assertEquals(before, Files.readAllLines(file).subList(0, 3), "rows of the first process, speeds included");
        Cli.run(train(7, "parts", resuming)).done();
        assertEquals(rows(folder.resolve("whole")), rows(file));
        // The checkpoint knows what the file has lost, also where there is nothing left to do.
        Files.delete(file);
        Cli.run(train(7, "parts", resuming)).done();
        assertEquals(rows(folder.resolve("whole")), rows(file));
        assertTrue(Files.readAllLines(file).containsAll(before));
    }
}

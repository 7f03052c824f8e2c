package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that cannot be written cost neither the training nor the model. */
class LostOutputTest {
    private static final List<String> TRAIN = List.of(
            "train", "--data", "moons", "--samples", "60", "--layers", "3", "--epochs", "1500", "--backend", "java");

    @TempDir
    Path folder;

    private static List<String> warnings(String err) {
        return err.lines().filter(line -> line.contains("cannot write")).toList();
    }

    /** Files may have 64 or 128 KiB at most, as the shell counts: the metrics and the events are larger, the model is smaller. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no limit for the size of files")
    void aFullDisk() throws IOException, InterruptedException {
        Path model = folder.resolve("m.st");
        Path metrics = folder.resolve("h.jsonl");
        Path events = folder.resolve("events");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 128; exec \"$@\"", "sh"));
        List<String> args = new ArrayList<>(TRAIN);
        args.addAll(List.of("--out", model.toString(), "--metrics", metrics.toString()));
        args.addAll(List.of("--tensorboard", events.toString()));
        command.addAll(Program.of(Main.class, List.of("-XX:-UsePerfData"), err, args.toArray(String[]::new))
                .command());
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getInputStream().readAllBytes();
        assertEquals(1, process.waitFor(), () -> err.toString());

        List<String> warnings = warnings(Files.readString(err));
        assertEquals(2, warnings.size(), warnings::toString);
        for (String warning : warnings) {
            assertTrue(warning.startsWith("panagrad: WARN: cannot write"), warning);
            assertTrue(warning.endsWith("; the training is not affected"), warning);
        }
        List<String> lines = Files.readAllLines(metrics);
        assertTrue(lines.size() > 100 && lines.size() < 1500, () -> lines.size() + " lines");
        lines.forEach(line -> assertTrue(line.matches("\\{\"epoch\":\\d+,.*\\}"), line));
        assertTrue(Files.readString(metrics).endsWith("}\n"), "a line that is not complete");

        Path undisturbed = folder.resolve("u.st");
        List<String> again = new ArrayList<>(TRAIN);
        again.addAll(List.of("--quiet", "--out", undisturbed.toString()));
        Cli.run(again.toArray()).done();
        assertArrayEquals(Files.readAllBytes(undisturbed), Files.readAllBytes(model));
    }

    @Test
    void aReport() throws IOException {
        Path model = folder.resolve("m.st");
        Path report = folder.resolve("report");
        Files.createDirectories(report.resolve("report.html").resolve("taken"));
        Cli trained =
                Cli.run("train", "--samples", 300, "--layers", 9, "--epochs", 1, "--report", report, "--out", model);
        assertEquals(1, trained.code(), trained.err());
        assertEquals(1, warnings(trained.err()).size(), trained.err());
        assertTrue(trained.err().contains("WARN: cannot write " + report), trained.err());
        assertTrue(trained.line("saved").startsWith(model.toString()), trained.out());
        assertTrue(Files.size(model) > 0);
    }
}

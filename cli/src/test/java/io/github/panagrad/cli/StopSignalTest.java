package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.signal.StopSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to processes of their own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no kill")
class StopSignalTest {
    @TempDir
    Path folder;

    /** A program that never ends by itself: the first signal changes nothing, so that there can be a second. */
    static final class Stubborn {
        private Stubborn() {}

        public static void main(String[] args) throws InterruptedException {
            StopSignal signal = new StopSignal(System.out::println, () -> System.out.println("asked"));
            System.out.println("ready");
            if (args.length > 0) {
                signal.close();
                System.out.println("closed");
            }
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }

    private Process start(List<String> options, Class<?> main, String... args) throws IOException {
        return Program.of(main, options, folder.resolve("err"), args).start();
    }

    private static void kill(String signal, Process process) throws IOException, InterruptedException {
        String pid = String.valueOf(process.pid());
        assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).start().waitFor());
    }

    private int exitCode(Process process) throws IOException, InterruptedException {
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> "it did not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void expect(String line, BufferedReader out) throws IOException {
        assertEquals(line, out.readLine());
    }

    @ParameterizedTest
    @CsvSource({"INT, INT, 130", "TERM, TERM, 143", "INT, TERM, 143"})
    void asksFirstAndEndsAtOnceAfterwards(String first, String second, int code)
            throws IOException, InterruptedException {
        Process process = start(List.of(), Stubborn.class);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            expect("ready", out);
            kill(first, process);
            expect("asked", out);
            expect(StopSignal.NOTICE, out);
            kill(second, process);
            assertEquals(code, exitCode(process));
        }
    }

    @Test
    void givesTheSignalsBack() throws IOException, InterruptedException {
        Process process = start(List.of(), Stubborn.class, "close");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            expect("ready", out);
            expect("closed", out);
            kill("TERM", process);
            assertEquals(143, exitCode(process));
        }
    }

    @Test
    void leavesSignalsAloneWhereTheJvmMayNotHandleThem() throws IOException, InterruptedException {
        Process process = start(List.of("-Xrs"), Stubborn.class);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            expect("ready", out);
            kill("TERM", process);
            assertEquals(143, exitCode(process));
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void endsATrainingAfterTheStepItIsAt(String name, int code) throws IOException, InterruptedException {
        Path model = folder.resolve("m.st");
        Process process = start(
                List.of(),
                Main.class,
                "train",
                "--samples",
                "3000",
                "--epochs",
                "1000000",
                "--layers",
                "9",
                "--json-lines",
                "--out",
                model.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("{\"event\":\"epoch\"")) {
                line = out.readLine();
            }
            kill(name, process);
            String last = "";
            for (line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
            assertEquals(code, exitCode(process));
            assertTrue(
                    last.matches(
                            "\\{\"event\":\"end\",\"status\":\"stopped\",\"epochs\":[1-9].*\"model\":\".*m.stopped.st\"}"),
                    last);
        }
        // Warnings of the JVM may stand before it.
        assertTrue(Files.readString(folder.resolve("err")).endsWith("panagrad: " + StopSignal.NOTICE + "\n"));
        assertFalse(Files.exists(model), "a network that was not trained to the end");
        // It is not lost either.
        Cli.run("inspect", "--model", folder.resolve("m.stopped.st")).done();
    }

    /** Recipes that are done when it is stopped are a model. */
    @Test
    void whatIsDoneOfTheBestIsSaved() throws IOException, InterruptedException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 400; i++) {
            rows.append(i % 23).append(',').append(i % 23 + i % 7).append('\n');
        }
        Path data = Files.writeString(folder.resolve("d.csv"), rows);
        Path model = folder.resolve("m.st");
        Process process = start(
                List.of(),
                Main.class,
                "train",
                "--data",
                data.toString(),
                "--preset",
                "best",
                "--time-limit",
                "1h",
                "--json-lines",
                "--out",
                model.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("{\"event\":\"recipe\"")) {
                line = out.readLine();
            }
            kill("INT", process);
            String last = out.lines().reduce("", (_, next) -> next);
            assertEquals(130, exitCode(process));
            assertTrue(
                    last.matches("\\{\"event\":\"end\",\"status\":\"stopped\",.*\"model\":\".*m.stopped.st\"}"), last);
        }
        assertFalse(Files.exists(model));
        Cli.run("evaluate", "--model", folder.resolve("m.stopped.st"), "--data", data)
                .done();
    }

    /** The epochs are so many that the pipe is full, and the training waits for its reader, long before the last. */
    private String[] checkpointed(Path model, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--samples", "300", "--epochs", "600", "--layers", "9,7"));
        args.addAll(List.of("--dropout", "0.2", "--json-lines", "--checkpoint-every", "50epochs"));
        args.addAll(List.of("--out", model.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private void requireDone(Process process) throws IOException, InterruptedException {
        process.getInputStream().readAllBytes();
        assertEquals(0, exitCode(process), () -> folder.resolve("err").toString());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aTrainingThatWasStoppedGoesOnToTheSameBytes(String name, int code) throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.st");
        requireDone(start(
                List.of(),
                Main.class,
                checkpointed(whole, "--checkpoint", folder.resolve("w").toString())));

        Path model = folder.resolve("m.st");
        Path checkpoints = folder.resolve("c");
        Process stopped = start(List.of(), Main.class, checkpointed(model, "--checkpoint", checkpoints.toString()));
        try (BufferedReader out = stopped.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("{\"event\":\"epoch\"")) {
                line = out.readLine();
            }
            kill(name, stopped);
            String last = out.lines().reduce("", (_, next) -> next);
            assertEquals(code, exitCode(stopped));
            assertTrue(last.startsWith("{\"event\":\"end\",\"status\":\"stopped\""), last);
        }
        assertFalse(Files.exists(model));

        requireDone(
                start(List.of(), Main.class, checkpointed(model, "--checkpoint", checkpoints.toString(), "--resume")));
        assertTrue(
                Files.readString(folder.resolve("err")).contains("resuming from " + checkpoints),
                () -> "it began anew");
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
    }
}

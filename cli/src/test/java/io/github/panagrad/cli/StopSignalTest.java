package io.github.panagrad.cli;

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

    private Process start(List<String> options, String name, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", "")));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), name));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
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
        Process process = start(List.of(), Stubborn.class.getName());
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
        Process process = start(List.of(), Stubborn.class.getName(), "close");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            expect("ready", out);
            expect("closed", out);
            kill("TERM", process);
            assertEquals(143, exitCode(process));
        }
    }

    @Test
    void leavesSignalsAloneWhereTheJvmMayNotHandleThem() throws IOException, InterruptedException {
        Process process = start(List.of("-Xrs"), Stubborn.class.getName());
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
                Main.class.getName(),
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
                    last.matches("\\{\"event\":\"end\",\"status\":\"stopped\",\"epochs\":[1-9].*\"model\":null}"),
                    last);
        }
        // Warnings of the JVM may stand before it.
        assertTrue(Files.readString(folder.resolve("err")).endsWith("panagrad: " + StopSignal.NOTICE + "\n"));
        assertFalse(Files.exists(model), "a network that was not trained to the end");
    }
}

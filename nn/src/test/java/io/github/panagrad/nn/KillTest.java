package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed at random moments, also while a checkpoint is being written, and resumed each time, a training ends with the same model
 * file. {@code -Dpanagrad.kills=50} kills more often.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("panagrad.kills", 6);

    /** After its first checkpoint a process lives at most so long. */
    private static final int MAX_MILLIS = 400;

    @TempDir
    Path folder;

    @Test
    void endsWithTheSameFile(TestReporter reporter) throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        start(folder.resolve("whole"), whole, 1000).waitFor(5, TimeUnit.MINUTES);
        assertTrue(Files.exists(whole), this::printed);

        Random random = new Random(20250102);
        Path parts = folder.resolve("parts");
        Path model = folder.resolve("parts.safetensors");
        int kills = 0;
        int halfWritten = 0;
        int rounds = 0;
        List<Long> steps = new ArrayList<>();
        while (kills < KILLS) {
            rounds++;
            assertTrue(rounds < 3 * KILLS, "the training ends before it is killed: " + steps);
            boolean wasDone = Files.exists(model);
            if (wasDone) {
                // It went through: the same again, as often as it takes.
                assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
                Files.delete(model);
                delete(parts);
            }
            Process process = start(parts, model, 1);
            if (killAfterACheckpoint(process, random, kills % 2 == 0 ? null : parts)) {
                kills++;
                halfWritten += hasLeftover(parts) ? 1 : 0;
                steps.add(newest(parts));
            } else {
                assertEquals(0, process.exitValue(), this::printed);
            }
        }
        assertEquals(0, start(parts, model, 50).waitFor(), this::printed);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model), () -> "killed at " + steps);
        assertTrue(!hasLeftover(parts), "what the killed writers left is still there");
        reporter.publishEntry(
                kills + " kills", halfWritten + " of them in the middle of a checkpoint, at steps " + steps);
    }

    private String printed() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Process start(Path checkpoints, Path model, int every) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dpanagrad.cache=" + System.getProperty("panagrad.cache", ""),
                "-cp",
                System.getProperty("java.class.path"),
                KillProbe.class.getName(),
                checkpoints.toString(),
                model.toString(),
                String.valueOf(every));
        Files.deleteIfExists(folder.resolve("output.txt"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    /**
     * Waits for the first checkpoint of this process, and for some time more; returns whether it was killed alive.
     *
     * @param writing kills it as soon as there is an unfinished file in this folder; null for at once
     */
    private boolean killAfterACheckpoint(Process process, Random random, @Nullable Path writing)
            throws InterruptedException, IOException {
        while (process.isAlive() && !printed().contains("checkpoint ")) {
            Thread.sleep(1);
        }
        Thread.sleep(random.nextInt(MAX_MILLIS), random.nextInt(1_000_000));
        while (process.isAlive() && writing != null && !hasLeftover(writing)) {
            Thread.onSpinWait();
        }
        boolean isAlive = process.isAlive();
        process.destroyForcibly().waitFor();
        return isAlive;
    }

    private static boolean hasLeftover(Path directory) throws IOException {
        return names(directory).anyMatch(name -> name.endsWith(".tmp"));
    }

    private static long newest(Path directory) throws IOException {
        return names(directory)
                .filter(name -> name.startsWith("checkpoint-"))
                .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
                .max()
                .orElse(0);
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static void delete(Path directory) throws IOException {
        for (String name : names(directory).toList()) {
            Files.delete(directory.resolve(name));
        }
    }
}

package io.github.panagrad.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were written can be read; damaged files are reported, and the previous checkpoint is used. */
class CheckpointFileTest {
    private static final CheckpointDescription DESCRIPTION = new CheckpointDescription(
            Map.of("inputs", "7"),
            Map.of("optimizer", "adam", "schedule", "é \"\\ \n 😀"),
            Map.of(),
            Map.of("threads", "2"),
            Map.of("", ""),
            Map.of("note", "x".repeat(100_000)),
            new Progress(3, Long.MAX_VALUE, 5, 7, Double.MIN_VALUE, 1, 0.1 + 0.2));

    @TempDir
    Path folder;

    private Path write(String name, CheckpointDescription description) throws IOException {
        Path file = folder.resolve(name);
        try (Arena arena = Arena.ofConfined()) {
            Tensor values = Tensor.over(arena.allocate(6 * 8, 8), DType.F64, 2, 3);
            values.set(1, 2, Double.NaN);
            Tensor floats = Tensor.over(arena.allocate(4 * 4, 8), DType.F32, 1, 4);
            floats.set(0, 3, -0.0);
            CheckpointFile.write(
                    file,
                    description,
                    List.of(new NamedTensor("a", List.of(2L, 3L), values), new NamedTensor("b", List.of(4L), floats)));
        }
        return file;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path path = write("a.safetensors", DESCRIPTION);
        assertEquals(DESCRIPTION, CheckpointFile.inspect(path));
        try (CheckpointFile file = CheckpointFile.open(path);
                Arena arena = Arena.ofConfined()) {
            file.require("b", DType.F32, List.of(4L));
            Tensor values = Tensor.over(arena.allocate(6 * 8, 8), DType.F64, 2, 3);
            file.read("a", values);
            assertTrue(Double.isNaN(values.get(1, 2)));
            assertTrue(message(() -> file.require("c", DType.F32, List.of(4L))).contains("tensor c is missing"));
            assertTrue(message(() -> file.require("b", DType.F64, List.of(4L))).contains("b is F32 [4]"));
            assertTrue(message(() -> file.require(List.of())).contains("tensors that this training run does not have"));
        }
    }

    private static String message(Runnable task) {
        return String.valueOf(assertThrows(CheckpointException.class, task::run).getMessage());
    }

    @Test
    void losesThatAreNotFinite() throws IOException {
        for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MAX_VALUE}) {
            Progress progress = new Progress(0, 1, 0, 1, loss, 0, 0);
            Path path = write(
                    "a.safetensors",
                    new CheckpointDescription(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), progress));
            assertEquals(progress, CheckpointFile.inspect(path).progress());
        }
    }

    /** A change of any byte of the file is detected, except in the padding after the header. */
    @Test
    void everyChangedByteIsNoticed() throws IOException {
        CheckpointDescription small = new CheckpointDescription(
                Map.of("k", "v"), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), new Progress(0, 1, 0, 1, 0, 0, 0));
        Path path = write("a.safetensors", small);
        byte[] good = Files.readAllBytes(path);
        int undetected = 0;
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 0x10;
            Files.write(path, changed);
            try {
                CheckpointFile.inspect(path);
                undetected++;
            } catch (CheckpointException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith(path.toString()), e::getMessage);
            }
        }
        assertEquals(0, undetected);
    }

    @Test
    void theNewestThatIsGoodIsTaken() throws IOException {
        assertEquals(Optional.empty(), CheckpointFile.latest(folder.resolve("nowhere")));
        assertEquals(Optional.empty(), CheckpointFile.latest(folder));
        Files.writeString(folder.resolve("checkpoint-1.safetensors"), "other");
        Path first = write("checkpoint-000000000009.safetensors", DESCRIPTION);
        Path second = write("checkpoint-000000000010.safetensors", DESCRIPTION);
        Path third = write("checkpoint-1000000000000.safetensors", DESCRIPTION);
        assertEquals(Optional.of(third), CheckpointFile.latest(folder));
        byte[] bytes = Files.readAllBytes(third);
        bytes[bytes.length - 1] ^= 1;
        Files.write(third, bytes);
        Files.write(second, java.util.Arrays.copyOf(bytes, 1000));
        List<String> damaged = new ArrayList<>();
        assertEquals(Optional.of(first), CheckpointFile.latest(folder, damaged::add));
        assertEquals(2, damaged.size());
        assertTrue(damaged.get(0).contains(third.toString()) && damaged.get(0).contains("damaged"), damaged::toString);
        assertTrue(damaged.get(1).contains(second.toString()), damaged::toString);
        Files.delete(first);
        String none = message(() -> CheckpointFile.latest(folder));
        assertTrue(none.contains("no checkpoint is usable"), none);
        assertEquals(1, none.lines().count(), none);
    }

    @Test
    void whatIsNoCheckpoint() throws IOException {
        Path path = folder.resolve("m.safetensors");
        SafetensorsWriter.write(path, Map.of("k", "v"), List.of());
        assertTrue(message(() -> CheckpointFile.inspect(path)).contains("not a checkpoint"));
        Files.writeString(path, "{}");
        assertTrue(message(() -> CheckpointFile.inspect(path)).startsWith(path.toString()));
        assertTrue(message(() -> CheckpointFile.inspect(folder)).contains("a directory"));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertTrue(message(() -> CheckpointFile.latest(file)).contains("cannot be read"));
    }

    @Test
    void descriptionsThatAreNone() {
        String good = DescriptionJson.write(DESCRIPTION);
        assertEquals(DESCRIPTION, DescriptionJson.read(good));
        refused(good.replace("\"version\":\"1\"", "\"version\":\"2\""), "use the release that wrote it");
        refused(good.replace("\"steps\":", "\"steppes\":"), "progress.steps' is missing");
        refused(good.replace("\"epochs\":\"5\"", "\"epochs\":\"five\""), "progress.epochs: expected a number");
        refused(good.replace("\"epochs\":\"5\"", "\"epochs\":\"-5\""), "inconsistent training progress");
        refused(good.replace("\"epochs\":\"5\"", "\"epochs\":5"), "progress.epochs: expected VALUE_STRING");
        refused(good.replace("\"epochs\":\"5\"", "\"epochs\":\"5\",\"more\":\"5\""), "unknown fields");
        refused(good.replace("\"notes\":", "\"tones\":"), "unknown field 'tones'");
        refused(good.replace("{\"inputs\":\"7\"}", "[]"), "network: expected START_OBJECT");
        refused(good.replace("\"inputs\":\"7\"", "\"inputs\":\"7\",\"inputs\":\"8\""), "not valid JSON");
        refused(good + "{}", "the end of the description");
        refused(good.substring(0, 50), "not valid JSON");
        refused("\0".repeat(10), "not valid JSON");
        assertEquals(100_000, good.getBytes(StandardCharsets.UTF_8).length, 5_000);
    }

    private static void refused(String json, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DescriptionJson.read(json));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }
}

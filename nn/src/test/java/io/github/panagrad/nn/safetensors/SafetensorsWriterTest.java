package io.github.panagrad.nn.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invalid arguments, which are rejected before a file is touched, and the state of the file when writing fails. */
class SafetensorsWriterTest {
    @TempDir
    Path folder;

    private final Slab slab = new Slab("test");

    @AfterEach
    void closeSlab() {
        slab.close();
    }

    private NamedTensor filled(String name, double value) {
        Tensor tensor = slab.allocate(DType.F32, 207, 513);
        tensor.fill(value);
        return new NamedTensor(name, List.of(207L, 513L), tensor);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aTensorMustFitItsNameAndShape() {
        Tensor six = slab.allocate(DType.F32, 2, 3);
        assertBad("a tensor cannot be named __metadata__", "__metadata__", List.of(6L), six);
        assertBad("unpaired surrogate", "\ud800", List.of(6L), six);
        assertBad("the shape [-2, -3] has a negative size", "a", List.of(-2L, -3L), six);
        assertBad(
                "the shape [7] differs in its number of elements from float32[2x3], which has 6",
                "a",
                List.of(7L),
                six);
        assertBad("differs in its number of elements", "a", List.of(1L << 32, 1L << 32), six);
        assertBad("differs in its number of elements", "a", List.of(), six);
        assertBad("a view with gaps", "a", List.of(2L, 2L), six.columnRange(0, 2));
    }

    private static void assertBad(String expected, String name, List<Long> shape, Tensor tensor) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new NamedTensor(name, shape, tensor));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }

    @Test
    void badContentLeavesNoFile() throws IOException {
        Path target = folder.resolve("m.safetensors");
        NamedTensor a = filled("a", 1);
        String tooLong = "x".repeat(4_000_001);
        assertRefused(target, "two tensors are named 'a'", Map.of(), List.of(a, filled("b", 1), a));
        assertRefused(target, "'k' contains an unpaired surrogate", Map.of("k", "\udc00"), List.of(a));
        assertRefused(target, "exceeds a limit: String", Map.of("k", tooLong), List.of(a));
        assertRefused(target, "exceeds a limit: Name", Map.of(), List.of(filled("x".repeat(10_001), 1)));
        assertEquals(List.of(), filesIn(folder));
    }

    private static void assertRefused(
            Path target, String expected, Map<String, String> metadata, List<NamedTensor> tensors) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(target, metadata, tensors));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }

    @Test
    void aClosedSlabLeavesTheOldFile() throws IOException {
        Path target = folder.resolve("m.safetensors");
        SafetensorsWriter.write(target, Map.of(), List.of(filled("a", 1)));
        byte[] old = Files.readAllBytes(target);
        Slab closed = new Slab("test");
        NamedTensor lost = new NamedTensor("b", List.of(3L), closed.allocate(DType.F64, 1, 3));
        closed.close();
        assertThrows(
                IllegalStateException.class,
                () -> SafetensorsWriter.write(target, Map.of(), List.of(filled("a", 2), lost)));
        assertArrayEquals(old, Files.readAllBytes(target));
        assertEquals(List.of(target), filesIn(folder));
    }

    @Test
    void anInterruptedWriteLeavesTheOldFile() throws IOException {
        Path target = folder.resolve("m.safetensors");
        SafetensorsWriter.write(target, Map.of(), List.of(filled("a", 1)));
        byte[] old = Files.readAllBytes(target);
        List<NamedTensor> changed = List.of(filled("a", 2));
        Thread.currentThread().interrupt();
        IOException e = assertThrows(IOException.class, () -> SafetensorsWriter.write(target, Map.of(), changed));
        assertTrue(Thread.interrupted());
        assertEquals("cannot write " + target + ": the thread was interrupted; nothing was changed", e.getMessage());
        assertArrayEquals(old, Files.readAllBytes(target));
        assertEquals(List.of(target), filesIn(folder));
    }

    @Test
    void writersAtTheSameTimeLeaveOneWholeFile() throws IOException, InterruptedException, ExecutionException {
        Path target = folder.resolve("m.safetensors");
        SafetensorsWriter.write(target, Map.of("writer", "0"), List.of(filled("a", 0)));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                NamedTensor tensor = filled("a", i);
                Map<String, String> metadata = Map.of("writer", String.valueOf(i));
                writers.add(threads.submit(() -> {
                    for (int n = 0; n < 10; n++) {
                        SafetensorsWriter.write(target, metadata, List.of(tensor));
                    }
                    return null;
                }));
            }
            while (!writers.stream().allMatch(Future::isDone)) {
                assertWhole(target);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertWhole(target);
        assertEquals(List.of(target), filesIn(folder));
    }

    private static void assertWhole(Path target) {
        try (SafetensorsFile file = SafetensorsFile.open(target);
                Slab slab = new Slab("test")) {
            double writer = Double.parseDouble(file.metadata().getOrDefault("writer", "none"));
            Tensor expected = slab.allocate(DType.F32, 207, 513);
            expected.fill(writer);
            Tensor actual = slab.allocate(DType.F32, 207, 513);
            file.read("a", actual);
            assertEquals(-1, expected.segment().mismatch(actual.segment()));
        }
    }
}

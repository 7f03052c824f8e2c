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
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    // In float32, 255 x 257 is one element less than the buffer; 521 x 257 takes several buffers in both types.
    private static final int[][] SHAPES = {
        {1, 1}, {1, 13}, {13, 1}, {3, 5}, {207, 13}, {255, 257}, {256, 256}, {521, 257}, {0, 7}, {7, 0}
    };

    @TempDir
    Path folder;

    private final Slab slab = new Slab("test");

    @AfterEach
    void closeSlab() {
        slab.close();
    }

    private Tensor random(DType dtype, int rows, int columns, long seed) {
        Tensor tensor = slab.allocate(dtype, rows, columns);
        Random random = new Random(seed);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                tensor.set(r, c, random.nextGaussian());
            }
        }
        return tensor;
    }

    private static List<Long> shape(Tensor tensor) {
        return List.of((long) tensor.rows(), (long) tensor.columns());
    }

    private static TensorEntry entry(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyShapeComesBackWithTheSameBits(DType dtype) throws IOException {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int[] shape : SHAPES) {
            Tensor tensor = random(dtype, shape[0], shape[1], tensors.size());
            tensors.add(new NamedTensor("t" + tensors.size(), shape(tensor), tensor));
        }
        Path path = folder.resolve("m.safetensors");
        SafetensorsWriter.write(path, Map.of("k", "v"), tensors);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(tensors.size(), file.tensors().size());
            for (NamedTensor expected : tensors) {
                TensorEntry entry = entry(file, expected.name());
                assertEquals(expected.shape(), entry.shape());
                assertEquals(dtype.name(), entry.dtype());
                assertEquals(expected.data().size(), entry.elements());
                Tensor actual = slab.allocate(
                        dtype, expected.data().rows(), expected.data().columns());
                file.read(expected.name(), actual);
                assertEquals(-1, expected.data().segment().mismatch(actual.segment()), expected.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyShapeIsConverted(DType stored) throws IOException {
        DType wanted = stored == DType.F32 ? DType.F64 : DType.F32;
        for (int[] shape : SHAPES) {
            Tensor tensor = random(stored, shape[0], shape[1], 5);
            Path path = folder.resolve("m.safetensors");
            SafetensorsWriter.write(path, Map.of(), List.of(new NamedTensor("a", shape(tensor), tensor)));
            Tensor expected = slab.allocate(wanted, shape[0], shape[1]);
            expected.copyFrom(tensor);
            Tensor actual = slab.allocate(wanted, shape[0], shape[1]);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                file.read("a", actual);
            }
            assertEquals(-1, expected.segment().mismatch(actual.segment()), actual::toString);
        }
    }

    @Test
    void theFileHasTheCallersShapes() throws IOException {
        Tensor twelve = random(DType.F32, 3, 4, 1);
        Tensor one = random(DType.F64, 1, 1, 2);
        Tensor none = slab.allocate(DType.F32, 0, 0);
        Path path = folder.resolve("m.safetensors");
        SafetensorsWriter.write(
                path,
                Map.of(),
                List.of(
                        new NamedTensor("vector", List.of(12L), twelve),
                        new NamedTensor("cube", List.of(2L, 3L, 1L, 2L), twelve),
                        new NamedTensor("none", List.of(2L, 0L, 1L << 40), none),
                        new NamedTensor("", List.of(), one)));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(
                    List.of("vector", "cube", "none", ""),
                    List.copyOf(file.tensors().keySet()));
            assertEquals(List.of(2L, 3L, 1L, 2L), entry(file, "cube").shape());
            assertEquals(List.of(2L, 0L, 1L << 40), entry(file, "none").shape());
            assertEquals(List.of(), entry(file, "").shape());
            Tensor read = slab.allocate(DType.F32, 3, 4);
            file.read("cube", read);
            assertArrayEquals(twelve.toArray(), read.toArray());
            file.read("none", none);
        }
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        Tensor tensor = random(DType.F32, 5, 3, 1);
        List<NamedTensor> tensors = List.of(new NamedTensor("a", shape(tensor), tensor));
        Path first = folder.resolve("1");
        Path second = folder.resolve("2");
        SafetensorsWriter.write(first, Map.of("x", "1", "b", "2", "m", "3"), tensors);
        SafetensorsWriter.write(second, Map.of("m", "3", "x", "1", "b", "2"), tensors);
        assertEquals(-1, Files.mismatch(first, second));
    }

    @Test
    void textOfAllKindsComesBack() throws IOException {
        Tensor tensor = random(DType.F32, 1, 1, 1);
        String odd = "\"quoted\" \\ / \0 \t\r\n \u007f é 漢字 \uD83D\uDE00 \u2028 \uFEFF {}[],:";
        Map<String, String> metadata = Map.of(odd, odd, "", "", "long", "漢".repeat(1_000_000));
        Path path = folder.resolve("m.safetensors");
        SafetensorsWriter.write(path, metadata, List.of(new NamedTensor(odd, List.of(), tensor)));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(metadata, file.metadata());
            assertTrue(file.tensors().containsKey(odd));
        }
    }

    @Test
    void aDoubleBeyondTheRangeOfFloatIsNotMadeInfinite() throws IOException {
        Tensor tensor = random(DType.F64, 3, 3, 1);
        tensor.set(1, 0, Double.POSITIVE_INFINITY);
        tensor.set(1, 1, Double.NaN);
        tensor.set(2, 1, -1e300);
        Path path = folder.resolve("m.safetensors");
        SafetensorsWriter.write(path, Map.of(), List.of(new NamedTensor("a", shape(tensor), tensor)));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Tensor narrow = slab.allocate(DType.F32, 3, 3);
            SafetensorsException e = assertThrows(SafetensorsException.class, () -> file.read("a", narrow));
            assertEquals(
                    path + ": tensor 'a': element 7 is too large for float32; read the file as float64",
                    e.getMessage());
            file.read("a", slab.allocate(DType.F64, 3, 3));
        }
    }
}

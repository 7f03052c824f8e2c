package io.github.panagrad.nn.safetensors;

import static io.github.panagrad.nn.safetensors.RawFile.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, reading and closing of valid files. */
class SafetensorsFileTest {
    @TempDir
    Path folder;

    private final Slab slab = new Slab("test");

    @AfterEach
    void closeSlab() {
        slab.close();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("m.safetensors"), content);
    }

    private static String message(Path path) {
        return String.valueOf(assertThrows(SafetensorsException.class, () -> SafetensorsFile.open(path))
                .getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        Path path = folder.resolve("none.safetensors");
        assertEquals(path + ": cannot be read: no such file; check the path and its permissions", message(path));
    }

    @Test
    void aDirectoryIsRefused() {
        assertEquals(folder + ": this is a directory; name a safetensors file", message(folder));
    }

    @Test
    void aDeviceIsRefused() {
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            assertEquals("/dev/zero: this is not a regular file; name a safetensors file", message(device));
        }
    }

    @Test
    void aPathThroughAFileIsRefused() throws IOException {
        Path path = write(new byte[8]).resolve("inside");
        assertTrue(message(path).startsWith(path + ": cannot be read: "), message(path));
    }

    @Test
    void aDanglingLinkIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertTrue(message(link).startsWith(link + ": cannot be read: no such file"), message(link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"})
    void oneByteTypesAreListedButNotRead(String dtype) throws IOException {
        assertListedButNotRead(dtype, "[3,5]", 15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I16", "U16", "F16", "BF16"})
    void twoByteTypesAreListedButNotRead(String dtype) throws IOException {
        assertListedButNotRead(dtype, "[3,5]", 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I32", "U32"})
    void fourByteTypesAreListedButNotRead(String dtype) throws IOException {
        assertListedButNotRead(dtype, "[3,5]", 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"I64", "U64", "C64"})
    void eightByteTypesAreListedButNotRead(String dtype) throws IOException {
        assertListedButNotRead(dtype, "[3,5]", 120);
    }

    @Test
    void typesNarrowerThanAByteAreListedButNotRead() throws IOException {
        assertListedButNotRead("F4", "[3,2]", 3);
        assertListedButNotRead("F6_E2M3", "[4,5]", 15);
        assertListedButNotRead("F6_E3M2", "[4]", 3);
    }

    private void assertListedButNotRead(String dtype, String shape, int bytes) throws IOException {
        Path path = write(RawFile.of(header(dtype, shape, "[0," + bytes + "]"), new byte[bytes]));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorEntry entry = Objects.requireNonNull(file.tensors().get("a"));
            assertEquals(dtype, entry.dtype());
            assertEquals(bytes, entry.byteSize());
            Tensor tensor = slab.allocate(DType.F32, 3, 5);
            SafetensorsException e = assertThrows(SafetensorsException.class, () -> file.read("a", tensor));
            assertEquals(
                    path + ": tensor 'a' has dtype " + dtype + ", but only F32 and F64 can be read; convert the file",
                    e.getMessage());
        }
    }

    @Test
    void whitespaceBehindTheHeaderIsAllowed() throws IOException {
        Path path = write(RawFile.of(header("F32", "[1]", "[0,4]") + " \t\r\n ", RawFile.floats(1.5f)));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Tensor tensor = slab.allocate(DType.F32, 1, 1);
            file.read("a", tensor);
            assertEquals(1.5, tensor.get(0, 0));
        }
    }

    @Test
    void theHeaderMayNameTensorsInAnyOrder() throws IOException {
        String header = "{\"second\":{\"data_offsets\":[8,12],\"shape\":[1],\"dtype\":\"F32\"},\"__metadata__\":{},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]},"
                + "\"first\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
        byte[] data = {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f, 0, 0, (byte) 0xc0, 0x3f};
        try (SafetensorsFile file = SafetensorsFile.open(write(RawFile.of(header, data)))) {
            assertEquals(
                    List.of("first", "none", "second"),
                    List.copyOf(file.tensors().keySet()));
            Tensor tensor = slab.allocate(DType.F32, 1, 1);
            file.read("first", tensor);
            assertEquals(1, tensor.get(0, 0));
            file.read("second", tensor);
            assertEquals(1.5, tensor.get(0, 0));
            file.read("none", slab.allocate(DType.F64, 0, 3));
        }
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Path path = write(RawFile.of(header("F32", "[2,3]", "[0,24]"), new byte[24]));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Tensor wrong = slab.allocate(DType.F32, 2, 2);
            assertEquals(
                    path + ": has no tensor 'b'; it has 1: 'a'",
                    assertThrows(SafetensorsException.class, () -> file.read("b", wrong))
                            .getMessage());
            assertEquals(
                    path + ": tensor 'a' has the shape [2, 3], 6 elements, but expected 2x2",
                    assertThrows(SafetensorsException.class, () -> file.read("a", wrong))
                            .getMessage());
            Tensor gaps = slab.allocate(DType.F32, 2, 4).columnRange(0, 3);
            assertThrows(IllegalArgumentException.class, () -> file.read("a", gaps));
        }
    }

    @Test
    void theMapsCannotBeChanged() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(RawFile.of("{}")))) {
            assertThrows(
                    UnsupportedOperationException.class, () -> file.metadata().put("a", "b"));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> file.tensors().put("a", new TensorEntry("a", "F32", List.of(), 0, 4)));
        }
    }

    @Test
    void nothingIsReadOnceSomethingWasClosed() throws IOException {
        Path path = write(RawFile.of(header("F32", "[1]", "[0,4]"), new byte[4]));
        SafetensorsFile file = SafetensorsFile.open(path);
        Tensor tensor = slab.allocate(DType.F32, 1, 1);
        slab.close();
        assertThrows(IllegalStateException.class, () -> file.read("a", tensor));
        file.close();
        file.close();
        try (Slab other = new Slab("test")) {
            Tensor open = other.allocate(DType.F32, 1, 1);
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> file.read("a", open));
            assertEquals(path + " is closed", e.getMessage());
        }
    }

    @Test
    void aFileThatShrinksWhileOpenIsNoticed() throws IOException {
        Path path = write(RawFile.of(header("F32", "[4]", "[0,16]"), new byte[16]));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            try (var shrinking = new RandomAccessFile(path.toFile(), "rw")) {
                shrinking.setLength(shrinking.length() - 1);
            }
            Tensor tensor = slab.allocate(DType.F32, 1, 4);
            assertEquals(
                    path + ": tensor 'a' cannot be read: it was truncated while it was read",
                    assertThrows(SafetensorsException.class, () -> file.read("a", tensor))
                            .getMessage());
        }
    }

    @Test
    void anInterruptedReadSaysSo() throws IOException {
        Path path = write(RawFile.of(header("F32", "[1]", "[0,4]"), new byte[4]));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Tensor tensor = slab.allocate(DType.F32, 1, 1);
            Thread.currentThread().interrupt();
            SafetensorsException e = assertThrows(SafetensorsException.class, () -> file.read("a", tensor));
            assertTrue(Thread.interrupted());
            assertEquals(path + ": tensor 'a' cannot be read: the thread was interrupted", e.getMessage());
        }
    }

    @Test
    void threadsShareAFile() throws IOException, InterruptedException, ExecutionException {
        List<NamedTensor> tensors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Tensor tensor = slab.allocate(DType.F32, 207, 513);
            tensor.fill(i);
            tensors.add(new NamedTensor("t" + i, List.of(207L, 513L), tensor));
        }
        Path path = folder.resolve("m.safetensors");
        SafetensorsWriter.write(path, Map.of(), tensors);
        try (SafetensorsFile file = SafetensorsFile.open(path);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> reads = new ArrayList<>();
            for (NamedTensor expected : tensors) {
                reads.add(threads.submit(() -> {
                    Tensor actual = slab.allocate(DType.F32, 207, 513);
                    file.read(expected.name(), actual);
                    assertEquals(-1, expected.data().segment().mismatch(actual.segment()), expected.name());
                }));
            }
            for (Future<?> read : reads) {
                read.get();
            }
        }
    }
}

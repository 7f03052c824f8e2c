package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which memory a tensor or a table accepts: what it refuses here would crash in native code. */
class TensorMemoryTest {
    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    private static String refused(MemorySegment segment, DType dtype, int rows, int columns) {
        return Refusal.of(() -> Tensor.over(segment, dtype, rows, columns));
    }

    @Test
    void countsBytesWithoutOverflow() {
        assertEquals(0, Tensor.byteSize(DType.F32, 0, Integer.MAX_VALUE));
        assertEquals(4L * Tensor.MAX_ELEMENTS, Tensor.byteSize(DType.F32, 1, Tensor.MAX_ELEMENTS));
        assertEquals(8L * Tensor.MAX_ELEMENTS, Tensor.byteSize(DType.F64, Tensor.MAX_ELEMENTS, 1));
        int[][] tooLarge = {
            {1, Tensor.MAX_ELEMENTS + 1},
            {Integer.MAX_VALUE, 1},
            {Integer.MAX_VALUE, Integer.MAX_VALUE},
            {65536, 65536},
            {1 << 30, 1 << 30}
        };
        for (int[] shape : tooLarge) {
            String message = Refusal.of(() -> Tensor.byteSize(DType.F32, shape[0], shape[1]));
            assertTrue(message.contains(shape[0] + "x" + shape[1]), message);
            assertThrows(IllegalArgumentException.class, () -> slab.allocate(DType.F64, shape[0], shape[1]));
        }
        assertThrows(IllegalArgumentException.class, () -> Tensor.byteSize(DType.F32, -1, 3));
        assertThrows(IllegalArgumentException.class, () -> Tensor.byteSize(DType.F32, 3, -1));
        assertThrows(IllegalArgumentException.class, () -> Tensor.byteSize(DType.F32, -3, -1));
        assertEquals(0, slab.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void takesTheFirstElementsOfASegment(DType dtype) {
        MemorySegment segment = slab.allocateBytes(100);
        Tensor tensor = Tensor.over(segment, dtype, 3, 4);
        assertEquals(12L * dtype.bytes(), tensor.segment().byteSize());
        String message = refused(slab.allocateBytes(12L * dtype.bytes() - 1), dtype, 3, 4);
        assertTrue(message.contains("3x4 " + dtype.label()) && message.contains("" + 12 * dtype.bytes()), message);
    }

    @Test
    void refusesTheHeap() {
        assertTrue(
                refused(MemorySegment.ofArray(new float[12]), DType.F32, 3, 4).contains("heap"));
        assertTrue(refused(MemorySegment.ofArray(new byte[96]), DType.F64, 3, 4).contains("heap"));
    }

    @Test
    void refusesMemoryThatCannotBeWritten() {
        assertTrue(refused(slab.allocateBytes(48).asReadOnly(), DType.F32, 3, 4).contains("read-only"));
    }

    @Test
    void refusesMappedFiles(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("table"), new byte[64]);
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 64, arena);
            assertTrue(refused(mapped, DType.F32, 3, 4).contains("mapped file"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesElementsThatAreNotAligned(DType dtype) {
        MemorySegment segment = slab.allocateBytes(200);
        assertTrue(refused(segment.asSlice(2), dtype, 3, 4).contains("aligned to " + dtype.bytes()));
        assertEquals(0, Tensor.over(segment.asSlice(dtype.bytes()), dtype, 3, 4).get(0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void tablesHoldWhatTheySay(Rows.Storage storage) {
        MemorySegment segment = slab.allocateBytes(100L * storage.bytes());
        Rows rows = new Rows(segment, storage, 9, 11, 1);
        assertEquals(99L * storage.bytes(), rows.segment().byteSize());
        assertEquals(11L * 8 * storage.bytes(), rows.offset(8));
        String message = Refusal.of(() -> new Rows(segment, storage, 10, 11, 1));
        assertTrue(message.contains("10 rows") && message.contains("110") && message.contains("100"), message);
    }

    @ParameterizedTest
    @EnumSource
    void hugeTablesDoNotOverflow(Rows.Storage storage) {
        MemorySegment segment = slab.allocateBytes(64);
        int[][] shapes = {
            {Integer.MAX_VALUE, Integer.MAX_VALUE}, {1 << 30, 1 << 30}, {1 << 30, 1 << 29}, {Integer.MAX_VALUE, 1}
        };
        for (int[] shape : shapes) {
            assertThrows(IllegalArgumentException.class, () -> new Rows(segment, storage, shape[0], shape[1], 1));
        }
    }

    @Test
    void tablesRefuseTheHeapAndOddAddresses() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rows(MemorySegment.ofArray(new byte[8]), Rows.Storage.U8, 2, 4, 1));
        MemorySegment odd = slab.allocateBytes(100).asSlice(1);
        assertEquals(2, new Rows(odd, Rows.Storage.U8, 2, 4, 1).count());
        assertThrows(IllegalArgumentException.class, () -> new Rows(odd, Rows.Storage.F32, 2, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> new Rows(odd, Rows.Storage.F64, 2, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> new Rows(odd, Rows.Storage.U8, -1, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> new Rows(odd, Rows.Storage.U8, 1, 0, 1));
    }
}

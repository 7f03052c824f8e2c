package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches gathered from tables of every storage. */
class GatherTest {
    private static final int ROWS = 29;

    private final Slab slab = new Slab("test");

    @AfterEach
    void close() {
        slab.close();
    }

    /** Fills memory with a table and returns what it holds, all byte values among it. */
    private static double[][] fill(MemorySegment table, Rows.Storage storage, int columns) {
        SplittableRandom random = new SplittableRandom(columns);
        double[][] values = new double[ROWS][columns];
        for (int i = 0; i < ROWS * columns; i++) {
            double value = 20 * random.nextDouble() - 10;
            values[i / columns][i % columns] = switch (storage) {
                case U8 -> {
                    table.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7));
                    yield (i * 7) & 0xFF;
                }
                case F32 -> {
                    table.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
                    yield (float) value;
                }
                case F64 -> {
                    table.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
                    yield value;
                }
            };
        }
        return values;
    }

    private void check(KernelSet set, Rows rows, double[][] values) {
        int[] order = {5, 28, 0, 7, 7, 13, 1, 28, 0};
        int columns = rows.columns();
        for (int from : new int[] {0, 2, 8}) {
            int size = order.length - from;
            Guarded batch = Guarded.contiguous(slab, set.dtype(), size, columns).filled(Double.NaN);
            set.kernels().gather(rows, order, from, batch.tensor());
            String what = set + " " + rows.storage() + " " + columns + " columns, scale " + rows.scale();
            for (int r = 0; r < size; r++) {
                for (int c = 0; c < columns; c++) {
                    double wanted = values[order[from + r]][c] * rows.scale();
                    Matrices.assertClose(wanted, batch.tensor().get(r, c), 3 * set.epsilon(), 0, what, r, c);
                }
            }
            batch.assertIntact(what);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void convertsAndScales(KernelSet set) {
        for (Rows.Storage storage : Rows.Storage.values()) {
            for (int columns : new int[] {1, 3, 7, 13, 17, 64, 207}) {
                for (double scale : new double[] {1, 1.0 / 255, -2}) {
                    MemorySegment table = slab.allocateBytes((long) ROWS * columns * storage.bytes());
                    double[][] values = fill(table, storage, columns);
                    check(set, new Rows(table, storage, ROWS, columns, scale), values);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void tablesCanBeMappedFiles(KernelSet set, @TempDir Path folder) throws IOException {
        for (Rows.Storage storage : Rows.Storage.values()) {
            for (int columns : new int[] {1, 13, 207}) {
                long bytes = (long) ROWS * columns * storage.bytes();
                try (Slab source = new Slab("source")) {
                    MemorySegment table = source.allocateBytes(bytes);
                    double[][] values = fill(table, storage, columns);
                    Path file = folder.resolve(storage + "-" + columns);
                    Files.write(file, table.toArray(ValueLayout.JAVA_BYTE));
                    try (Arena arena = Arena.ofShared();
                            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
                        check(set, new Rows(mapped, storage, ROWS, columns, 0.5), values);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void wholeBytesWithoutScaleAreExact(KernelSet set) {
        MemorySegment table = slab.allocateBytes(256);
        for (int i = 0; i < 256; i++) {
            table.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        Tensor batch = slab.allocate(set.dtype(), 1, 256);
        set.kernels().gather(new Rows(table, Rows.Storage.U8, 1, 256, 1), new int[1], 0, batch);
        for (int i = 0; i < 256; i++) {
            assertEquals(i, batch.get(0, i));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void rowsThatAreNotThereAreRefused(KernelSet set) {
        // The memory is longer than the table: what is behind it must not be read.
        for (Rows.Storage storage : Rows.Storage.values()) {
            Rows rows = new Rows(slab.allocateBytes(10000), storage, 3, 13, 1);
            Tensor batch = slab.allocate(set.dtype(), 2, 13);
            for (int bad : new int[] {-1, 3, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                int[] order = {0, bad};
                assertThrows(
                        IndexOutOfBoundsException.class, () -> set.kernels().gather(rows, order, 0, batch));
            }
            batch.fill(7);
            for (int from : new int[] {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertThrows(
                        IndexOutOfBoundsException.class, () -> set.kernels().gather(rows, new int[3], from, batch));
            }
            assertEquals(7, batch.get(0, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.panagrad.tensor.KernelSet#all")
    void batchesThatDoNotFitAreRefused(KernelSet set) {
        Rows rows = new Rows(slab.allocateBytes(39), Rows.Storage.U8, 3, 13, 1);
        int[] order = new int[3];
        DType other = set.dtype() == DType.F32 ? DType.F64 : DType.F32;
        for (Tensor bad : new Tensor[] {
            slab.allocate(set.dtype(), 3, 12),
            slab.allocate(set.dtype(), 3, 14).columnRange(0, 13),
            slab.allocate(other, 3, 13)
        }) {
            String message = Refusal.of(() -> set.kernels().gather(rows, order, 0, bad));
            assertTrue(message.length() > 10, message);
        }
    }
}

package io.github.panagrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.tensor.kernel.DropoutMask;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Ownership, accounting and the end of memory. */
class SlabTest {
    @Test
    void memoryIsZeroedAndAligned() {
        try (Slab slab = new Slab("test")) {
            for (int size : new int[] {1, 3, 13, 64, 207, 1031}) {
                MemorySegment segment = slab.allocateBytes(size);
                assertEquals(0, segment.address() % Slab.ALIGNMENT);
                assertEquals(size, segment.byteSize());
                assertEquals(-1, segment.mismatch(MemorySegment.ofArray(new byte[size])));
                segment.fill((byte) 1);
            }
        }
    }

    @Test
    void countsWhatItHoldsUntilItIsClosed() {
        long before = Slab.totalBytes();
        Slab first = new Slab("first");
        Slab second = new Slab("second");
        first.allocate(DType.F32, 3, 13);
        second.allocate(DType.F64, 17, 1);
        second.allocateBytes(5);
        assertEquals(156, first.bytes());
        assertEquals(141, second.bytes());
        assertEquals(before + 297, Slab.totalBytes());
        first.close();
        assertEquals(before + 141, Slab.totalBytes());
        assertEquals(0, first.bytes());
        second.close();
        assertEquals(before, Slab.totalBytes());
    }

    @Test
    void closingTwiceIsHarmless() {
        long before = Slab.totalBytes();
        Slab slab = new Slab("test");
        Tensor tensor = slab.allocate(DType.F32, 3, 3);
        assertTrue(slab.isOpen());
        slab.close();
        slab.close();
        assertFalse(slab.isOpen());
        assertEquals(before, Slab.totalBytes());
        assertThrows(IllegalStateException.class, () -> slab.allocate(DType.F32, 1, 1));
        assertThrows(IllegalStateException.class, () -> slab.allocateBytes(0));
        assertThrows(IllegalStateException.class, () -> DropoutMask.allocate(slab, 1, 1));
        assertThrows(IllegalStateException.class, () -> tensor.get(0, 0));
    }

    @Test
    void saysWhatTooMuchMemoryWasFor() {
        try (Slab slab = new Slab("workspace of 512 rows")) {
            slab.allocateBytes(1000);
            long wanted = 1L << 46;
            String message = Refusal.of(NativeMemoryException.class, () -> slab.allocateBytes(wanted));
            assertTrue(message.contains("workspace of 512 rows"), message);
            assertTrue(message.contains(String.valueOf(wanted)), message);
            assertTrue(message.contains("this machine or container has"), message);
            assertEquals(1000, slab.bytes());
            // It can go on after that.
            assertEquals(0, slab.allocate(DType.F32, 3, 3).get(2, 2));
        }
    }

    @Test
    void sizesThatAreNoSizesAreRefused() {
        try (Slab slab = new Slab("test")) {
            long before = Slab.totalBytes();
            assertThrows(IllegalArgumentException.class, () -> slab.allocateBytes(-1));
            assertThrows(IllegalArgumentException.class, () -> DropoutMask.allocate(slab, -1, 5));
            for (long size : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 63}) {
                assertThrows(RuntimeException.class, () -> slab.allocateBytes(size));
            }
            assertEquals(before, Slab.totalBytes());
        }
    }

    @Test
    void threadsThatAllocateAndCloseLoseNoCount() throws Exception {
        long before = Slab.totalBytes();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 20; round++) {
                Slab slab = new Slab("shared");
                List<Future<?>> futures = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    int closer = t;
                    futures.add(threads.submit(() -> {
                        try {
                            for (int i = 0; i < 50; i++) {
                                slab.allocate(DType.F32, 1, 16);
                                if (closer == 3 && i == 25) {
                                    slab.close();
                                }
                            }
                        } catch (IllegalStateException expectedOnceClosed) {
                            assertFalse(slab.isOpen());
                        }
                    }));
                }
                for (Future<?> future : futures) {
                    future.get();
                }
                slab.close();
                assertEquals(0, slab.bytes());
            }
        }
        assertEquals(before, Slab.totalBytes());
    }

    @Test
    void threadsShareTensors() throws Exception {
        try (Slab slab = new Slab("shared");
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Tensor tensor = slab.allocate(DType.F32, 3, 1031);
            List<Future<?>> futures = new ArrayList<>();
            for (int row = 0; row < 3; row++) {
                int own = row;
                futures.add(threads.submit(() -> tensor.rowRange(own, own + 1).fill(own + 1)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            for (int row = 0; row < 3; row++) {
                for (int c = 0; c < 1031; c++) {
                    assertEquals(row + 1, tensor.get(row, c));
                }
            }
        }
    }
}

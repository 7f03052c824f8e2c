package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All workers get the bytes of all, between sums, too. */
class GatherTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void tellsAll(int workers) {
        Workers.run(workers, Workers.SETTINGS.withPieceBytes(1000), exchange -> {
            Random lengths = new Random(7);
            try (Slab slab = new Slab("test")) {
                Tensor tensor = slab.allocate(DType.F64, 1, 33);
                for (int round = 0; round < 150; round++) {
                    int length = round == 70 ? 100_003 : lengths.nextInt(round % 10 == 0 ? 5000 : 12);
                    if (round % 3 == 0) {
                        tensor.fill(round);
                        exchange.beginSum(tensor);
                        exchange.awaitSums();
                        assertEquals(round * workers, tensor.get(0, 32));
                    }
                    byte[] all = new byte[workers * length];
                    exchange.gather(
                            MemorySegment.ofArray(message(round, exchange.worker(), length)),
                            MemorySegment.ofArray(all));
                    for (int w = 0; w < workers; w++) {
                        byte[] found = new byte[length];
                        System.arraycopy(all, w * length, found, 0, length);
                        assertArrayEquals(message(round, w, length), found);
                    }
                }
            }
        });
    }

    private static byte[] message(int round, int worker, int length) {
        byte[] message = new byte[length];
        new Random(round * 100L + worker).nextBytes(message);
        return message;
    }

    @Test
    void takesMemoryOfAnyKind() {
        Workers.run(2, Workers.SETTINGS, exchange -> {
            double[] all = new double[4];
            MemorySegment mine = Arena.ofAuto().allocate(16, 8);
            mine.setAtIndex(ValueLayout.JAVA_DOUBLE, 1, exchange.worker() + 0.5);
            exchange.gather(mine, MemorySegment.ofArray(all));
            assertArrayEquals(new double[] {0, 0.5, 0, 1.5}, all);
        });
    }

    @Test
    void wantsRoomForAll() {
        Workers.run(2, Workers.SETTINGS, exchange -> {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> exchange.gather(MemorySegment.ofArray(new byte[8]), MemorySegment.ofArray(new byte[8 * 3])));
            assertEquals("2 workers gather 8 bytes each, but there is room for 24", e.getMessage());
        });
    }
}

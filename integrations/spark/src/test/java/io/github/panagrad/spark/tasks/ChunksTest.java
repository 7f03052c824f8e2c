package io.github.panagrad.spark.tasks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.spark.SparkSessions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pieces of work are divided among tasks. */
class ChunksTest {
    private static long[] equal(int pieces, long weight) {
        return LongStream.generate(() -> weight).limit(pieces).toArray();
    }

    @Test
    void theFirstTasksAreTheLongest() {
        assertArrayEquals(
                new int[] {0, 4, 7, 9, 10, 11, 12, 13, 14, 15, 16}, Chunks.starts(equal(16, 100), 2, 1, 10_000));
    }

    @Test
    void fewPiecesHaveATaskEach() {
        assertArrayEquals(new int[] {0}, Chunks.starts(new long[0], 2, 1, 8));
        assertArrayEquals(new int[] {0, 1}, Chunks.starts(equal(1, 5), 2, 1, 8));
        assertArrayEquals(new int[] {0, 1, 2, 3}, Chunks.starts(equal(3, 1), 64, 1, 8));
    }

    @Test
    void whatIsLargeIsByItself() {
        assertArrayEquals(new int[] {0, 1, 2, 5}, Chunks.starts(new long[] {900, 500, 3, 2, 1}, 2, 10, 100));
    }

    /** Every piece is in one task; no task is beyond the limits; the slots end at about the same time. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 200", "3, 1000", "16, 37", "64, 5000", "1000, 300"})
    void allPiecesAreDivided(int slots, int pieces) {
        Random random = new Random(slots * 31L + pieces);
        for (int round = 0; round < 50; round++) {
            long[] weights = LongStream.generate(() -> 1 + (long) Math.exp(random.nextDouble(8)))
                    .limit(pieces)
                    .map(weight -> -weight)
                    .sorted()
                    .map(weight -> -weight)
                    .toArray();
            long smallest = 1L + random.nextInt(100);
            long largest = smallest + random.nextInt(5000);
            int[] starts = Chunks.starts(weights, slots, smallest, largest);
            assertEquals(0, starts[0]);
            assertEquals(pieces, starts[starts.length - 1]);
            long[] load = new long[slots];
            for (int t = 1; t < starts.length; t++) {
                assertTrue(starts[t - 1] < starts[t]);
                long weight = Arrays.stream(weights, starts[t - 1], starts[t]).sum();
                assertTrue(weight <= largest || starts[t] == starts[t - 1] + 1, Arrays.toString(starts));
                // A slot that is free takes the next task.
                int free = 0;
                for (int s = 1; s < slots; s++) {
                    free = load[s] < load[free] ? s : free;
                }
                load[free] += weight;
            }
            long all = Arrays.stream(weights).sum();
            long end = Arrays.stream(load).max().orElseThrow();
            assertTrue(
                    end <= all / slots + Math.max(weights[0], Math.max(smallest, all / (2L * slots))),
                    () -> end + " of " + all + " on " + slots);
        }
    }

    @Test
    void slotsOfOneProcessAreItsTasksAtOnce() {
        assertEquals(2, Chunks.slots(SparkSessions.local().sparkContext()));
    }
}

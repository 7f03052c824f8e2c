package io.github.panagrad.spark.estimator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows workers have, and the memory that they need. */
class WorkersTest {
    private static final long GIGABYTE = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 13})
    void eachRowHasOnePlaceAtOneWorker(int workers) {
        for (int rows : new int[] {1, 2, 13, 1001}) {
            int held = rows / 3;
            if (rows < workers || held < workers) {
                continue;
            }
            Dealing dealing = new Dealing(workers, workers, rows, held, 13, 42);
            requireAll(workers, rows, dealing::worker, dealing::place, dealing::count);
            requireAll(workers, held, dealing::workerOfHeld, dealing::placeOfHeld, dealing::countOfHeld);
        }
    }

    private static void requireAll(
            int workers, int rows, IntUnaryOperator worker, IntUnaryOperator place, IntUnaryOperator count) {
        BitSet[] places = new BitSet[workers];
        Arrays.setAll(places, _ -> new BitSet());
        for (int position = 0; position < rows; position++) {
            BitSet own = places[worker.applyAsInt(position)];
            assertTrue(!own.get(place.applyAsInt(position)), "row " + position);
            own.set(place.applyAsInt(position));
        }
        int all = 0;
        for (int w = 0; w < workers; w++) {
            assertEquals(count.applyAsInt(w), places[w].cardinality());
            assertEquals(count.applyAsInt(w), places[w].length());
            all += count.applyAsInt(w);
        }
        assertEquals(rows, all);
    }

    @Test
    void rowsThatComeInTurnsAreDealtFairly() {
        Dealing dealing = new Dealing(2, 4, 10_000, 0, 128, 7);
        int odd = 0;
        for (int position = 1; position < 10_000; position += 2) {
            odd += dealing.worker(position);
        }
        assertEquals(2500, odd, 150);
    }

    @Test
    void memoryThatIsNotThereIsRefused() {
        WorkerMemory memory = new WorkerMemory(3 * GIGABYTE, GIGABYTE);
        memory.require(6 * GIGABYTE, 2 * GIGABYTE);
        InvalidInputException refusal =
                assertThrows(InvalidInputException.class, () -> memory.require(6 * GIGABYTE, 2 * GIGABYTE + 1));
        assertTrue(String.valueOf(refusal.getMessage()).contains("4.000 GB off the heap"), refusal.toString());
        assertTrue(String.valueOf(refusal.getMessage()).contains("dataStore"), refusal.toString());
    }
}

package io.github.panagrad.spark.estimator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.error.InvalidInputException;
import java.util.BitSet;
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
            Dealing dealing = new Dealing(workers, 42);
            BitSet[] places = new BitSet[workers];
            for (int w = 0; w < workers; w++) {
                places[w] = new BitSet();
            }
            for (int position = 0; position < rows; position++) {
                BitSet own = places[dealing.worker(position)];
                assertTrue(!own.get(dealing.place(position)), "row " + position);
                own.set(dealing.place(position));
            }
            int all = 0;
            for (int w = 0; w < workers; w++) {
                assertEquals(dealing.count(rows, w), places[w].cardinality());
                assertEquals(dealing.count(rows, w), places[w].length());
                all += dealing.count(rows, w);
            }
            assertEquals(rows, all);
        }
    }

    @Test
    void rowsThatComeInTurnsAreDealtFairly() {
        Dealing dealing = new Dealing(2, 7);
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

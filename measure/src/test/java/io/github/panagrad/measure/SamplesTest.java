package io.github.panagrad.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.parallel.WorkerTeam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void percentilesAreValuesThatWereMeasured() {
        Samples samples = new Samples();
        samples.reserve(5000);
        for (int i = 5000; i > 0; i--) {
            samples.add(i);
        }
        assertEquals(500, samples.percentile(0.1));
        assertEquals(2500, samples.median());
        assertEquals(4950, samples.percentile(0.99));
        assertEquals(1, samples.percentile(0));
        assertEquals(5000, samples.percentile(1));
        samples.clear();
        samples.add(7);
        assertEquals(7, samples.median());
    }

    private static final long[][] KEPT = new long[2][];

    @Test
    void bytesOfAllThreadsOfATeamAreCounted() {
        try (WorkerTeam team = new WorkerTeam(2)) {
            // Each waits for the other, so that both take an item.
            WorkerTeam.Task task = (item, _) -> {
                KEPT[item] = new long[1000];
                while (KEPT[1 - item] == null) {
                    Thread.onSpinWait();
                }
            };
            // What is done first loads classes, which allocates, too.
            AllocatedBytes bytes = new AllocatedBytes();
            bytes.read();
            team.run(task, 2);
            Arrays.fill(KEPT, null);
            long before = bytes.read();
            team.run(task, 2);
            long counted = bytes.read() - before;
            assertTrue(counted >= 2 * 8000 && counted < 2 * 8000 + 20_000, () -> counted + " bytes");
        }
    }
}

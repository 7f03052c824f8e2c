package io.github.panagrad.nn.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A team does every item once, whatever its size, and survives what its tasks do. */
@Timeout(30)
class WorkerTeamTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void everyItemIsDoneOnce(int size) {
        try (WorkerTeam team = new WorkerTeam(size)) {
            assertEquals(size, team.size());
            for (int items : new int[] {0, 1, 2, 3, 13, 207, 1031, 20_000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(items);
                Set<Integer> workers = ConcurrentHashMap.newKeySet();
                for (int round = 1; round <= 5; round++) {
                    team.run(
                            (item, worker) -> {
                                done.incrementAndGet(item);
                                workers.add(worker);
                            },
                            items);
                    for (int i = 0; i < items; i++) {
                        assertEquals(round, done.get(i));
                    }
                }
                assertTrue(workers.stream().allMatch(worker -> worker >= 0 && worker < size));
            }
        }
    }

    @Test
    void aWorkerNumberBelongsToOneThread() {
        try (WorkerTeam team = new WorkerTeam(4)) {
            Thread[] threads = new Thread[4];
            for (int round = 0; round < 200; round++) {
                team.run(
                        (_, worker) -> {
                            Thread known = threads[worker];
                            if (known == null) {
                                threads[worker] = Thread.currentThread();
                            } else {
                                assertSame(known, Thread.currentThread());
                            }
                        },
                        50);
            }
            assertSame(Thread.currentThread(), threads[0]);
        }
    }

    @Test
    void theMostItemsATaskCanHave() {
        try (WorkerTeam team = new WorkerTeam(3)) {
            AtomicInteger done = new AtomicInteger();
            team.run((_, _) -> done.incrementAndGet(), WorkerTeam.MAX_ITEMS);
            assertEquals(WorkerTeam.MAX_ITEMS, done.get());
            assertThrows(IllegalArgumentException.class, () -> team.run((_, _) -> {}, WorkerTeam.MAX_ITEMS + 1));
            assertThrows(IllegalArgumentException.class, () -> team.run((_, _) -> {}, -1));
        }
        assertThrows(IllegalArgumentException.class, () -> new WorkerTeam(0));
        assertThrows(IllegalArgumentException.class, () -> new WorkerTeam(-1));
    }

    @Test
    void aLargeTaskLeavesSmallOnesQuick() {
        try (WorkerTeam team = new WorkerTeam(2)) {
            AtomicInteger done = new AtomicInteger();
            WorkerTeam.Task task = (_, _) -> done.incrementAndGet();
            team.run(task, WorkerTeam.MAX_ITEMS);
            long start = System.nanoTime();
            int tasks = 5000;
            for (int i = 0; i < tasks; i++) {
                team.run(task, 4);
            }
            long nanos = (System.nanoTime() - start) / tasks;
            assertEquals(WorkerTeam.MAX_ITEMS + 4 * tasks, done.get());
            assertTrue(nanos < 300_000, "a task of 4 items took " + nanos + " ns");
        }
    }

    /** Results of one task are read by the next, on other threads, without any synchronisation of their own. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void tasksSeeWhatEarlierTasksWrote(int size) {
        try (WorkerTeam team = new WorkerTeam(size)) {
            int items = 64;
            long[] values = new long[items];
            long[] next = new long[items];
            WorkerTeam.Task shift = (item, _) -> next[item] = values[(item + 1) % items] + 1;
            WorkerTeam.Task back = (item, _) -> values[item] = next[item];
            int rounds = 3000;
            for (int round = 0; round < rounds; round++) {
                team.run(shift, items);
                team.run(back, items);
            }
            for (long value : values) {
                assertEquals(rounds, value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void manyTinyTasks(int size) {
        try (WorkerTeam team = new WorkerTeam(size)) {
            AtomicInteger done = new AtomicInteger();
            WorkerTeam.Task task = (_, _) -> done.incrementAndGet();
            long end = System.nanoTime() + 400_000_000;
            int expected = 0;
            for (int i = 0; System.nanoTime() < end; i++) {
                int items = i % 7;
                team.run(task, items);
                expected += items;
                assertEquals(expected, done.get());
            }
            assertTrue(expected > 1000, "only " + expected);
        }
    }

    @Test
    void oneTaskAtATime() throws InterruptedException {
        try (WorkerTeam team = new WorkerTeam(2)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Thread first = new Thread(() -> team.run(
                    (item, _) -> {
                        if (item == 0) {
                            inside.countDown();
                            await(go);
                        }
                    },
                    2));
            first.start();
            inside.await();
            assertThrows(IllegalStateException.class, () -> team.run((_, _) -> {}, 5));
            go.countDown();
            first.join();
            int[] done = new int[5];
            team.run((item, _) -> done[item]++, 5);
            assertArrayEquals(new int[] {1, 1, 1, 1, 1}, done);
            // A task that runs a task of its own team would wait for itself.
            assertThrows(IllegalStateException.class, () -> team.run((_, _) -> team.run((_, _) -> {}, 2), 2));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void virtualThreadsCanCall() throws InterruptedException {
        try (WorkerTeam team = new WorkerTeam(2)) {
            AtomicInteger done = new AtomicInteger();
            Thread caller = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 100; i++) {
                    team.run((_, _) -> done.incrementAndGet(), 10);
                }
            });
            caller.join();
            assertEquals(1000, done.get());
        }
    }

    @Test
    void teamsDoNotShareThreads() {
        try (WorkerTeam first = new WorkerTeam(2);
                WorkerTeam second = new WorkerTeam(2)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            first.run(
                    (_, _) -> second.run(
                            (_, worker) -> {
                                if (worker != 0) {
                                    threads.add(Thread.currentThread());
                                }
                            },
                            3),
                    1);
            assertTrue(threads.stream().noneMatch(thread -> thread == Thread.currentThread()));
            assertNotEquals(first, second);
        }
    }
}

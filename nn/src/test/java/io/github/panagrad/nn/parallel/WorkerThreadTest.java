package io.github.panagrad.nn.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads of a team: what they are called, what they cost when idle, and when they end. */
@Timeout(30)
class WorkerThreadTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Returns the threads of a team, the caller's left out. */
    private static List<Thread> threads(WorkerTeam team) throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        while (seen.size() < team.size() - 1) {
            team.run(
                    (_, worker) -> {
                        if (worker == 0) {
                            pause(1_000_000);
                        } else {
                            seen.add(Thread.currentThread());
                            pause(100_000);
                        }
                    },
                    2 * team.size());
            Thread.sleep(1);
        }
        return new ArrayList<>(seen);
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void areNamedAndDoNotKeepTheProcessAlive() throws InterruptedException {
        try (WorkerTeam team = new WorkerTeam(3)) {
            for (Thread thread : threads(team)) {
                assertTrue(thread.isDaemon());
                assertTrue(thread.getName().matches("panagrad-\\d+-worker-[12]"), thread.getName());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void endWhenTheTeamIsClosed(int size) throws InterruptedException {
        for (boolean idle : new boolean[] {false, true}) {
            WorkerTeam team = new WorkerTeam(size);
            List<Thread> threads = threads(team);
            if (idle) {
                Thread.sleep(20);
            }
            team.close();
            for (Thread thread : threads) {
                thread.join(5000);
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }

    @Test
    void takeNoProcessorTimeWhenIdle() throws InterruptedException {
        try (WorkerTeam team = new WorkerTeam(4)) {
            List<Thread> threads = threads(team);
            // A task that leaves an interrupt behind must not make its thread spin.
            for (Thread thread : threads) {
                thread.interrupt();
            }
            Thread.sleep(50);
            long before = processorNanos(threads);
            Thread.sleep(300);
            long used = processorNanos(threads) - before;
            assertTrue(used < 20_000_000, "three idle threads used " + used / 1e6 + " ms in 300 ms");
            // And they still work.
            AtomicLong done = new AtomicLong();
            team.run((_, _) -> done.incrementAndGet(), 100);
            assertEquals(100, done.get());
        }
    }

    private static long processorNanos(List<Thread> threads) {
        return threads.stream()
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.threadId()))
                .sum();
    }

    @Test
    void runningATaskAllocatesNothing() throws InterruptedException {
        try (WorkerTeam team = new WorkerTeam(3)) {
            List<Thread> threads = threads(team);
            AtomicLong done = new AtomicLong();
            WorkerTeam.Task task = (_, _) -> done.incrementAndGet();
            long own = 0;
            long others = 0;
            // Until the compiler is done with it: at most some seconds, usually at once.
            for (int attempt = 0; attempt < 20; attempt++) {
                run(team, task, 2000);
                long ownBefore = THREADS.getCurrentThreadAllocatedBytes();
                long othersBefore = allocated(threads);
                long callsBefore = THREADS.getCurrentThreadAllocatedBytes();
                run(team, task, 2000);
                own = THREADS.getCurrentThreadAllocatedBytes() - callsBefore;
                assertTrue(callsBefore >= ownBefore);
                others = allocated(threads) - othersBefore;
                if (own == 0 && others == 0) {
                    return;
                }
            }
            assertEquals(0, own, "bytes of the caller in 2000 tasks");
            assertEquals(0, others, "bytes of the other threads");
        }
    }

    private static void run(WorkerTeam team, WorkerTeam.Task task, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            team.run(task, 5);
            if (i % 500 == 0) {
                // So that threads park and are woken, too.
                pause(200_000);
            }
        }
    }

    private static long allocated(List<Thread> threads) {
        long sum = 0;
        for (int i = 0; i < threads.size(); i++) {
            sum += THREADS.getThreadAllocatedBytes(threads.get(i).threadId());
        }
        return sum;
    }
}

package io.github.panagrad.nn.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a team does with tasks that fail, with interrupts, and when it is closed. */
@Timeout(30)
class WorkerTeamFailureTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void exceptionsArriveAndTheTeamGoesOn(int size) {
        try (WorkerTeam team = new WorkerTeam(size)) {
            for (int items : new int[] {1, 2, 100}) {
                for (int round = 0; round < 50; round++) {
                    AtomicInteger done = new AtomicInteger();
                    IllegalArgumentException failure = new IllegalArgumentException("item " + round);
                    int bad = round % items;
                    IllegalArgumentException thrown = assertThrows(
                            IllegalArgumentException.class,
                            () -> team.run(
                                    (item, _) -> {
                                        done.incrementAndGet();
                                        if (item == bad) {
                                            throw failure;
                                        }
                                    },
                                    items));
                    assertSame(failure, thrown);
                    assertEquals(items, done.get(), "the other items are done");
                    team.run((_, _) -> done.incrementAndGet(), items);
                    assertEquals(2 * items, done.get());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void errorsAndUndeclaredExceptionsArrive(int size) {
        try (WorkerTeam team = new WorkerTeam(size)) {
            AssertionError error = new AssertionError("all fail");
            assertSame(
                    error,
                    assertThrows(
                            AssertionError.class,
                            () -> team.run(
                                    (_, _) -> {
                                        throw error;
                                    },
                                    20)));
            assertThrows(StackOverflowError.class, () -> team.run((_, _) -> overflow(0), 4));
            Exception checked = new Exception("checked");
            UndeclaredThrowableException thrown = assertThrows(
                    UndeclaredThrowableException.class,
                    () -> team.run((_, _) -> WorkerTeamFailureTest.<RuntimeException>throwUnchecked(checked), 4));
            assertSame(checked, thrown.getCause());
            AtomicInteger done = new AtomicInteger();
            team.run((_, _) -> done.incrementAndGet(), 10);
            assertEquals(10, done.get());
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void throwUnchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void closedTeamsRunNothing(int size) {
        WorkerTeam team = new WorkerTeam(size);
        team.run((_, _) -> {}, 10);
        team.close();
        team.close();
        assertThrows(IllegalStateException.class, () -> team.run((_, _) -> {}, 10));
        assertThrows(IllegalStateException.class, () -> team.run((_, _) -> {}, 0));
    }

    @Test
    void closingDuringATaskLetsItFinish() {
        for (int round = 0; round < 100; round++) {
            WorkerTeam team = new WorkerTeam(3);
            AtomicInteger done = new AtomicInteger();
            team.run(
                    (item, _) -> {
                        if (item == 5) {
                            team.close();
                        }
                        done.incrementAndGet();
                    },
                    200);
            assertEquals(200, done.get());
            assertThrows(IllegalStateException.class, () -> team.run((_, _) -> {}, 2));
        }
    }

    @Test
    void anInterruptIsKeptAndTheTaskCompleted() {
        try (WorkerTeam team = new WorkerTeam(2)) {
            AtomicInteger done = new AtomicInteger();
            AtomicInteger others = new AtomicInteger();
            Thread caller = Thread.currentThread();
            team.run(
                    (_, worker) -> {
                        if (worker == 0) {
                            // Until the other thread has an item, too, which the caller must then wait for.
                            while (others.get() == 0) {
                                Thread.onSpinWait();
                            }
                        } else {
                            others.incrementAndGet();
                            caller.interrupt();
                            // Long enough for the caller to park.
                            long end = System.nanoTime() + 20_000_000;
                            while (System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                        }
                        done.incrementAndGet();
                    },
                    40);
            assertEquals(40, done.get());
            assertTrue(Thread.interrupted(), "the flag was lost");
            assertFalse(Thread.currentThread().isInterrupted());
            // Interrupted before it starts.
            caller.interrupt();
            team.run((_, _) -> done.incrementAndGet(), 40);
            assertEquals(80, done.get());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void noTaskIsAnError() {
        try (WorkerTeam team = new WorkerTeam(2)) {
            WorkerTeam.Task none = noTask();
            assertThrows(NullPointerException.class, () -> team.run(none, 3));
            team.run((_, _) -> {}, 3);
        }
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private static WorkerTeam.Task noTask() {
        return null;
    }
}

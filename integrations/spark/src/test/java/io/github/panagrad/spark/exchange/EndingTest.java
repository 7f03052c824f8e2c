package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However an exchange ends, nobody waits any longer, and nothing is left. */
class EndingTest {
    @AfterEach
    void leavesNoThread() throws InterruptedException {
        Workers.requireNoThread();
    }

    private static void sum(TcpExchange exchange, int count) {
        try (Slab slab = new Slab("test")) {
            Tensor tensor = slab.allocate(DType.F32, 1, count);
            tensor.fill(1);
            exchange.beginSum(tensor);
            exchange.awaitSums();
            for (int i = 0; i < count; i++) {
                assertEquals(exchange.workers(), tensor.get(0, i));
            }
        }
    }

    @Test
    void oneLeavesAfterTheLastSum() {
        for (int i = 0; i < 30; i++) {
            // Whoever is first at the end must not take the others' last results away.
            Workers.run(3, Workers.SETTINGS.withPieceBytes(1024), exchange -> sum(exchange, 10_000));
        }
    }

    @Test
    void oneLeavesTooEarly() {
        List<@Nullable Throwable> problems = Workers.problems(3, Workers.SETTINGS, exchange -> {
            sum(exchange, 10);
            if (exchange.worker() != 1) {
                sum(exchange, 10);
            }
        });
        for (int worker : new int[] {0, 2}) {
            // The other one may have found out first.
            Workers.requireMessage(problems.get(worker), "worker 1 at ", "has left the exchange");
        }
        assertEquals(null, problems.get(1));
    }

    @Test
    void oneHangsAndTheOthersNameIt() {
        CountDownLatch hanging = new CountDownLatch(2);
        List<@Nullable Throwable> problems =
                Workers.problems(3, Workers.SETTINGS.withTimeout(Duration.ofSeconds(1)), exchange -> {
                    sum(exchange, 1000);
                    if (exchange.worker() == 2) {
                        hanging.await();
                        return;
                    }
                    try {
                        sum(exchange, 1000);
                    } finally {
                        hanging.countDown();
                    }
                });
        for (int worker : new int[] {0, 1}) {
            Workers.requireMessage(
                    problems.get(worker), "nothing has arrived for 1.0 s", "there is no answer from worker 2 at ");
        }
    }

    @Test
    void oneIsSlowButNotTooSlow() {
        Workers.run(2, Workers.SETTINGS.withTimeout(Duration.ofMillis(1500)), exchange -> {
            for (int i = 0; i < 3; i++) {
                if (exchange.worker() == 1) {
                    Thread.sleep(800);
                }
                sum(exchange, 100);
            }
        });
    }

    @Test
    void onesTaskFails() {
        List<@Nullable Throwable> problems = Workers.problems(4, Workers.SETTINGS, exchange -> {
            sum(exchange, 10);
            if (exchange.worker() == 3) {
                throw new IllegalArgumentException("a task of its own");
            }
            exchange.gather(MemorySegment.ofArray(new byte[3]), MemorySegment.ofArray(new byte[12]));
        });
        for (int worker = 0; worker < 3; worker++) {
            Workers.requireMessage(problems.get(worker), "worker 3 at ", "has left the exchange");
        }
    }

    @Test
    void closedWhileItWaits() {
        List<@Nullable Throwable> problems = Workers.problems(2, Workers.SETTINGS, exchange -> {
            if (exchange.worker() == 0) {
                Thread closer = new Thread(() -> {
                    try {
                        Thread.sleep(200);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    exchange.close();
                });
                closer.start();
                sum(exchange, 10);
            } else {
                Thread.sleep(1000);
                sum(exchange, 10);
            }
        });
        Workers.requireMessage(problems.get(0), "this worker has closed the exchange");
        Workers.requireMessage(problems.get(1), "worker 0 at ", "has left the exchange");
    }

    @Test
    void interruptedWhileItWaits() {
        AtomicInteger interrupted = new AtomicInteger();
        List<@Nullable Throwable> problems = Workers.problems(2, Workers.SETTINGS, exchange -> {
            if (exchange.worker() == 1) {
                Thread.sleep(1000);
                sum(exchange, 10);
                return;
            }
            Thread me = Thread.currentThread();
            new Thread(() -> {
                        try {
                            Thread.sleep(200);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        me.interrupt();
                    })
                    .start();
            try {
                sum(exchange, 10);
            } finally {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.incrementAndGet();
                }
            }
        });
        assertEquals(1, interrupted.get());
        Workers.requireMessage(problems.get(0), "interrupted");
        Workers.requireMessage(problems.get(1), "worker 0 at ", "has given up: its task was interrupted");
    }

    @Test
    void interruptedWhileItConnects() throws InterruptedException {
        ExchangePort port = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
        AtomicInteger good = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            ExchangeException e = assertThrows(
                    ExchangeException.class, () -> port.connect(0, List.of(port.address(), port.address())));
            if (Thread.currentThread().isInterrupted()
                    && String.valueOf(e.getMessage()).contains("interrupted")) {
                good.incrementAndGet();
            }
        });
        waiting.start();
        Thread.sleep(200);
        waiting.interrupt();
        waiting.join(5000);
        assertFalse(waiting.isAlive());
        assertEquals(1, good.get());
    }

    @Test
    void closedWhileItConnects() throws InterruptedException {
        ExchangePort port = ExchangePort.open(InetAddress.getLoopbackAddress(), Workers.SETTINGS);
        AtomicInteger good = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            ExchangeException e = assertThrows(
                    ExchangeException.class, () -> port.connect(0, List.of(port.address(), port.address())));
            if (String.valueOf(e.getMessage()).contains("closed")) {
                good.incrementAndGet();
            }
        });
        waiting.start();
        Thread.sleep(200);
        port.close();
        waiting.join(5000);
        assertFalse(waiting.isAlive());
        assertEquals(1, good.get());
    }

    @Test
    void isOfNoUseAfterwards() {
        for (int workers : new int[] {1, 2}) {
            Workers.run(workers, Workers.SETTINGS, exchange -> {
                sum(exchange, 10);
                exchange.close();
                exchange.close();
                try (Slab slab = new Slab("test")) {
                    Tensor tensor = slab.allocate(DType.F64, 1, 3);
                    MemorySegment all = MemorySegment.ofArray(new byte[workers]);
                    Workers.requireMessage(
                            assertThrows(ExchangeException.class, () -> exchange.beginSum(tensor)), "closed");
                    Workers.requireMessage(assertThrows(ExchangeException.class, exchange::awaitSums), "closed");
                    Workers.requireMessage(
                            assertThrows(
                                    ExchangeException.class,
                                    () -> exchange.gather(MemorySegment.ofArray(new byte[1]), all)),
                            "closed");
                }
            });
        }
    }

    @Test
    void afterAFailureEveryCallFails() {
        Workers.problems(2, Workers.SETTINGS, exchange -> {
                    if (exchange.worker() == 1) {
                        return;
                    }
                    for (int i = 0; i < 3; i++) {
                        Workers.requireMessage(
                                assertThrows(ExchangeException.class, () -> sum(exchange, 10)),
                                "worker 1 at ",
                                "has left");
                    }
                })
                .forEach(problem -> assertEquals(null, problem));
    }

    @Test
    void memoryThatIsClosedTooEarlyIsAFailureNotACrash() {
        List<@Nullable Throwable> problems = Workers.problems(2, Workers.SETTINGS, exchange -> {
            if (exchange.worker() == 1) {
                Thread.sleep(300);
                sum(exchange, 1_000_000);
                return;
            }
            Slab slab = new Slab("test");
            exchange.beginSum(slab.allocate(DType.F32, 1, 1_000_000));
            while (slab.isOpen()) {
                try {
                    slab.close();
                } catch (IllegalStateException e) {
                    Thread.sleep(1);
                }
            }
            exchange.awaitSums();
        });
        Workers.requireMessage(problems.get(0), "the exchange failed", "closed");
        assertTrue(problems.get(1) != null, "a sum without one of the workers");
    }
}

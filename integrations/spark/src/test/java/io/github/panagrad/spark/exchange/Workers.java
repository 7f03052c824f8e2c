package io.github.panagrad.spark.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.exchange.ExchangeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Workers as threads of this JVM. */
final class Workers {
    static final ExchangeSettings SETTINGS = ExchangeSettings.of(
                    "only the workers know".getBytes(StandardCharsets.UTF_8), "app-1/stage 2.0")
            .withTimeout(Duration.ofSeconds(20));

    /** A thread for each task: the common pool may have one thread only. */
    static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    private static final long PATIENCE_SECONDS = 60;

    private Workers() {}

    /** What a worker does. */
    interface Work {
        void run(TcpExchange exchange) throws Exception;
    }

    /** Runs workers to their end; all must be good. */
    static void run(int workers, ExchangeSettings settings, Work work) {
        for (Throwable problem : problems(workers, settings, work)) {
            if (problem != null) {
                throw new AssertionError(problem);
            }
        }
    }

    /** Runs workers to their end, and returns what each has thrown, or null. */
    static List<@Nullable Throwable> problems(int workers, ExchangeSettings settings, Work work) {
        List<ExchangePort> ports = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            ports.add(ExchangePort.open(InetAddress.getLoopbackAddress(), settings));
        }
        List<InetSocketAddress> addresses =
                ports.stream().map(ExchangePort::address).toList();
        List<@Nullable Throwable> problems = new ArrayList<>();
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("test-worker-", 0).factory());
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                futures.add(threads.submit(() -> {
                    try (TcpExchange exchange = ports.get(worker).connect(worker, addresses)) {
                        work.run(exchange);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                problems.add(problem(future));
            }
        } finally {
            threads.shutdownNow();
        }
        return problems;
    }

    static @Nullable Throwable problem(Future<?> future) {
        try {
            future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException | InterruptedException e) {
            return new AssertionError("a worker did not end", e);
        }
    }

    /** Checks what a message says. */
    static void requireMessage(@Nullable Throwable problem, String... parts) {
        String message = String.valueOf(
                assertInstanceOf(ExchangeException.class, problem).getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " is not in: " + message);
        }
    }

    /** Requires that all exchanges have ended, or end soon. */
    static void requireNoThread() throws InterruptedException {
        for (int i = 0; i < 100 && threads() > 0; i++) {
            Thread.sleep(20);
        }
        assertEquals(0, threads());
    }

    /** Returns how many threads of exchanges there are. */
    static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("panagrad-exchange-"))
                .count();
    }
}

package io.github.panagrad.table.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Tasks for a few threads. */
final class Parallel {
    /** More threads than this do not make reading and encoding faster: they are limited by memory. */
    private static final int MAX_THREADS = 8;

    private Parallel() {}

    /** How a task failed. */
    private record Failure(int task, Throwable cause) {}

    /**
     * Performs tasks 0 to {@code tasks - 1}. If tasks fail, the exception of the first one is thrown; it is the same for any
     * number of threads, because tasks start in order.
     *
     * @param worker makes what performs tasks in one thread, with its own memory
     */
    static void run(int tasks, Supplier<IntConsumer> worker) {
        int threads = Math.min(tasks, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
        if (threads <= 1) {
            IntConsumer consumer = worker.get();
            for (int task = 0; task < tasks; task++) {
                consumer.accept(task);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        List<Failure> failures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("panagrad-table-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                running.add(executor.submit(() -> work(tasks, worker, next, failures)));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed outside of its tasks", e);
        } catch (InterruptedException e) {
            // Closing the executor has waited for the workers.
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a table was read", e);
        }
        rethrowFirst(failures);
    }

    private static void work(int tasks, Supplier<IntConsumer> worker, AtomicInteger next, List<Failure> failures) {
        int task = -1;
        try {
            IntConsumer consumer = worker.get();
            for (task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                consumer.accept(task);
            }
        } catch (RuntimeException | Error e) {
            next.set(tasks);
            synchronized (failures) {
                failures.add(new Failure(task, e));
            }
        }
    }

    private static void rethrowFirst(List<Failure> failures) {
        synchronized (failures) {
            Failure first = null;
            for (Failure failure : failures) {
                if (first == null || failure.task() < first.task()) {
                    first = failure;
                }
            }
            if (first != null && first.cause() instanceof RuntimeException e) {
                throw e;
            }
            if (first != null && first.cause() instanceof Error e) {
                throw e;
            }
        }
    }
}

package io.github.panagrad.measure;

import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.StepProducts;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.tensor.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/**
 * Times the matrix products of a training step: divided as in the step, or in all possible ways, that is, also whole
 * on one thread and whole on OpenBLAS's own threads. A step is compared with the fastest.
 *
 * <p>It owns its memory and threads and must be closed; the network belongs to the caller and is only read.
 */
public final class ProductsBenchmark implements AutoCloseable {
    private static final double NANOS = 1e-9;

    /** A nanosecond in microseconds. */
    private static final double MICROS = 1e-3;

    private static final int MIN_STEPS = 4;

    /** Idle threads of OpenBLAS spin for a tenth of a second and would disturb the next measurement. */
    private static final long BLAS_SPIN_NANOS = 150_000_000;

    private final int rows;
    private final List<Variant> variants = new ArrayList<>();

    /** A way of computing the products, and its times. */
    private record Variant(String name, StepProducts products, int blasThreads, Samples times) {
        void time(double seconds) {
            times.time(products::run, seconds);
        }
    }

    private ProductsBenchmark(int rows) {
        this.rows = rows;
    }

    /**
     * Prepares the products of a step, divided as the step is.
     *
     * @param config how the network is trained
     * @param rows the rows of the batch
     * @param threads how many work on it
     */
    public static ProductsBenchmark likeTheStep(Network network, TrainingConfig config, int rows, int threads) {
        ProductsBenchmark made = new ProductsBenchmark(rows);
        made.addDivided(network, config, threads);
        return made;
    }

    /**
     * Prepares the products of a step in all possible ways.
     *
     * @param config how the network is trained
     * @param rows the rows of the batch
     * @param threads how many work on it
     */
    static ProductsBenchmark inAllWays(Network network, TrainingConfig config, int rows, int threads) {
        ProductsBenchmark made = new ProductsBenchmark(rows);
        try {
            made.addDivided(network, config, threads);
            made.add("whole, on 1 thread", StepProducts.whole(network, rows), 1);
            if (threads > 1 && network.backend() == Backend.NATIVE && blasTakes(threads)) {
                made.add("whole, on OpenBLAS's own threads", StepProducts.whole(network, rows), threads);
            }
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        return made;
    }

    private void addDivided(Network network, TrainingConfig config, int threads) {
        add("divided like the step", StepProducts.likeTheStep(network, config, rows, threads), 1);
    }

    private void add(String name, StepProducts products, int blasThreads) {
        variants.add(new Variant(name, products, blasThreads, new Samples()));
    }

    /** A build without threads, or for fewer threads, refuses. */
    private static boolean blasTakes(int threads) {
        OpenBlas blas = OpenBlas.load();
        int before = blas.threads();
        try {
            blas.setThreads(threads);
        } catch (IllegalArgumentException _) {
            return false;
        }
        blas.setThreads(before);
        return true;
    }

    /** Times each way in turn for some of that time, and at least once. */
    void run(double seconds) {
        for (Variant variant : variants) {
            if (variant.blasThreads == 1) {
                variant.time(seconds / variants.size());
                continue;
            }
            OpenBlas blas = OpenBlas.load();
            int before = blas.threads();
            blas.setThreads(variant.blasThreads);
            try {
                variant.time(seconds / variants.size());
            } finally {
                blas.setThreads(before);
                LockSupport.parkNanos(BLAS_SPIN_NANOS);
            }
        }
    }

    /** Forgets what was timed. */
    void clear() {
        variants.forEach(variant -> variant.times.clear());
    }

    /** Returns the median time of the fastest way in microseconds. */
    double medianMicros() {
        return fastest().times.median() * MICROS;
    }

    /** Returns the fastest way. */
    String fastestName() {
        return fastest().name;
    }

    private Variant fastest() {
        return variants.stream()
                .min(Comparator.comparingLong(variant -> variant.times.median()))
                .orElseThrow();
    }

    /**
     * Returns the samples per second that the products alone allow, or empty if they take too long to be timed.
     *
     * @param seconds about how long to measure
     * @param patienceSeconds how long to measure at most, if a step takes that long
     */
    public OptionalDouble samplesPerSecond(double seconds, double patienceSeconds) {
        long start = System.nanoTime();
        variants.getFirst().products.run();
        double first = (System.nanoTime() - start) * NANOS;
        double least = first * MIN_STEPS * variants.size();
        if (least > patienceSeconds) {
            return OptionalDouble.empty();
        }
        // A third for the compiler to do its work, the rest to be timed.
        double budget = Math.max(seconds, least);
        run(budget / 3);
        clear();
        run(budget * 2 / 3);
        return OptionalDouble.of(rows / (medianMicros() * 1e-6));
    }

    @Override
    public void close() {
        variants.forEach(variant -> variant.products.close());
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.Backend;

/** How many threads a network can use to advantage. */
public final class ThreadChoice {
    /**
     * The floating-point operations of a step that pay for one more thread: about 30 microseconds of one core, several times
     * the cost of handing over two phases.
     */
    private static final double FLOPS_PER_THREAD = 4e6;

    /** The cost of updating a parameter, in floating-point operations of a product: 0.2 nanoseconds for Adam. */
    private static final double FLOPS_PER_UPDATE = 40;

    private ThreadChoice() {}

    /** Returns the number of threads for steps on batches of that size, at most the number of processors. */
    public static int auto(NetworkSpec spec, int batchSize) {
        return auto(spec, batchSize, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns the number of threads for training a network: the one asked for, or one chosen automatically.
     *
     * @throws IllegalArgumentException if the backend cannot serve that many at once
     */
    static int resolve(NetworkSpec spec, Backend backend, TrainingConfig config) {
        if (config.execution().threads() == TrainingConfig.AUTO_THREADS) {
            return Math.min(
                    backend.maxThreads(), auto(spec, config.optimization().batchSize()));
        }
        return require(backend, config.execution().threads());
    }

    /**
     * Returns the number of threads asked for.
     *
     * @throws IllegalArgumentException if the backend cannot serve that many at once
     */
    static int require(Backend backend, int threads) {
        int most = backend.maxThreads();
        if (threads > most) {
            throw new IllegalArgumentException(
                    threads + " threads are too many: this OpenBLAS can serve at most " + most + " at once");
        }
        return threads;
    }

    static int auto(NetworkSpec spec, int batchSize, int processors) {
        double worth = (spec.flopsPerStep(batchSize) + FLOPS_PER_UPDATE * spec.parameterCount()) / FLOPS_PER_THREAD;
        return Math.clamp((long) worth, 1, processors);
    }
}

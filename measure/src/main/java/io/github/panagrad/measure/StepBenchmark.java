package io.github.panagrad.measure;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.WarmUp;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;

/**
 * Times whole training steps on random data, alternating with their matrix products alone. The steps are those of {@link
 * Trainer#fit}: shuffled, gathered, checked for a finite loss.
 */
public final class StepBenchmark {
    private static final double NANOS = 1e-9;

    /** A nanosecond in microseconds. */
    private static final double MICROS = 1e-3;

    /** An epoch that improves on the best by less counts as equally fast: the compiler is done. */
    private static final double GAIN = 1.02;

    /** The time without a faster epoch before steps are timed. */
    private static final double STEADY_SECONDS = 0.5;

    /** Training and products alternate this often, so that both are measured under the same conditions. */
    private static final int TURNS = 10;

    /** So low that random labels are not memorised: gradients would become subnormal, and products slow. */
    private static final double LEARNING_RATE = 1e-5;

    private final NetworkSpec spec;
    private final DType dtype;
    private final Backend backend;
    private final TrainingConfig config;

    /**
     * The measurements. Times are in microseconds; the products are timed in the fastest way of computing them.
     *
     * @param threads the threads that worked
     * @param nativeBytes the memory off the heap of network and training, without the samples
     * @param heapBytesPerStep what the threads of the team allocated, in the median epoch
     */
    public record Result(
            int batchSize,
            int threads,
            double median,
            double p10,
            double p90,
            double products,
            String productsName,
            double gigaflops,
            double heapBytesPerStep,
            long nativeBytes) {
        /** Returns the samples that are trained on in a second. */
        public double samplesPerSecond() {
            return batchSize / (median * 1e-6);
        }

        /** Returns the samples per second that the products alone allow. */
        public double productSamplesPerSecond() {
            return batchSize / (products * 1e-6);
        }

        /** Returns the time of a step divided by that of its products. */
        public double ratio() {
            return median / products;
        }
    }

    /**
     * Chooses what to measure.
     *
     * @param config determines the optimiser, the batch size and the threads; the number of epochs and the learning rate are
     *     not used
     * @throws IllegalArgumentException if a batch is too large for several of them to be made
     */
    public StepBenchmark(NetworkSpec spec, DType dtype, Backend backend, TrainingConfig config) {
        RandomSamples.requireBatch(config.optimization().batchSize());
        this.spec = spec;
        this.dtype = dtype;
        this.backend = backend;
        this.config = config.withEpochs(Integer.MAX_VALUE).withLearningRate(LEARNING_RATE);
    }

    /**
     * Measures.
     *
     * @param seconds how long steps and products are timed, both together
     * @param warmUpSeconds the most time for warming up
     */
    public Result run(double seconds, double warmUpSeconds) {
        Dataset data = RandomSamples.batches(spec, dtype, config.optimization().batchSize());
        // Only few steps of a large network fit into the time: too few for the JVM to compile everything.
        try (WarmUp warmUp = new WarmUp(spec, dtype, backend, config, RandomSamples.storage(dtype))) {
            warmUp.await();
        }
        try (Network network = Network.create(
                        spec,
                        dtype,
                        backend,
                        Initializer.he(),
                        config.execution().seed());
                Trainer trainer = new Trainer(network, config);
                ProductsBenchmark products = ProductsBenchmark.inAllWays(
                        network, config, config.optimization().batchSize(), trainer.threads())) {
            Turns turns = new Turns(products, data.size(), seconds, warmUpSeconds);
            try {
                trainer.fit(data, null, turns);
            } catch (Enough _) {
                // Enough was measured; the number of epochs is unlimited here.
            }
            double median = turns.steps.median() * MICROS;
            return new Result(
                    config.optimization().batchSize(),
                    trainer.threads(),
                    median,
                    turns.steps.percentile(0.1) * MICROS,
                    turns.steps.percentile(0.9) * MICROS,
                    products.medianMicros(),
                    products.fastestName(),
                    spec.flopsPerStep(config.optimization().batchSize()) / (median * 1e3),
                    turns.allocated.median() / (double) turns.stepsTimed(),
                    network.bytes() + trainer.bytes());
        }
    }

    /** Ends a training after some time instead of a number of epochs. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough was measured", null, false, false);
        }
    }

    /** Lets epochs pass until they no longer get faster; then times steps, and between epochs, alternating with them, products. */
    private final class Turns implements TrainingListener {
        final Samples steps = new Samples();

        /** For each epoch, the bytes of all its timed steps. */
        final Samples allocated = new Samples();

        private final ProductsBenchmark products;
        private final int samples;
        private final double turnSeconds;
        private final double steadySeconds;
        private final long giveUpNanos;
        private final AllocatedBytes bytes = new AllocatedBytes();
        private double best;
        private long bestNanos = System.nanoTime();
        private boolean warm;
        private int turnsDone;
        private long turnBegan;
        private long stepBegan;
        private long bytesBefore;

        Turns(ProductsBenchmark products, int samples, double seconds, double warmUpSeconds) {
            this.products = products;
            this.samples = samples;
            turnSeconds = seconds / 2 / TURNS;
            steadySeconds = Math.min(STEADY_SECONDS, seconds);
            giveUpNanos = System.nanoTime() + (long) (warmUpSeconds / NANOS);
        }

        @Override
        public void onStep(int epoch, long step, long samplesDone, double loss, double learningRate) {
            if (samplesDone == config.optimization().batchSize()) {
                bytesBefore = bytes.read();
                stepBegan = System.nanoTime();
                return;
            }
            long now = System.nanoTime();
            steps.add(now - stepBegan);
            stepBegan = now;
            if (samplesDone == samples) {
                allocated.add(bytes.read() - bytesBefore);
            }
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            if (warm) {
                turn();
            } else {
                warmUp(metrics);
            }
            steps.reserve(stepsTimed());
            allocated.reserve(1);
        }

        /** Returns how many steps of an epoch are timed: all but the first, which has shuffling before it. */
        int stepsTimed() {
            return samples / config.optimization().batchSize() - 1;
        }

        private void warmUp(EpochMetrics metrics) {
            // Code that is not compiled allocates an object for every vector.
            boolean compiled = allocated.median() == 0;
            steps.clear();
            allocated.clear();
            long now = System.nanoTime();
            if (metrics.samplesPerSecond() > GAIN * best) {
                best = metrics.samplesPerSecond();
                bestNanos = now;
            }
            if ((compiled && (now - bestNanos) * NANOS > steadySeconds) || now - giveUpNanos > 0) {
                products.run(turnSeconds);
                products.clear();
                warm = true;
                turnBegan = System.nanoTime();
            }
        }

        private void turn() {
            if ((System.nanoTime() - turnBegan) * NANOS < turnSeconds) {
                return;
            }
            products.run(turnSeconds);
            turnsDone++;
            if (turnsDone == TURNS) {
                throw new Enough();
            }
            turnBegan = System.nanoTime();
        }
    }
}

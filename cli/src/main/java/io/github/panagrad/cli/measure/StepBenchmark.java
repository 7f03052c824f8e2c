package io.github.panagrad.cli.measure;

import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.StepPlan;
import io.github.panagrad.nn.ThreadChoice;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times whole training steps of Adam in float32 on random data, next to their matrix products alone. */
public final class StepBenchmark {
    private StepBenchmark() {}

    /**
     * What was measured.
     *
     * @param threads the threads that worked
     * @param training samples per second of training
     * @param products samples per second of its matrix products alone
     */
    public record Result(int threads, double training, double products) {}

    /** Ends a training after some time, which a number of epochs cannot. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough was measured", null, false, false);
        }
    }

    /** Lets epochs pass until they no longer get faster, as they do while the JVM compiles; then keeps their speed. */
    private static final class Stopwatch implements TrainingListener {
        private static final double GAIN = 1.05;

        private final double steadySeconds;
        private final long giveUpNanos;
        private final List<Double> steady = new ArrayList<>();
        private double best;
        private long bestNanos = System.nanoTime();

        Stopwatch(double steadySeconds, double giveUpSeconds) {
            this.steadySeconds = steadySeconds;
            this.giveUpNanos = System.nanoTime() + (long) (giveUpSeconds * 1e9);
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            long now = System.nanoTime();
            if (metrics.samplesPerSecond() > GAIN * best) {
                best = metrics.samplesPerSecond();
                bestNanos = now;
                steady.clear();
            }
            steady.add(metrics.samplesPerSecond());
            if (now - bestNanos > steadySeconds * 1e9 || now > giveUpNanos) {
                throw new Enough();
            }
        }

        double rate() {
            Collections.sort(steady);
            return steady.get(steady.size() / 2);
        }
    }

    /**
     * Measures.
     *
     * @param batches the batches of an epoch
     * @param seconds how long training must have kept its speed, and products are timed
     * @param warmUpSeconds the most time there is for getting up to speed
     */
    public static Result run(
            NetworkSpec spec, Backend backend, int batchSize, int batches, double seconds, double warmUpSeconds) {
        TrainingConfig config =
                TrainingConfig.defaults().withBatchSize(batchSize).withEpochs(Integer.MAX_VALUE);
        try (Network network = Network.create(spec, DType.F32, backend, Initializer.he(), 1)) {
            Stopwatch stopwatch = new Stopwatch(seconds, warmUpSeconds);
            int threads = ThreadChoice.auto(spec, batchSize);
            try (Trainer trainer = new Trainer(network, config.withThreads(threads))) {
                trainer.fit(data(spec, batchSize * batches), null, stopwatch);
            } catch (Enough _) {
                // The stopwatch has what it needs.
            }
            StepPlan plan = StepPlan.forThreads(spec, batchSize, threads);
            try (ProductsBenchmark products = new ProductsBenchmark(network, plan, threads)) {
                return new Result(
                        threads,
                        stopwatch.rate(),
                        products.samplesPerSecond(seconds, warmUpSeconds).orElse(Double.NaN));
            }
        }
    }

    private static Dataset data(NetworkSpec spec, int samples) {
        RandomKey key = RandomKey.of(3);
        MemorySegment pixels = Arena.ofAuto().allocate((long) samples * spec.inputs());
        for (long i = 0; i < pixels.byteSize(); i++) {
            pixels.set(ValueLayout.JAVA_BYTE, i, (byte) key.bits(i));
        }
        int classes = spec.loss() instanceof Loss.SoftmaxCrossEntropy ? spec.outputs() : 2;
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = key.fold(1).below(i, classes);
        }
        return Dataset.of(
                new Rows(pixels, Rows.Storage.U8, samples, spec.inputs(), 1.0 / 255),
                new Targets.Labels(labels, classes));
    }
}

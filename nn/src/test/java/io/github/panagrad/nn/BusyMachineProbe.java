package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Times training steps while other processes keep every processor busy, for {@link BusyMachineTest}, which runs it in a
 * JVM of its own.
 */
final class BusyMachineProbe {
    private static final int BATCH = 128;
    private static final int BATCHES = 40;
    private static final double SECONDS = 2;
    private static final double WARM_UP_SECONDS = 2;
    private static final double SHORT_WARM_UP_SECONDS = 0.3;

    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(784).dense(128, Activation.relu()).output(10, Loss.softmaxCrossEntropy());

    private static final TrainingConfig CONFIG = TrainingConfig.defaults()
            .withBatchSize(BATCH)
            .withLearningRate(1e-5)
            .withEpochs(Integer.MAX_VALUE);

    private BusyMachineProbe() {}

    /** A process that does nothing, as hard as it can, until its parent is gone or some time has passed. */
    static final class Spinner {
        private static final long LIFE_SECONDS = 60;

        private Spinner() {}

        /** Says that it runs, and spins. */
        public static void main(String[] args) {
            System.out.println("spinning");
            ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIFE_SECONDS);
            long looked = System.nanoTime();
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
                if (System.nanoTime() - looked > TimeUnit.SECONDS.toNanos(1)) {
                    if (!parent.isAlive()) {
                        return;
                    }
                    looked = System.nanoTime();
                }
            }
        }
    }

    /** Ends a training after some time. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough was measured", null, false, false);
        }
    }

    /** What a training of some seconds gave. */
    private record Timing(int threads, double stepsPerSecond, double median, double p999, double longest) {
        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "%s threads %d steps/s %.1f median-ms %.3f p99.9-ms %.3f longest-ms %.3f",
                    name,
                    threads,
                    stepsPerSecond,
                    median,
                    p999,
                    longest);
        }
    }

    /** Takes the time between steps, the shuffling between epochs not among it. */
    private static final class Clock implements TrainingListener {
        private final long begin = System.nanoTime();
        private final double warmUp;
        private final double seconds;
        private final List<long[]> full = new ArrayList<>();
        private long[] nanos = new long[1 << 16];
        private int count;
        private long last;

        Clock(double warmUp, double seconds) {
            this.warmUp = warmUp;
            this.seconds = seconds;
        }

        @Override
        public void onStep(int epoch, long step, long samplesDone, double loss, double learningRate) {
            long now = System.nanoTime();
            double age = (now - begin) * 1e-9;
            if (age > warmUp && samplesDone > BATCH) {
                if (count == nanos.length) {
                    full.add(nanos);
                    nanos = new long[nanos.length];
                    count = 0;
                }
                nanos[count++] = now - last;
            }
            if (age > warmUp + seconds) {
                throw new Enough();
            }
            last = now;
        }

        Timing timing(int threads) {
            long[] all = Arrays.copyOf(nanos, count);
            for (long[] more : full) {
                int length = all.length;
                all = Arrays.copyOf(all, length + more.length);
                System.arraycopy(more, 0, all, length, more.length);
            }
            Arrays.sort(all);
            return new Timing(
                    threads,
                    all.length / (Arrays.stream(all).sum() * 1e-9),
                    all[all.length / 2] * 1e-6,
                    all[(int) (all.length * 0.999)] * 1e-6,
                    all[all.length - 1] * 1e-6);
        }
    }

    /** Prints a line for one thread on the machine as it is, and for two and chosen threads on a busy one. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (WarmUp warmUp = new WarmUp(SPEC, DType.F32, Backend.NATIVE, CONFIG, Rows.Storage.F64)) {
            warmUp.await();
        }
        System.out.println(measure(1, WARM_UP_SECONDS).line("idle"));
        System.out.println(measure(2, SHORT_WARM_UP_SECONDS).line("idle-two"));
        List<Process> spinners = new ArrayList<>();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                Process process = new ProcessBuilder(List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Spinner.class.getName()))
                        .start();
                spinners.add(process);
            }
            for (Process spinner : spinners) {
                if (!"spinning".equals(spinner.inputReader().readLine())) {
                    throw new IllegalStateException("a busy process did not start");
                }
            }
            System.out.println(measure(1, SHORT_WARM_UP_SECONDS).line("busy-one"));
            System.out.println(measure(2, SHORT_WARM_UP_SECONDS).line("busy-two"));
            System.out.println(
                    measure(TrainingConfig.AUTO_THREADS, SHORT_WARM_UP_SECONDS).line("busy-auto"));
            for (Process spinner : spinners) {
                if (!spinner.isAlive()) {
                    throw new IllegalStateException("a busy process ended early");
                }
            }
        } finally {
            spinners.forEach(Process::destroyForcibly);
        }
    }

    private static Timing measure(int threads, double warmUp) {
        Dataset data = Networks.batch(BATCH * BATCHES, 784, 10, Loss.softmaxCrossEntropy(), 1);
        try (Network network = Network.create(SPEC, DType.F32, Backend.NATIVE, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, CONFIG.withThreads(threads))) {
            Clock clock = new Clock(warmUp, SECONDS);
            try {
                trainer.fit(data, null, clock);
            } catch (Enough _) {
                // A training cannot be ended by the clock otherwise.
            }
            return clock.timing(trainer.threads());
        }
    }
}

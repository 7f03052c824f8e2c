package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Trains a million steps and looks at the process's memory, for {@link FlatMemoryTest}, in a JVM of its own. */
final class FlatMemoryProbe {
    private static final int BATCH = 8;

    /** No multiple of the batch, so that each epoch ends in a smaller one. */
    private static final int SAMPLES = 4 * 1000 * BATCH - 5;

    private static final int EPOCH_STEPS = Math.ceilDiv(SAMPLES, BATCH);
    private static final int WARM_EPOCHS = 25;
    private static final int EPOCHS = 250;
    private static final double BYTES_PER_KB = 1024;

    private FlatMemoryProbe() {}

    /** Prints the steps done and the resident memory when it is warm, and at the end. */
    public static void main(String[] args) {
        NetworkSpec spec = NetworkSpec.inputs(5)
                .dense(8, Activation.tanh(), Double.parseDouble(args[1]))
                .output(3, Loss.softmaxCrossEntropy());
        Dataset data = Networks.batch(SAMPLES, 5, 3, Loss.softmaxCrossEntropy(), 4);
        Dataset validation = Networks.batch(300, 5, 3, Loss.softmaxCrossEntropy(), 5);
        TrainingConfig config = TrainingConfig.defaults()
                .withBatchSize(BATCH)
                .withThreads(Integer.parseInt(args[0]))
                .withLearningRate(1e-5)
                .withEpochs(EPOCHS);
        try (Network network = Network.create(spec, DType.F32, Backend.NATIVE, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data, validation, new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                    if (metrics.epoch() == WARM_EPOCHS || metrics.epoch() == EPOCHS) {
                        print((long) metrics.epoch() * EPOCH_STEPS);
                    }
                }
            });
        }
    }

    private static void print(long steps) {
        System.gc();
        System.out.printf(Locale.ROOT, "resident steps %d MB %.3f%n", steps, residentBytes() * 1e-6);
    }

    private static double residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * BYTES_PER_KB)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

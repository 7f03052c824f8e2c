package io.github.panagrad.cli.training;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.measure.ProductsBenchmark;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Network;
import io.github.panagrad.tensor.NativeMemoryException;
import java.util.List;
import java.util.OptionalDouble;

/** The last line of a training: its speed, compared with that of its matrix products alone. */
final class TrainingSpeed {
    /** The time for measuring the products if the user did not request it. */
    private static final double CHEAP_SECONDS = 0.15;

    private static final double PATIENT_SECONDS = 30;

    /** In the first seconds of a training the JVM compiles, and steps get faster. */
    private static final double COMPILE_SECONDS = 3;

    private TrainingSpeed() {}

    /**
     * Prints how the speed of the training compares with that of its matrix products.
     *
     * @param epochs those of this process, at least one: earlier ones may be another machine's
     */
    static void print(Training of, Network network, List<EpochMetrics> epochs, int threads) {
        int rows = Math.min(
                of.config().optimization().batchSize(), of.data().training().size());
        OptionalDouble products;
        try (ProductsBenchmark benchmark = ProductsBenchmark.likeTheStep(network, of.config(), rows, threads)) {
            products = benchmark.samplesPerSecond(
                    CHEAP_SECONDS, of.reporting().verbose() ? PATIENT_SECONDS : CHEAP_SECONDS);
        } catch (NativeMemoryException _) {
            // The training is done; this measurement must not make it fail for lack of memory.
            products = OptionalDouble.empty();
        }
        double training = epochs.stream()
                .mapToDouble(EpochMetrics::samplesPerSecond)
                .max()
                .orElse(Double.NaN);
        double seconds = epochs.stream().mapToDouble(EpochMetrics::seconds).sum();
        String comparison = products.isPresent()
                ? ", " + NumberText.count(products.getAsDouble()) + " for its matrix products alone: "
                        + NumberText.percent(training / products.getAsDouble())
                        + (seconds < COMPILE_SECONDS ? " (the JVM was still compiling: longer training is faster)" : "")
                : " (--verbose compares that with its matrix products alone)";
        of.console().line("speed", NumberText.count(training) + " samples/s in the fastest epoch" + comparison);
    }
}

package io.github.panagrad.cli;

import io.github.panagrad.cli.measure.ProductsBenchmark;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Network;
import io.github.panagrad.tensor.NativeMemoryException;
import java.util.OptionalDouble;

/** The last line of a training: how fast it was, and how fast it could have been. */
final class TrainingSpeed {
    /** How long the products may be timed without being asked for. */
    private static final double CHEAP_SECONDS = 0.15;

    private static final double PATIENT_SECONDS = 30;

    /** In the first seconds of a training the JVM compiles, and steps get faster. */
    private static final double COMPILE_SECONDS = 3;

    private TrainingSpeed() {}

    /** Says how the training's speed compares with that of its matrix products. */
    static void print(Training of, Network network, History history, int threads) {
        int rows = Math.min(of.config().batchSize(), of.data().training().size());
        OptionalDouble products;
        try (ProductsBenchmark benchmark = ProductsBenchmark.likeTheStep(network, of.config(), rows, threads)) {
            products = benchmark.samplesPerSecond(
                    CHEAP_SECONDS, of.reporting().verbose() ? PATIENT_SECONDS : CHEAP_SECONDS);
        } catch (NativeMemoryException _) {
            // The training had the memory; an afterthought must not fail for want of it.
            products = OptionalDouble.empty();
        }
        double training = history.epochs().stream()
                .mapToDouble(EpochMetrics::samplesPerSecond)
                .max()
                .orElse(Double.NaN);
        double seconds =
                history.epochs().stream().mapToDouble(EpochMetrics::seconds).sum();
        String comparison = products.isPresent()
                ? ", " + Figures.count(products.getAsDouble()) + " for its matrix products alone: "
                        + Figures.percent(training / products.getAsDouble())
                        + (seconds < COMPILE_SECONDS ? " (the JVM was still compiling: longer training is faster)" : "")
                : " (--verbose compares that with its matrix products alone)";
        of.console().line("speed", Figures.count(training) + " samples/s in the fastest epoch" + comparison);
    }
}

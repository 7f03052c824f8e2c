package io.github.panagrad.cli;

import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.measure.ProductsBenchmark;
import io.github.panagrad.cli.report.EpochTable;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.cli.report.Listeners;
import io.github.panagrad.cli.report.MetricsFile;
import io.github.panagrad.cli.report.ProgressLine;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.ScheduleUnit;
import io.github.panagrad.nn.StepPlan;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.GradientClipping;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.NativeMemoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training whose input was checked: trains, reports, evaluates, saves.
 *
 * @param data what was read
 * @param parts what of it is trained on, and what validates
 * @param memory what it takes off the heap
 * @param biasInit what biases start at
 */
record Training(
        Console console,
        LoadedData data,
        Parts parts,
        MemoryPlan memory,
        NetworkSpec spec,
        DType dtype,
        Backend backend,
        Initializer initializer,
        double biasInit,
        TrainingConfig config,
        Reporting reporting) {
    /** How long the products may be timed without being asked for. */
    private static final double CHEAP_SECONDS = 0.15;

    private static final double PATIENT_SECONDS = 30;

    /** In the first seconds of a training the JVM compiles, and steps get faster. */
    private static final double COMPILE_SECONDS = 3;

    /** What is trained on, and what validates, or null. */
    record Parts(Dataset training, @Nullable Dataset validation) {}

    /**
     * What is reported where.
     *
     * @param out takes the network, or null
     * @param metrics takes the figures of each epoch, or null
     * @param verbose whether to spend time on measurements
     * @param schedule the schedule as it was given
     * @param validation the share that was held back
     * @param classWeights one for each class, or empty if there are none
     * @param dataByDefault whether the data was not named by the user
     */
    record Reporting(
            @Nullable Path out,
            @Nullable Path metrics,
            boolean verbose,
            String schedule,
            double validation,
            Optional<String> classWeights,
            boolean dataByDefault) {}

    void run() throws IOException {
        long start = System.nanoTime();
        // Before anything is allocated: where there is too little memory, the system may end the process without a
        // word.
        describe();
        try (Network network = Network.create(spec, dtype, backend, initializer, config.seed())) {
            if (biasInit != 0) {
                network.fillBiases(biasInit);
            }
            int threads;
            History history;
            try (Trainer trainer = new Trainer(network, config);
                    MetricsFiles metrics = new MetricsFiles(reporting.metrics)) {
                threads = trainer.threads();
                history = fit(trainer, metrics.listeners());
                Evaluation test = test(network, threads);
                metrics.end(test, (System.nanoTime() - start) * 1e-9);
                report(network, history, test);
            }
            speed(network, history, threads);
        }
    }

    /**
     * Returns how many evaluators a training has at once: the trainer's for the validation set, which has not yet been
     * closed when the test set is evaluated by another.
     */
    static int evaluators(Parts parts, LoadedData data) {
        return (parts.validation() == null ? 0 : 1) + (data.test() == null ? 0 : 1);
    }

    private void describe() {
        line("data", data.describe() + (reporting.dataByDefault ? " (no --data was given)" : ""));
        line(
                "network",
                NetworkText.describe(spec, dtype) + ", weights " + initializer.name()
                        + (biasInit == 0 ? "" : ", biases " + biasInit));
        reporting.classWeights.ifPresent(weights -> line("weights", "of classes: " + weights.replace(",", ", ")));
        line(
                "optimiser",
                config.optimizer().name() + rate() + regularization() + ", batches of " + config.batchSize() + ", seed "
                        + config.seed());
        line(
                "backend",
                BackendText.describe(backend) + "; " + memory.threads()
                        + (memory.threads() == 1 ? " thread" : " threads")
                        + (config.reproducible() ? ", reproducible" : ""));
        line("memory", TrainingMemory.of(memory, data, backend).describe());
    }

    private String rate() {
        if (config.optimizer() instanceof Lbfgs) {
            return "";
        }
        return ", learning rate " + config.schedule().at(0, new double[0]) + " " + reporting.schedule
                + (config.scheduleBy() == ScheduleUnit.EPOCH ? "" : " by step");
    }

    private String regularization() {
        StringBuilder text = new StringBuilder();
        for (Regularizer regularizer : config.regularizers()) {
            text.append(", ").append(Regularizer.choices().format(regularizer));
        }
        if (!(config.clipping() instanceof GradientClipping.None)) {
            text.append(", clipped by ").append(GradientClipping.choices().format(config.clipping()));
        }
        return text.toString();
    }

    private History fit(Trainer trainer, List<TrainingListener> listeners) {
        Dataset training = parts.training();
        boolean classes = spec.loss().isClassification();
        List<TrainingListener> all = new ArrayList<>(listeners);
        if (!console.interactive()) {
            all.add(table(this::printNow, classes));
            return trainer.fit(training, parts.validation(), new Listeners(all));
        }
        try (ProgressLine progress = new ProgressLine(console.err(), training.size(), config.epochs())) {
            all.add(progress);
            all.add(table(line -> progress.printAbove(console.out(), line), classes));
            return trainer.fit(training, parts.validation(), new Listeners(all));
        }
    }

    private EpochTable table(Consumer<String> printer, boolean classes) {
        return new EpochTable(printer, config.epochs(), classes, parts.validation() != null);
    }

    private @Nullable Evaluation test(Network network, int threads) {
        Dataset test = data.test();
        if (test == null) {
            return null;
        }
        try (Evaluator evaluator = new Evaluator(network, threads)) {
            return evaluator.evaluate(test);
        }
    }

    private void report(Network network, History history, @Nullable Evaluation test) throws IOException {
        EpochMetrics last = history.last();
        if (parts.validation() != null) {
            line("validation", EvaluationText.oneLine(last.validationLoss(), last.validationAccuracy()));
        }
        if (test != null) {
            line("test", EvaluationText.oneLine(test.loss(), test.accuracy()));
        }
        Path out = reporting.out;
        if (out != null) {
            ModelFile.save(out, network, TrainingFacts.of(this, history, test));
            line("saved", out + " (" + Figures.bytes(Files.size(out)) + ")");
        }
    }

    /** Says how the training's speed compares with that of its matrix products. */
    private void speed(Network network, History history, int threads) {
        int rows = Math.min(config.batchSize(), parts.training().size());
        StepPlan plan = StepPlan.of(spec, rows, config, threads);
        OptionalDouble products;
        try (ProductsBenchmark benchmark = ProductsBenchmark.likeTheStep(network, plan, threads)) {
            products = benchmark.samplesPerSecond(CHEAP_SECONDS, reporting.verbose ? PATIENT_SECONDS : CHEAP_SECONDS);
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
        line("speed", Figures.count(training) + " samples/s in the fastest epoch" + comparison);
    }

    private void line(String name, String text) {
        printNow(String.format("%-11s %s", name, text));
    }

    private void printNow(String line) {
        console.out().println(line);
        console.out().flush();
    }

    /** The metrics file, if there is one. */
    private static final class MetricsFiles implements AutoCloseable {
        private final @Nullable MetricsFile file;

        MetricsFiles(@Nullable Path path) {
            file = path == null ? null : new MetricsFile(path);
        }

        List<TrainingListener> listeners() {
            return file == null ? List.of() : List.of(file);
        }

        void end(@Nullable Evaluation test, double seconds) {
            if (file != null) {
                file.end(test, seconds);
            }
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }
}

package io.github.panagrad.cli;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.TrainingMemory;
import io.github.panagrad.cli.options.OutputOptions;
import io.github.panagrad.cli.report.Figures;
import io.github.panagrad.cli.report.Listeners;
import io.github.panagrad.cli.report.MetricsFile;
import io.github.panagrad.cli.signal.StopSignal;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.Evaluation;
import io.github.panagrad.nn.Evaluator;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training whose input was checked: trains, reports, evaluates, saves.
 *
 * @param request what the options ask for
 * @param data what was read
 * @param parts what of it is trained on, and what validates
 * @param memory what it takes
 * @param limit what there is
 */
record Training(
        Console console,
        TrainingRequest request,
        LoadedData data,
        Parts parts,
        TrainingMemory memory,
        MemoryLimit limit,
        NetworkSpec spec,
        Backend backend,
        Reporting reporting) {
    /** What is trained on, and what validates, or null. */
    record Parts(Dataset training, @Nullable Dataset validation) {}

    /**
     * What is reported where.
     *
     * @param mode for whom progress is written
     * @param out takes the network, or null
     * @param metrics takes the figures of each epoch, or null
     * @param verbose whether to spend time on measurements
     * @param classWeights one for each class, or empty if there are none
     * @param dataByDefault whether the data was not named by the user
     * @param config all options
     */
    record Reporting(
            OutputOptions.Mode mode,
            @Nullable Path out,
            @Nullable Path metrics,
            boolean verbose,
            Optional<String> classWeights,
            boolean dataByDefault,
            EffectiveConfig config) {}

    /** Thrown between two steps, to end a training that was asked to stop. */
    private static final class StopException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StopException() {
            super("stopped by a signal", null, false, false);
        }
    }

    DType dtype() {
        return request.dtype();
    }

    TrainingConfig config() {
        return request.config();
    }

    /**
     * Runs it.
     *
     * @return the exit code of the process
     */
    int run() throws IOException {
        long start = System.nanoTime();
        TrainingOutput output = output();
        // Before anything is allocated: where there is too little memory, the system may end the process without a
        // word.
        output.start(this);
        if (!memory.fits(limit)) {
            Failures.print(
                    "WARN: the training may not fit: it takes about " + Figures.bytes(memory.total()) + ", and "
                            + limit.describe() + "; the system may end it without a word",
                    console.err());
        }
        try (Network network = Network.create(spec, dtype(), backend, request.initializer(), config().seed())) {
            if (request.biasInit() != 0) {
                network.fillBiases(request.biasInit());
            }
            int threads;
            History history;
            try (Trainer trainer = new Trainer(network, config());
                    MetricsFiles metrics = new MetricsFiles(reporting.metrics)) {
                threads = trainer.threads();
                List<EpochMetrics> epochs = new ArrayList<>();
                Fit fit = fit(trainer, output, metrics.listeners(), epochs);
                double seconds = (System.nanoTime() - start) * 1e-9;
                if (fit.history == null) {
                    metrics.end(null, seconds);
                    output.end(new TrainingOutput.End(TrainingOutput.Status.STOPPED, epochs, null, null, seconds));
                    return fit.exitCode;
                }
                history = fit.history;
                Evaluation test = test(network, threads);
                seconds = (System.nanoTime() - start) * 1e-9;
                metrics.end(test, seconds);
                if (reporting.out != null) {
                    ModelFile.save(reporting.out, network, TrainingFacts.of(this, history, test));
                }
                output.end(new TrainingOutput.End(
                        TrainingOutput.Status.COMPLETED, history.epochs(), test, reporting.out, seconds));
            }
            if (output.wantsSpeed()) {
                TrainingSpeed.print(this, network, history, threads);
            }
        }
        return Failures.DONE;
    }

    private TrainingOutput output() {
        return switch (reporting.mode) {
            case TEXT -> new TextOutput(console);
            case QUIET -> new QuietOutput(console.err());
            case JSON_LINES -> new JsonLinesOutput(console.out(), console.err());
        };
    }

    /**
     * What fitting gave.
     *
     * @param history what was done, or null if it was stopped
     * @param exitCode of a process that was stopped
     */
    private record Fit(@Nullable History history, int exitCode) {}

    private Fit fit(
            Trainer trainer, TrainingOutput output, List<TrainingListener> listeners, List<EpochMetrics> epochs) {
        Stopping stopping = new Stopping(epochs);
        try (TrainingOutput.Progress progress = output.progress(this);
                StopSignal signal = new StopSignal(progress::notice, stopping::request)) {
            List<TrainingListener> all = new ArrayList<>(listeners);
            all.add(progress);
            // Last, so that the others have heard of the step.
            all.add(stopping);
            try {
                return new Fit(trainer.fit(parts.training(), parts.validation(), new Listeners(all)), 0);
            } catch (StopException _) {
                return new Fit(null, signal.exitCode().orElse(Failures.FAILED));
            }
        }
    }

    /** Ends the training after a step when that was asked for, and keeps what the epochs gave. */
    private static final class Stopping implements TrainingListener {
        private final List<EpochMetrics> epochs;
        private volatile boolean requested;

        Stopping(List<EpochMetrics> epochs) {
            this.epochs = epochs;
        }

        void request() {
            requested = true;
        }

        @Override
        public void onStep(int epoch, long samples) {
            if (requested) {
                throw new StopException();
            }
        }

        @Override
        public void onEpoch(EpochMetrics metrics) {
            epochs.add(metrics);
        }
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

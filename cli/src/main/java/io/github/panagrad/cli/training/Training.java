package io.github.panagrad.cli.training;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.TrainingMemory;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.options.OutputOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.signal.StopSignal;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Ending;
import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.EpochMetrics;
import io.github.panagrad.nn.FitOptions;
import io.github.panagrad.nn.History;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.TrainingListener;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.ensemble.TemperatureScaling;
import io.github.panagrad.nn.metrics.Metric;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.table.model.Quality;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training run whose input was checked: trains, evaluates, saves, reports.
 *
 * @param request what the options request
 * @param data what was read
 * @param memory what it needs
 * @param limit the available memory
 * @param course everything around the steps
 */
public record Training(
        Console console,
        TrainingRequest request,
        LoadedData data,
        TrainingMemory memory,
        MemoryLimit limit,
        NetworkSpec spec,
        Backend backend,
        Course course,
        Reporting reporting) {
    /**
     * The options that do not affect what is learned. They are not written into models, so that the same training produces
     * the same file. The library that {@code --blas} chose is a fact of its own.
     */
    public static final Set<String> WITHOUT_EFFECT = Set.of(
            "threads",
            "blas",
            "out",
            "metrics",
            "quiet",
            "json-lines",
            "verbose",
            "data-store",
            "write-schema",
            "checkpoint",
            "checkpoint-every",
            "checkpoint-keep",
            "checkpoint-failure",
            "resume",
            "resume-elsewhere",
            "report",
            "tensorboard");

    /** The options that a checkpoint compares by what they mean: epochs and time may be added, and a default may be spelled out. */
    public static final Set<String> COMPARED = Set.of("epochs", "schedule", "regularizer", "time-limit");

    /**
     * Everything around the steps.
     *
     * @param members how many networks are trained
     * @param recipes how many kinds of networks are tried, of which the request is one
     * @param earlyStopping when training ends early
     * @param time how long it may take
     * @param isSoftened whether probabilities are made softer, by a temperature that fits the validation set
     * @param metrics the metrics computed on the validation set after each epoch
     * @param checkpoints where checkpoints are written; they stay the caller's
     */
    public record Course(
            int members,
            int recipes,
            Optional<EarlyStopping> earlyStopping,
            Optional<TimeLeft> time,
            boolean isSoftened,
            List<Metric> metrics,
            TrainingCheckpoints checkpoints) {
        /** Copies the list. */
        public Course {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * The reports, and where they go.
     *
     * @param mode the reader for whom progress is written
     * @param out the file for the network, or null
     * @param metrics the file for the metrics of each epoch, or null
     * @param report the folder for the report
     * @param tensorboard the folder for event files with the metrics of each epoch
     * @param verbose whether to spend time on measuring
     * @param classWeights one for each class, or empty if there are none
     * @param dataByDefault whether the data was not named by the user
     * @param readSeconds how long it took to read the data
     * @param config all options
     * @param repetition how the same training is run again
     */
    public record Reporting(
            OutputOptions.Mode mode,
            @Nullable Path out,
            @Nullable Path metrics,
            Optional<Path> report,
            Optional<Path> tensorboard,
            boolean verbose,
            Optional<String> classWeights,
            boolean dataByDefault,
            double readSeconds,
            EffectiveConfig config,
            Repetition repetition) {}

    DType dtype() {
        return request.dtype();
    }

    TrainingConfig config() {
        return request.config();
    }

    /** Returns the options that must be the same when the training is resumed. */
    Map<String, String> settings() {
        return reporting.config.without(WITHOUT_EFFECT).without(COMPARED).asMap();
    }

    /** Returns the samples of a full batch. */
    int samplesPerStep() {
        int samples = data.training().size();
        return config().optimization().optimizer() instanceof Lbfgs
                ? samples
                : Math.min(config().optimization().batchSize(), samples);
    }

    /**
     * Runs it.
     *
     * @return the exit code of the process
     */
    public int run() throws IOException {
        long start = System.nanoTime();
        TrainingOutput output = output();
        // Before anything is allocated: where memory is short, the system may kill the process without a message.
        output.start(this);
        if (!memory.fits(limit)) {
            Messages.print(
                    "WARN: the training may not fit: it needs about " + NumberText.bytes(memory.total()) + ", and "
                            + limit.describe() + "; the system may kill it without a message",
                    console.err());
        }
        List<Network> members = new ArrayList<>();
        Consumer<String> afterwards = message -> Messages.print(message, console.err());
        LostOutputs lost = new LostOutputs(afterwards);
        boolean isWhereItBelongs;
        try (MetricsFile metrics = new MetricsFile(reporting.metrics, data.positive(), lost)) {
            Outputs outputs = new Outputs(output, metrics, lost);
            Fit fit = fit(members, outputs);
            lost.printTo(afterwards);
            if (fit.exitCode != ExitCode.DONE) {
                double seconds = (System.nanoTime() - start) * 1e-9;
                metrics.end(null, seconds);
                Path kept = keep(members, fit.history, afterwards);
                output.end(new TrainingOutput.End(
                        TrainingOutput.Status.STOPPED,
                        fit.history.ending(),
                        fit.history.epochs(),
                        false,
                        TrainingOutcome.none(),
                        kept,
                        null,
                        course.checkpoints.isPresent(),
                        seconds));
                return fit.exitCode;
            }
            isWhereItBelongs = finish(members, fit, outputs, start, afterwards);
            if (output.wantsSpeed() && !fit.ownEpochs().isEmpty()) {
                TrainingSpeed.print(this, members.getFirst(), fit.ownEpochs(), fit.threads);
            }
        } finally {
            members.forEach(Network::close);
        }
        return lost.isEmpty() && isWhereItBelongs ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Saves what was trained before it was stopped, unless a checkpoint has it; returns where, or null. */
    private @Nullable Path keep(List<Network> members, History history, Consumer<String> warnings) throws IOException {
        Path out = reporting.out;
        return out == null || course.checkpoints.isPresent()
                ? null
                : ModelOutput.save(
                        ModelOutput.stopped(out),
                        new Ensemble(members),
                        TrainingFacts.of(this, history, TrainingOutcome.none()),
                        warnings);
    }

    /** What is written while it trains, and what cannot be. */
    private record Outputs(TrainingOutput progress, MetricsFile metrics, LostOutputs lost) {}

    /** Evaluates, saves and reports; returns whether the model is where it was asked for. */
    private boolean finish(List<Network> members, Fit fit, Outputs outputs, long start, Consumer<String> warnings)
            throws IOException {
        long fitted = System.nanoTime();
        // The members are closed by the caller that created them.
        @SuppressWarnings("resource")
        Ensemble model = new Ensemble(members);
        double temperature = soften(model, fit.threads);
        TrainingOutcome outcome = new TrainingOutcome(
                temperature, quality(model, data.validation(), fit.threads), quality(model, data.test(), fit.threads));
        long evaluated = System.nanoTime();
        outputs.metrics.end(outcome.test().map(Quality::evaluation).orElse(null), (System.nanoTime() - start) * 1e-9);
        Path out = reporting.out;
        Path saved = out == null
                ? null
                : ModelOutput.save(out, model, TrainingFacts.of(this, fit.history, outcome), warnings);
        Path report = reporting.report.orElse(null);
        if (report != null) {
            try {
                new TrainingReporter(this, model, fit.history, outcome)
                        .write(report, (fitted - start) * 1e-9, (evaluated - fitted) * 1e-9, Optional.empty());
            } catch (IOException e) {
                outputs.lost.lose(report, e);
                report = null;
            }
        }
        outputs.progress.end(new TrainingOutput.End(
                TrainingOutput.Status.COMPLETED,
                fit.history.ending(),
                fit.history.epochs(),
                false,
                outcome,
                saved,
                report,
                course.checkpoints.isPresent(),
                (System.nanoTime() - start) * 1e-9));
        return Objects.equals(saved, out);
    }

    /** Returns the temperature by which logits were divided; 1 if probabilities are as they were trained. */
    private double soften(Ensemble model, int threads) {
        Dataset heldBack = data.validation();
        return course.isSoftened && heldBack != null && TemperatureScaling.appliesTo(spec)
                ? TemperatureScaling.soften(model, heldBack, threads)
                : 1;
    }

    @Nullable
    Quality quality(Ensemble model, @Nullable Dataset samples, int threads) {
        return samples == null ? null : HeapRoom.evaluate(model, samples, data.pipeline(), threads);
    }

    TrainingOutput output() {
        return switch (reporting.mode) {
            case TEXT -> new TextOutput(console);
            case QUIET -> new QuietOutput(console.err());
            case JSON_LINES -> new JsonLinesOutput(console.out(), console.err());
        };
    }

    /**
     * The result of fitting.
     *
     * @param history of the last network
     * @param threads that trained it
     * @param epochsBefore the epochs of the history that an earlier process did
     * @param exitCode of the process, if it was stopped
     */
    private record Fit(History history, int threads, int epochsBefore, int exitCode) {
        List<EpochMetrics> ownEpochs() {
            return history.epochs().subList(epochsBefore, history.epochs().size());
        }
    }

    /** Counts the epochs of this process; a history has those before a resume, too. */
    private static final class EpochCount implements TrainingListener {
        private int epochs;

        @Override
        public void onEpoch(EpochMetrics metrics) {
            epochs++;
        }
    }

    /** Trains all networks, and adds them to the list, which owns them. */
    private Fit fit(List<Network> members, Outputs outputs) {
        Fit last = null;
        for (int m = 0; m < course.members; m++) {
            TrainingConfig seeded = config().withSeed(config().execution().seed() + m);
            Network network = request.network(spec, backend, seeded.execution().seed(), data.training());
            members.add(network);
            last = fit(network, seeded, m + 1, outputs);
            if (last.exitCode != ExitCode.DONE) {
                break;
            }
        }
        if (last == null) {
            throw new IllegalStateException("no network to train");
        }
        return last;
    }

    private Fit fit(Network network, TrainingConfig config, int number, Outputs outputs) {
        try (Trainer trainer = new Trainer(network, config);
                TrainingOutput.Progress progress = outputs.progress.progress(this);
                TensorBoardListener events = TensorBoardListener.of(reporting.tensorboard, outputs.lost);
                StopSignal signal = new StopSignal(progress::notice, trainer::requestStop)) {
            outputs.lost.printTo(progress::notice);
            EpochCount own = new EpochCount();
            FitOptions options = course.checkpoints
                    .with(options(number), config, number, progress::notice)
                    .withListener(progress)
                    .withListener(events)
                    .withListener(own)
                    .withListener(outputs.metrics);
            History history = trainer.fit(data.training(), options);
            if (history.ending() == Ending.TIME_LIMIT && history.epochs().isEmpty()) {
                throw TimeLeft.tooShort();
            }
            boolean stopped = history.ending() == Ending.STOP_REQUESTED;
            return new Fit(
                    history,
                    trainer.threads(),
                    history.epochs().size() - own.epochs,
                    stopped ? signal.exitCode().orElse(ExitCode.FAILED) : ExitCode.DONE);
        }
    }

    /**
     * Returns what happens around the steps.
     *
     * @param number of the network, from 1; each gets as much of the time that is left
     */
    private FitOptions options(int number) {
        FitOptions options = FitOptions.none()
                .withValidation(data.validation())
                .withMetrics(course.metrics.toArray(new Metric[0]))
                .withSettings(settings());
        FitOptions limited = course.time
                .map(time -> options.withTimeLimit(time.share(course.members - number + 1)))
                .orElse(options);
        return course.earlyStopping.map(limited::withEarlyStopping).orElse(limited);
    }
}

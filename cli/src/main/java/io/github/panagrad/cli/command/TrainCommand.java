package io.github.panagrad.cli.command;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.MemoryAdvice;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.memory.TrainingMemory;
import io.github.panagrad.cli.options.CheckpointOptions;
import io.github.panagrad.cli.options.EnsembleOptions;
import io.github.panagrad.cli.options.EvidenceOptions;
import io.github.panagrad.cli.options.MetricOptions;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.options.OutputOptions;
import io.github.panagrad.cli.options.OutputPaths;
import io.github.panagrad.cli.options.StoppingOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.training.Repetition;
import io.github.panagrad.cli.training.Training;
import io.github.panagrad.cli.training.TrainingCheckpoints;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.EarlyStopping;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.WarmUp;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panagrad train}: everything that can be wrong is checked before data is read or, at the latest, before training starts. */
@Command(
        name = "train",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Trains a network, and saves it with --out.",
        footer = {
            "",
            "Without --data it trains on generated spirals. A folder of IDX files has its own test set, which is"
                    + " evaluated at the end.",
            "",
            "Ctrl-C and SIGTERM stop it after the current step, with a checkpoint if --checkpoint was given, else with the"
                    + " network saved beside --out, and with exit code 130 or 143; a second one stops it at once.",
            "",
            "Examples:",
            "  panagrad train --data people.csv --target income --report report --out m.safetensors",
            "  panagrad train --data mnist --layers 512,256 --dropout 0.2 --epochs 6 --out m.safetensors"
        })
public final class TrainCommand implements Callable<Integer> {
    /** The number of elements in a training of about a second. */
    private static final double LONG_TRAINING = 5e7;

    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @OptionGroup("Output")
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Save the trained network here, as safetensors. Default: none.")
    private @Nullable Path out;

    @OptionGroup("Output")
    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description =
                    "Write the metrics of each epoch here as they become available, one JSON object per line. Default: none.")
    private @Nullable Path metrics;

    @Mixin
    private StoppingOptions stopping = new StoppingOptions();

    @Mixin
    private MetricOptions monitored = new MetricOptions();

    @Mixin
    private EnsembleOptions ensemble = new EnsembleOptions();

    @Mixin
    private CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private EvidenceOptions evidence = new EvidenceOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TrainingRequest asked = TrainingRequest.of(options);
        OutputOptions.Mode mode = output.mode();
        stopping.check(asked.isValidated());
        monitored.check(asked.isValidated());
        evidence.check();
        checkOutputs(asked.source());
        try (TrainingCheckpoints saving = TrainingCheckpoints.of(
                checkpoints,
                ensemble.members() == 1 ? TrainingCheckpoints.Kind.SINGLE : TrainingCheckpoints.Kind.MEMBER)) {
            return train(asked, mode, saving);
        }
    }

    private int train(TrainingRequest asked, OutputOptions.Mode mode, TrainingCheckpoints saving) throws IOException {
        Backend backend = options.machine().backend();
        long start = System.nanoTime();
        LoadedData data;
        try (WarmUp warmUp = warmUp(asked, backend)) {
            data = options.weights().weighted(asked.load(console));
            if (isLong(data, asked)) {
                warmUp.await();
            }
        }
        double readSeconds = (System.nanoTime() - start) * 1e-9;
        TrainingRequest request = asked.forData(options, data);
        NetworkSpec spec = request.spec(data);
        request.requireTrainable(spec, data.training().size());
        stopping.requireDefined(data);
        monitored.requireDefined(data);
        Optional<Loss> loss = Optional.of(spec.loss());
        Optional<EarlyStopping> earlyStopping = stopping.rule(loss, request.dtype());
        MemoryRequest memoryRequest =
                request.memory(spec, backend, ensemble.members(), TrainingRequest.size(data), data.test() != null);
        TrainingMemory memory = memoryRequest.memory();
        MemoryLimit limit = MemoryLimit.find();
        new MemoryAdvice(memoryRequest, limit).require(memory);
        Training training = new Training(
                console,
                request,
                data,
                memory,
                limit,
                spec,
                backend,
                new Training.Course(
                        ensemble.members(), earlyStopping, monitored.metrics(loss, request.dtype()), saving),
                new Training.Reporting(
                        mode,
                        out,
                        metrics,
                        evidence.report(),
                        evidence.tensorboard(),
                        output.verbose(),
                        options.weights().describe(data.training()),
                        !options.data().isGiven(),
                        readSeconds,
                        config(request),
                        repetition(request)));
        return training.run();
    }

    private Repetition repetition(TrainingRequest request) {
        EffectiveConfig all = EffectiveConfig.of(command, request.defaults(options));
        return new Repetition(
                command.root().commandLine().getParseResult().originalArgs(),
                options.data().isGiven()
                        ? all
                        : all.with("data", request.source().name()));
    }

    /** Returns all options, with the defaults that depend on others. */
    private EffectiveConfig config(TrainingRequest request) {
        // Without folders, which are private.
        return EffectiveConfig.of(command, request.defaults(options))
                .with("data", request.source().name());
    }

    /** Lets the JVM compile the kernels while the data is read. */
    private static WarmUp warmUp(TrainingRequest request, Backend backend) {
        Rows.Storage stored = request.isImages()
                ? Rows.Storage.U8
                : request.dtype() == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
        return new WarmUp(request.guess(), request.dtype(), backend, request.config(), stored);
    }

    /** Returns whether enough elements pass through the kernels for waiting for the compiler to save time. */
    private static boolean isLong(LoadedData data, TrainingRequest request) {
        double row = data.training().columns();
        for (Dense layer : request.hidden()) {
            row += layer.units();
        }
        return row * data.training().size() * request.config().optimization().epochs() > LONG_TRAINING;
    }

    private void checkOutputs(DataSource source) {
        if (out != null) {
            checkOutput("--out", out, source);
        }
        if (metrics != null) {
            checkOutput("--metrics", metrics, source);
        }
        if (out != null && metrics != null) {
            OutputPaths.requireDifferent("--metrics", metrics, "--out", out);
        }
    }

    private static void checkOutput(String option, Path file, DataSource source) {
        OutputPaths.check(option, file);
        OutputPaths.requireOther(option, file, source);
    }
}

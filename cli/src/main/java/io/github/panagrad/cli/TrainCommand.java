package io.github.panagrad.cli;

import io.github.panagrad.cli.data.CsvColumn;
import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.data.TargetKind;
import io.github.panagrad.cli.options.DataOptions;
import io.github.panagrad.cli.options.LearningOptions;
import io.github.panagrad.cli.options.MachineOptions;
import io.github.panagrad.cli.options.Names;
import io.github.panagrad.cli.options.NetworkOptions;
import io.github.panagrad.cli.options.OutputPaths;
import io.github.panagrad.cli.options.TargetOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.options.WeightOptions;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.InputLayer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemoryPlan;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.WarmUp;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panagrad train}: everything that can be wrong is checked before data is read, or before training starts. */
@Command(
        name = "train",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Trains a network, and saves it with --out.",
        footer = {
            "",
            "Without --data it trains on generated spirals. A folder of IDX files brings its own test set, which is"
                    + " evaluated at the end.",
            "",
            "Example:",
            "  panagrad train --data mnist --layers 512,256 --dropout 0.2 --epochs 6 --out m.safetensors"
        })
final class TrainCommand implements Callable<Integer> {
    /** Elements of a training of about a second. */
    private static final double LONG_TRAINING = 5e7;

    private static final String DEFAULT_DATA = "spirals";

    private final Console console;

    @Mixin
    private DataOptions dataOptions = new DataOptions();

    @Mixin
    private TargetOptions targetOptions = new TargetOptions();

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Share of the samples that is held back and evaluated after each epoch, or 0. Default: 0.1.")
    private double validation = 0.1;

    @Mixin
    private NetworkOptions networkOptions = new NetworkOptions();

    @Mixin
    private WeightOptions weightOptions = new WeightOptions();

    @Mixin
    private LearningOptions learningOptions = new LearningOptions();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Type of the parameters: float32 (default) or float64.")
    private String dtype = "float32";

    @Mixin
    private MachineOptions machineOptions = new MachineOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Save the trained network here, as safetensors.")
    private @Nullable Path out;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "Write the figures of each epoch here as they come, a JSON object a line.")
    private @Nullable Path metrics;

    @Option(names = "--verbose", description = "Time the matrix products alone at the end even if that takes long.")
    private boolean verbose;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        DataSource source = dataOptions.sourceOr(DEFAULT_DATA);
        boolean images = source instanceof DataSource.IdxFiles;
        List<Dense> hidden = networkOptions.hidden(images ? "512,256" : "64,64");
        InputLayer input = networkOptions.input();
        Initializer initializer = networkOptions.initializer();
        Optional<Loss> loss = networkOptions.loss();
        double biasInit = networkOptions.biasInit();
        TargetKind kind = targetOptions.kind(source, loss);
        weightOptions.check(kind, loss);
        // With a constant rate the last epoch's accuracy on images is a matter of luck, some 0.3 % up or down.
        String schedule = images ? "cosine" : "constant";
        TrainingConfig config = learningOptions.config(machineOptions.threads(), schedule);
        DType type = Names.dtype(dtype);
        machineOptions.check();
        if (!(validation >= 0 && validation < 1)) {
            throw new InputException("--validation must be at least 0 and below 1, found " + validation);
        }
        checkOutputs(source);

        // What the data asks for is guessed.
        NetworkSpec guess = guess(input, hidden, loss);
        requireTrainable(guess, config, 0);
        Backend backend = machineOptions.backend();
        LoadedData data;
        try (WarmUp warmUp = warmUp(guess, images, type, backend, config)) {
            data = DataLoader.forTraining(
                    source,
                    type,
                    config.seed(),
                    kind,
                    new CsvColumn.Wish(dataOptions.target(), null),
                    new CsvColumn.Wish(dataOptions.weight(), null));
            if (isLong(data, hidden, config)) {
                warmUp.await();
            }
        }
        TargetOptions.Ending ending = TargetOptions.ending(data.samples().targets(), loss);
        NetworkSpec spec = Values.checked(
                "--layers",
                () -> new NetworkSpec(data.samples().columns(), input, hidden, ending.outputs(), ending.loss()));
        requireInputs(spec, data.samples(), data.source());
        if (data.test() != null) {
            requireInputs(spec, data.test(), data.source());
        }
        Dataset samples = weightOptions.apply(data.samples());
        Training.Parts parts = split(samples, config.seed());
        requireTrainable(spec, config, parts.training().size());
        MemoryPlan memory = Values.checked(
                "--batch-size " + config.batchSize(),
                () -> MemoryPlan.of(spec, type, backend, config, Training.evaluators(parts, data)));
        MemoryCheck.require(memory);
        Training training = new Training(
                console,
                data,
                parts,
                memory,
                spec,
                type,
                backend,
                initializer,
                biasInit,
                config,
                new Training.Reporting(
                        out,
                        metrics,
                        verbose,
                        learningOptions.scheduleText(schedule),
                        validation,
                        weightOptions.describe(data.samples()),
                        !dataOptions.isGiven()));
        training.run();
        return Failures.DONE;
    }

    /** Returns a network of the same layers, with as many inputs as its skip connections need. */
    private static NetworkSpec guess(InputLayer input, List<Dense> hidden, Optional<Loss> loss) {
        int inputs = IntStream.range(0, hidden.size())
                .filter(l -> hidden.get(l).skip() == l + 1)
                .map(l -> hidden.get(l).units())
                .findFirst()
                .orElse(1);
        InputLayer plain = new InputLayer(List.of(), input.dropout());
        return Values.checked(
                "--layers", () -> new NetworkSpec(inputs, plain, hidden, 3, loss.orElse(Loss.softmaxCrossEntropy())));
    }

    private static void requireInputs(NetworkSpec spec, Dataset samples, DataSource source) {
        Values.checked("--data " + source.name(), () -> {
            spec.checkInputs(samples);
            return samples;
        });
    }

    private static void requireTrainable(NetworkSpec spec, TrainingConfig config, long samples) {
        Values.checked("--optimizer " + config.optimizer().name(), () -> {
            Trainer.requireTrainable(spec, config, samples);
            return spec;
        });
    }

    /** Has the kernels compiled while the data is read. */
    private static WarmUp warmUp(
            NetworkSpec guess, boolean images, DType type, Backend backend, TrainingConfig config) {
        Rows.Storage stored = images ? Rows.Storage.U8 : type == DType.F32 ? Rows.Storage.F32 : Rows.Storage.F64;
        return new WarmUp(guess, type, backend, config, stored);
    }

    /** Whether the elements that go through the kernels are so many that waiting for the compiler saves time. */
    private static boolean isLong(LoadedData data, List<Dense> hidden, TrainingConfig config) {
        double row = data.samples().columns();
        for (Dense layer : hidden) {
            row += layer.units();
        }
        return row * data.samples().size() * config.epochs() > LONG_TRAINING;
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
        if (source instanceof DataSource.Csv(Path data)) {
            OutputPaths.requireDifferent(option, file, "--data", data);
        }
    }

    private Training.Parts split(Dataset samples, long seed) {
        if (validation == 0) {
            return new Training.Parts(samples, null);
        }
        if (samples.size() < 2) {
            throw new InputException("1 sample cannot be divided into a training and a validation part: give more, or"
                    + " --validation 0");
        }
        Dataset.Split split = samples.split(validation, seed);
        return new Training.Parts(split.training(), split.validation());
    }
}

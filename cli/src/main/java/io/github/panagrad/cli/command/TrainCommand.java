package io.github.panagrad.cli.command;

import io.github.panagrad.cli.config.EffectiveConfig;
import io.github.panagrad.cli.config.PresetArguments;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.memory.DataSize;
import io.github.panagrad.cli.memory.MemoryAdvice;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.memory.TrainingMemory;
import io.github.panagrad.cli.model.HeapRoom;
import io.github.panagrad.cli.options.CheckpointOptions;
import io.github.panagrad.cli.options.EnsembleOptions;
import io.github.panagrad.cli.options.EvidenceOptions;
import io.github.panagrad.cli.options.FoldEnsembleOptions;
import io.github.panagrad.cli.options.MetricOptions;
import io.github.panagrad.cli.options.OptionGroup;
import io.github.panagrad.cli.options.OutputOptions;
import io.github.panagrad.cli.options.OutputPaths;
import io.github.panagrad.cli.options.Portfolio;
import io.github.panagrad.cli.options.Preset;
import io.github.panagrad.cli.options.RecipeOptions;
import io.github.panagrad.cli.options.StoppingOptions;
import io.github.panagrad.cli.options.TemperatureOption;
import io.github.panagrad.cli.options.TimeLimitOption;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.options.TypedArguments;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.training.FoldedTraining;
import io.github.panagrad.cli.training.PlannedRecipe;
import io.github.panagrad.cli.training.Repetition;
import io.github.panagrad.cli.training.TimeLeft;
import io.github.panagrad.cli.training.Training;
import io.github.panagrad.cli.training.TrainingCheckpoints;
import io.github.panagrad.cli.training.TrainingRequest;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.WarmUp;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private TemperatureOption temperature = new TemperatureOption();

    @Mixin
    private MetricOptions monitored = new MetricOptions();

    @Mixin
    private EnsembleOptions ensemble = new EnsembleOptions();

    @Mixin
    private FoldEnsembleOptions folds = new FoldEnsembleOptions();

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

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
        long start = System.nanoTime();
        TrainingRequest asked = TrainingRequest.of(options);
        OutputOptions.Mode mode = output.mode();
        Optional<TimeLeft> time = timeLimit.value().map(limit -> new TimeLeft(start, limit));
        boolean isFolded = folds.folds().isPresent();
        if (isFolded) {
            refuseWithFolds();
        }
        stopping.check(asked.isValidated() || isFolded);
        boolean isSoftened = temperature.isFitted(asked.isValidated(), isFolded);
        monitored.check(asked.isValidated());
        evidence.check();
        checkOutputs(asked.source());
        try (TrainingCheckpoints saving = TrainingCheckpoints.of(checkpoints, kind(isFolded))) {
            return train(asked, mode, time, isSoftened, saving);
        }
    }

    private TrainingCheckpoints.Kind kind(boolean isFolded) {
        if (isFolded) {
            return options.preset() == Preset.BEST ? TrainingCheckpoints.Kind.RECIPE : TrainingCheckpoints.Kind.NETWORK;
        }
        return ensemble.members() == 1 ? TrainingCheckpoints.Kind.SINGLE : TrainingCheckpoints.Kind.MEMBER;
    }

    /** Refuses what belongs to a single training. */
    private void refuseWithFolds() {
        FoldEnsembleOptions.requireNothingElse(options.validation());
        String other = ensemble.members() > 1
                ? "--ensemble"
                : metrics != null
                        ? "--metrics"
                        : evidence.tensorboard().isPresent()
                                ? "--tensorboard"
                                : monitored.isGiven() ? "--metric" : null;
        if (other != null) {
            throw new InvalidInputException(
                    other + " is for a single training, and does not go with --folds or --preset best; leave it out");
        }
    }

    private int train(
            TrainingRequest asked,
            OutputOptions.Mode mode,
            Optional<TimeLeft> time,
            boolean isSoftened,
            TrainingCheckpoints saving)
            throws IOException {
        Backend backend = options.machine().backend();
        long start = System.nanoTime();
        LoadedData raw;
        LoadedData data;
        try (WarmUp warmUp = warmUp(asked, backend)) {
            raw = asked.load(console);
            data = options.weights().weighted(raw);
            if (isLong(data, asked)) {
                warmUp.await();
            }
        }
        double readSeconds = (System.nanoTime() - start) * 1e-9;
        List<PlannedRecipe> recipes = recipes(asked, data);
        int atOnce = atOnce(recipes.getFirst().request(), backend);
        PlannedRecipe largest = recipes.stream()
                .max(Comparator.comparingLong(recipe -> memory(recipe, recipes.size(), atOnce, data, backend)
                        .memory()
                        .total()))
                .orElseThrow();
        TrainingRequest request = largest.request();
        NetworkSpec spec = largest.spec();
        stopping.requireDefined(data);
        monitored.requireDefined(data);
        Optional<Loss> loss = Optional.of(spec.loss());
        MemoryRequest memoryRequest = memory(largest, recipes.size(), atOnce, data, backend);
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
                        ensemble.members(),
                        recipes.size(),
                        largest.earlyStopping(),
                        time,
                        isSoftened,
                        monitored.metrics(loss, request.dtype()),
                        saving),
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
        return folds.folds().isPresent()
                ? new FoldedTraining(
                                training,
                                raw.training(),
                                recipes,
                                recipes.size() == 1 ? 1 : rounds(largest, recipes.size(), atOnce, data, backend, limit),
                                folds.folds().getAsInt(),
                                atOnce,
                                time)
                        .run()
                : training.run();
    }

    /** Returns how often recipes may be tried, so that the networks and predictions of all have room. */
    private int rounds(
            PlannedRecipe largest, int recipes, int atOnce, LoadedData data, Backend backend, MemoryLimit limit) {
        long rows = data.training().size();
        int outputs = largest.spec().outputs();
        int rounds = FoldedTraining.MOST_ROUNDS;
        while (rounds > 1
                && !(HeapRoom.has(2 * rows * ((long) recipes * rounds + 1), outputs)
                        && memory(largest, recipes * rounds, atOnce, data, backend)
                                .memory()
                                .fits(limit))) {
            rounds--;
        }
        return rounds;
    }

    /** Returns the memory if all recipes were like this one. */
    private MemoryRequest memory(PlannedRecipe recipe, int recipes, int atOnce, LoadedData data, Backend backend) {
        DataSize size = TrainingRequest.size(data);
        return folds.folds().isPresent()
                ? recipe.request()
                        .memoryOfFolds(recipe.spec(), backend, folds.folds().getAsInt() * recipes, atOnce, size)
                : recipe.request().memory(recipe.spec(), backend, ensemble.members(), size, data.test() != null);
    }

    /** Returns the recipes, of which there is one unless the preset has several; all options of all of them are checked. */
    private List<PlannedRecipe> recipes(TrainingRequest asked, LoadedData data) {
        if (options.preset() != Preset.BEST) {
            return List.of(planned(FoldedTraining.ONLY_RECIPE, options, stopping, asked, data));
        }
        List<String> given = ((TypedArguments) command.root().userObject()).given();
        List<PlannedRecipe> recipes = new ArrayList<>();
        boolean isClasses = data.training().targets() instanceof Targets.Labels;
        InvalidInputException refused = null;
        for (Portfolio recipe : Portfolio.values()) {
            try {
                RecipeOptions own =
                        RecipeOptions.parse(PresetArguments.ofRecipe(command.root(), given, recipe.options(isClasses)));
                recipes.add(planned(
                        recipe.label(), own.training(), own.stopping(), TrainingRequest.of(own.training()), data));
            } catch (InvalidInputException e) {
                // Some options do not go with a linear model, for example.
                Messages.print("NOTE: recipe " + recipe.label() + " is left out: " + e.getMessage(), console.err());
                refused = refused == null ? e : refused;
            }
        }
        if (recipes.isEmpty() && refused != null) {
            throw refused;
        }
        return recipes;
    }

    private PlannedRecipe planned(
            String name, TrainingOptions own, StoppingOptions ownStopping, TrainingRequest asked, LoadedData data) {
        int parts = folds.folds().orElse(0);
        int samples = data.training().size();
        int rows = parts == 0 ? samples : (int) ((long) samples * (parts - 1) / parts);
        TrainingRequest request = asked.forData(own, data, rows);
        NetworkSpec spec = request.spec(data);
        request.requireTrainable(spec, rows);
        ownStopping.check(true);
        return new PlannedRecipe(name, request, spec, ownStopping.rule(Optional.of(spec.loss()), request.dtype()));
    }

    /** Returns how many networks of one thread each are trained at the same time. */
    private int atOnce(TrainingRequest request, Backend backend) {
        return Math.min(request.atOnce(backend), folds.folds().orElse(1));
    }

    private Repetition repetition(TrainingRequest request) {
        EffectiveConfig all = all(request);
        return new Repetition(
                ((TypedArguments) command.root().userObject()).arguments(),
                options.data().isGiven()
                        ? all
                        : all.with("data", request.source().name()));
    }

    /** Returns all options, with the defaults that depend on others. */
    private EffectiveConfig config(TrainingRequest request) {
        // Without folders, which are private.
        return all(request).with("data", request.source().name());
    }

    /** Returns all options with their values; where recipes differ in those that were not given, only those that were. */
    private EffectiveConfig all(TrainingRequest request) {
        return options.preset() == Preset.BEST
                ? EffectiveConfig.ofArguments(command)
                : EffectiveConfig.of(command, request.defaults(options));
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

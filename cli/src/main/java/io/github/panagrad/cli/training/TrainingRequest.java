package io.github.panagrad.cli.training;

import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.data.TableRequest;
import io.github.panagrad.cli.memory.DataSize;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.options.LearningDefaults;
import io.github.panagrad.cli.options.TargetOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.options.WholeNetwork;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Embedding;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A training run as the options request it: everything that can be known, and can be wrong, before data is read.
 *
 * @param source the data
 * @param layers the hidden layers as text, the default where none were given
 * @param hidden the hidden layers
 * @param inputDropout the probability that an input is dropped in training
 * @param initializer how weights are initialised
 * @param biasInit the initial value of biases
 * @param loss the loss, or empty if it follows from the data
 * @param table how a table becomes samples
 * @param config how to train
 * @param usual the defaults where the options give no value
 * @param schedule the schedule as text, the default where none was given
 * @param dtype the element type
 * @param isValidated whether samples are held back
 */
public record TrainingRequest(
        DataSource source,
        String layers,
        List<Dense> hidden,
        double inputDropout,
        Initializer initializer,
        double biasInit,
        Optional<Loss> loss,
        TableRequest table,
        TrainingConfig config,
        LearningDefaults usual,
        String schedule,
        DType dtype,
        boolean isValidated) {
    /** Where {@code --data} was not given. */
    private static final String DEFAULT_DATA = "spirals";

    private static final String IMAGE_LAYERS = "512,256";
    private static final String TABLE_LAYERS = "128,64";
    private static final String DEFAULT_LAYERS = "64,64";

    private static final int DEFAULT_EPOCHS = 10;

    /** Adult (29,000 rows) is best after 15 epochs, Abalone (3,300) after 60 and more. */
    private static final double TABLE_ROWS = 450_000;

    private static final int LEAST_TABLE_EPOCHS = 5;
    private static final int MOST_TABLE_EPOCHS = 60;

    /** For tables with classes; dropout harms regression. */
    private static final double TABLE_DROPOUT = 0.3;

    /** Checks the options. */
    public static TrainingRequest of(TrainingOptions options) {
        DataSource source = options.data().sourceOr(DEFAULT_DATA);
        String usual = switch (source) {
            case DataSource.IdxFiles _ -> IMAGE_LAYERS;
            case DataSource.TableFiles _ -> TABLE_LAYERS;
            case DataSource.Generated _ -> DEFAULT_LAYERS;
        };
        return of(options, source, options.network().layersOr(usual));
    }

    /** Checks the options of a training run whose data does not exist yet. */
    public static TrainingRequest ofShape(TrainingOptions options, WholeNetwork network) {
        return of(options, options.data().sourceOr(DEFAULT_DATA), network.hiddenText());
    }

    private static TrainingRequest of(TrainingOptions options, DataSource source, String layers) {
        Optional<Loss> loss = options.network().loss();
        // With a constant rate the last epoch's accuracy on images is a matter of luck, about 0.3 % up or down.
        String schedule =
                options.learning().scheduleText(source instanceof DataSource.Generated ? "constant" : "cosine");
        LearningDefaults usual = LearningDefaults.of(DEFAULT_EPOCHS);
        TrainingConfig config = options.learning().config(options.machine().threads(), schedule, usual);
        TrainingRequest request = new TrainingRequest(
                source,
                layers,
                options.network().hidden(layers),
                options.network().inputDropout(),
                options.network().initializer(),
                options.network().biasInit(),
                loss,
                options.table(source, loss, config.execution().seed()),
                config,
                usual,
                schedule,
                options.dtype(),
                options.validation().isValidated());
        options.weights().check(request.table.preprocessing().task(), loss);
        options.machine().check();
        request.requireTrainable(request.guess(), 0);
        return request;
    }

    public boolean isImages() {
        return source instanceof DataSource.IdxFiles;
    }

    /** Returns a network of the same layers, with as many inputs as its skip connections need; the data's shape is guessed. */
    public NetworkSpec guess() {
        int inputs = IntStream.range(0, hidden.size())
                .filter(l -> hidden.get(l).skip() == l + 1)
                .map(l -> hidden.get(l).units())
                .findFirst()
                .orElse(1);
        return Values.checked(
                "--layers",
                () -> NetworkSpec.inputs(inputs)
                        .inputDropout(inputDropout)
                        .layers(hidden)
                        .output(3, loss.orElse(Loss.softmaxCrossEntropy())));
    }

    /** Returns this with the defaults that depend on the rows and the target of a table. */
    public TrainingRequest forData(TrainingOptions options, LoadedData data) {
        if (!(source instanceof DataSource.TableFiles)) {
            return this;
        }
        int rows = data.training().size();
        int epochs = Math.clamp(Math.round(TABLE_ROWS / rows), LEAST_TABLE_EPOCHS, MOST_TABLE_EPOCHS);
        boolean isClasses = data.training().targets() instanceof Targets.Labels;
        // A linear model gets no decay: it should fit what the data says.
        LearningDefaults forRows = isClasses || hidden.isEmpty()
                ? LearningDefaults.of(epochs)
                : options.learning().defaultsForValues(epochs, rows);
        boolean drops = options.network().hasNoDropout()
                && isClasses
                && !(config.optimization().optimizer() instanceof Lbfgs);
        return new TrainingRequest(
                source,
                layers,
                drops
                        ? hidden.stream()
                                .map(layer -> layer.withDropout(TABLE_DROPOUT))
                                .toList()
                        : hidden,
                inputDropout,
                initializer,
                biasInit,
                loss,
                table,
                options.learning().config(options.machine().threads(), schedule, forRows),
                forRows,
                schedule,
                dtype,
                isValidated);
    }

    /** Returns the values of options that were not given and whose defaults depend on others or on the data, by their names. */
    public Map<String, String> defaults(TrainingOptions options) {
        Map<String, String> defaults =
                new HashMap<>(Map.of("data", "", "layers", layers, "schedule", schedule, "init", "he"));
        defaults.put("epochs", String.valueOf(config.optimization().epochs()));
        double dropout = hidden.isEmpty() ? 0 : hidden.getFirst().dropout();
        if (options.network().hasNoDropout() && dropout > 0) {
            defaults.put("dropout", String.valueOf(dropout));
        }
        if (!(config.optimization().optimizer() instanceof Lbfgs)) {
            defaults.put("learning-rate", String.valueOf(options.learning().rate(usual)));
        }
        if (options.learning().hasNoRegularizer()) {
            config.regularization().regularizers().stream()
                    .findFirst()
                    .ifPresent(decay ->
                            defaults.put("regularizer", Regularizer.choices().format(decay)));
        }
        return defaults;
    }

    /**
     * Reads the data.
     *
     * @param console is told what was assumed about it
     */
    public LoadedData load(Console console) {
        return DataLoader.forTraining(source, table, message -> Messages.print(message, console.err()));
    }

    /** Returns the network for data that was read, and requires that they fit each other. */
    public NetworkSpec spec(LoadedData data) {
        TargetOptions.Ending ending = TargetOptions.ending(data.training().targets(), loss);
        List<Embedding> embeddings = data.pipeline().map(Pipeline::embeddings).orElse(List.of());
        NetworkSpec spec = Values.checked(
                "--layers",
                () -> NetworkSpec.inputs(data.training().columns())
                        .embeddings(embeddings)
                        .inputDropout(inputDropout)
                        .layers(hidden)
                        .output(ending.outputs(), ending.loss()));
        Values.checked("--data " + Quoted.bare(source.name()), () -> {
            spec.checkInputs(data.training());
            return spec;
        });
        return spec;
    }

    /** Returns a new network; the caller closes it. */
    public Network network(NetworkSpec spec, Backend backend, long seed) {
        Network network = Network.create(spec, dtype, backend, initializer, seed);
        if (biasInit != 0) {
            network.fillBiases(biasInit);
        }
        return network;
    }

    public void requireTrainable(NetworkSpec spec, long samples) {
        Values.checked("--optimizer " + config.optimization().optimizer().name(), () -> {
            Trainer.requireTrainable(spec, config, samples);
            return spec;
        });
    }

    /**
     * Returns what determines the memory. The trainer's evaluator, for the validation set, has not yet been closed when
     * the test set is evaluated by another.
     */
    public MemoryRequest memory(NetworkSpec spec, Backend backend, int members, DataSize data, boolean hasTest) {
        int evaluators = (isValidated ? 1 : 0) + (hasTest ? 1 : 0);
        return new MemoryRequest(spec, dtype, backend, config, members, evaluators, data);
    }

    /** Returns the size of data that was read. */
    public static DataSize size(LoadedData data) {
        DataSize size = DataSize.of(data.training());
        for (Dataset more : data.others()) {
            size = size.plus(more);
        }
        Dataset validation = data.validation();
        Dataset test = data.test();
        return size.withHeldRows((validation == null ? 0 : validation.size()) + (test == null ? 0L : test.size()));
    }
}

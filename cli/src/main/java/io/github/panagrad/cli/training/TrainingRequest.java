package io.github.panagrad.cli.training;

import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.data.TableRequest;
import io.github.panagrad.cli.memory.DataSize;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.options.LearningDefaults;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.options.WholeNetwork;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Layer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberBatches;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.optim.Lbfgs;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.table.pipeline.NetworkBuilder;
import io.github.panagrad.table.pipeline.Pipeline;
import io.github.panagrad.table.training.EnsembleSize;
import io.github.panagrad.table.training.TableDefaults;
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
 * @param members how many members share them
 * @param adaptsAllLayers whether members have factors and biases of their own in every hidden layer
 * @param numberEmbedding what numbers become
 * @param scalesInputs whether inputs have factors
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
        int members,
        boolean adaptsAllLayers,
        NumberEmbedding numberEmbedding,
        boolean scalesInputs,
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
        return of(options, source, options.network().layersOr(usual), 0);
    }

    /**
     * Checks the options of a training run whose data does not exist yet.
     *
     * @param rows the training rows, or 0 if they are unknown
     */
    public static TrainingRequest ofShape(TrainingOptions options, WholeNetwork network, int rows) {
        if (options.network().members().isEmpty()
                || options.network()
                        .numberEmbedding()
                        .filter(NumberEmbedding.none()::equals)
                        .isEmpty()) {
            throw new InvalidInputException(
                    "--members auto and --number-embedding follow the data; give it with --data, or leave them out");
        }
        return of(options, options.data().sourceOr(DEFAULT_DATA), network.hiddenText(), rows);
    }

    private static TrainingRequest of(TrainingOptions options, DataSource source, String layers, int rows) {
        Optional<Loss> loss = options.network().loss();
        // With a constant rate the last epoch's accuracy on images is a matter of luck, about 0.3 % up or down.
        String schedule =
                options.learning().scheduleText(source instanceof DataSource.Generated ? "constant" : "cosine");
        LearningDefaults usual = LearningDefaults.of(DEFAULT_EPOCHS, rows);
        TrainingConfig config = options.learning().config(options.machine().threads(), schedule, usual);
        TrainingRequest request = new TrainingRequest(
                source,
                layers,
                options.network().hidden(layers),
                // Several, as there usually are, until the data is known.
                options.network().members().orElse(2),
                options.network().adaptsAllLayers(),
                options.network().numberEmbedding().orElse(NumberEmbedding.none()),
                options.network().inputScale(),
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
                        .layers(layers(List.of()))
                        .output(3, loss.orElse(Loss.softmaxCrossEntropy())));
    }

    /**
     * Returns this with what depends on the data.
     *
     * @param rows the training rows, which may be more than those of the data
     */
    public TrainingRequest forData(TrainingOptions options, LoadedData data, int rows) {
        boolean isClasses = data.training().targets() instanceof Targets.Labels;
        LearningDefaults forRows = learningDefaults(options, isClasses, rows);
        boolean drops = source instanceof DataSource.TableFiles
                && options.network().hasNoDropout()
                && isClasses
                && !(config.optimization().optimizer() instanceof Lbfgs);
        int numbers = numbers(data);
        NumberEmbedding embedding =
                options.network().numberEmbedding().orElseGet(() -> EnsembleSize.embedding(numbers));
        return new TrainingRequest(
                source,
                layers,
                drops
                        ? hidden.stream()
                                .map(layer -> layer.withDropout(TABLE_DROPOUT))
                                .toList()
                        : hidden,
                options.network()
                        .members()
                        .orElseGet(() -> EnsembleSize.members(
                                rows,
                                EnsembleSize.features(
                                        data.training().columns(),
                                        numbers,
                                        embedding,
                                        data.pipeline()
                                                .map(Pipeline::embeddings)
                                                .orElse(List.of())),
                                hidden.stream().map(Dense::units).toList(),
                                NetworkBuilder.Output.of(data.training().targets(), loss.orElse(null))
                                        .count())),
                adaptsAllLayers,
                embedding,
                scalesInputs,
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

    private LearningDefaults learningDefaults(TrainingOptions options, boolean isClasses, int rows) {
        if (!(source instanceof DataSource.TableFiles)) {
            return LearningDefaults.of(DEFAULT_EPOCHS, rows);
        }
        int epochs = TableDefaults.epochs(rows);
        // A linear model gets no decay: it should fit what the data says.
        return isClasses || hidden.isEmpty()
                ? LearningDefaults.of(epochs, rows)
                : options.learning().defaultsForValues(epochs, rows);
    }

    /** Returns how many inputs are numbers. */
    private static int numbers(LoadedData data) {
        return data.pipeline()
                .map(Pipeline::numbers)
                .map(List::size)
                .orElseGet(() -> data.training().columns());
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
        NetworkBuilder builder = data.pipeline()
                .map(Pipeline::network)
                .orElseGet(() -> NetworkBuilder.ofNumbers(data.training().columns()))
                .members(members)
                .numberEmbedding(numberEmbedding)
                .inputDropout(inputDropout)
                .layers(hidden);
        if (scalesInputs) {
            builder.inputScale();
        }
        if (adaptsAllLayers) {
            builder.adaptersInAllLayers();
        }
        loss.ifPresent(builder::loss);
        NetworkSpec spec = Values.checked("--layers", () -> builder.build(data.training()));
        Values.checked("--data " + Quoted.bare(source.name()), () -> {
            spec.checkInputs(data.training());
            return spec;
        });
        return spec;
    }

    /**
     * Returns the hidden layers, with the members and the factors of inputs in front.
     *
     * @param factorGroups the widths of the features whose factors start as the same number
     */
    public List<Layer> layers(List<Integer> factorGroups) {
        return NetworkBuilder.layers(members, adaptsAllLayers, factorGroups, scalesInputs, hidden);
    }

    /**
     * Returns a new network; the caller closes it.
     *
     * @param training the samples that an initialiser may follow
     */
    public Network network(NetworkSpec spec, Backend backend, long seed, Dataset training) {
        Network network = Network.create(spec, dtype, backend, initializer, seed, training);
        if (biasInit != 0) {
            network.fillBiases(biasInit);
        }
        return network;
    }

    public void requireTrainable(NetworkSpec spec, long samples) {
        Optimizer optimizer = config.optimization().optimizer();
        int parts = config.execution().batchParts();
        boolean hasLongOrders =
                config.execution().memberBatches() == MemberBatches.OWN && samples * spec.members() > Integer.MAX_VALUE;
        String option = parts > 1 && samples > 0 && samples < parts
                ? "--batch-parts " + parts
                : hasLongOrders ? "--member-batches own" : "--normalization";
        Values.checked(optimizer instanceof Lbfgs ? "--optimizer " + optimizer.name() : option, () -> {
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
        return new MemoryRequest(spec, dtype, backend, config, members, 1, evaluators, data);
    }

    /** Returns how many trainings of one thread each may run at the same time. */
    public int atOnce(Backend backend) {
        int threads = config.execution().threads();
        return threads == TrainingConfig.AUTO_THREADS
                ? Math.min(Runtime.getRuntime().availableProcessors(), backend.maxThreads())
                : threads;
    }

    /**
     * The same for several trainings of one thread each at the same time.
     *
     * @param atOnce how many
     */
    public MemoryRequest memoryOfFolds(NetworkSpec spec, Backend backend, int members, int atOnce, DataSize data) {
        return new MemoryRequest(spec, dtype, backend, config.withThreads(1), members, atOnce, 1, data);
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

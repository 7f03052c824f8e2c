package io.github.panagrad.cli;

import io.github.panagrad.cli.data.CsvColumn;
import io.github.panagrad.cli.data.DataLoader;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.LoadedData;
import io.github.panagrad.cli.data.TargetKind;
import io.github.panagrad.cli.memory.DataSize;
import io.github.panagrad.cli.memory.MemoryRequest;
import io.github.panagrad.cli.options.TargetOptions;
import io.github.panagrad.cli.options.TrainingOptions;
import io.github.panagrad.cli.options.Values;
import io.github.panagrad.cli.options.WholeNetwork;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.InputLayer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the options of a training ask for: everything that can be known, and can be wrong, before data is read.
 *
 * @param source the data
 * @param layers the hidden layers as text, the default where none were given
 * @param hidden the hidden layers
 * @param input what happens to the inputs
 * @param initializer how weights start
 * @param biasInit what biases start at
 * @param loss the loss, or empty if it follows from the data
 * @param kind what the target is
 * @param config how to train
 * @param schedule the schedule as text, the default where none was given
 * @param dtype the element type
 * @param validation the share that is held back
 */
record TrainingRequest(
        DataSource source,
        String layers,
        List<Dense> hidden,
        InputLayer input,
        Initializer initializer,
        double biasInit,
        Optional<Loss> loss,
        TargetKind kind,
        TrainingConfig config,
        String schedule,
        DType dtype,
        double validation) {
    /** Where {@code --data} was not given. */
    private static final String DEFAULT_DATA = "spirals";

    private static final String IMAGE_LAYERS = "512,256";
    private static final String TABLE_LAYERS = "64,64";

    /** Checks the options. */
    static TrainingRequest of(TrainingOptions options) {
        DataSource source = options.data().sourceOr(DEFAULT_DATA);
        return of(
                options,
                source,
                options.network().layersOr(source instanceof DataSource.IdxFiles ? IMAGE_LAYERS : TABLE_LAYERS));
    }

    /** Checks the options of a training whose data is not there. */
    static TrainingRequest ofShape(TrainingOptions options, WholeNetwork network) {
        return of(options, options.data().sourceOr(DEFAULT_DATA), network.hiddenText());
    }

    private static TrainingRequest of(TrainingOptions options, DataSource source, String layers) {
        boolean images = source instanceof DataSource.IdxFiles;
        Optional<Loss> loss = options.network().loss();
        // With a constant rate the last epoch's accuracy on images is a matter of luck, some 0.3 % up or down.
        String schedule = options.learning().scheduleText(images ? "cosine" : "constant");
        TrainingRequest request = new TrainingRequest(
                source,
                layers,
                options.network().hidden(layers),
                options.network().input(),
                options.network().initializer(),
                options.network().biasInit(),
                loss,
                options.target().kind(source, loss),
                options.learning().config(options.machine().threads(), schedule),
                schedule,
                options.dtype(),
                options.validation());
        options.weights().check(request.kind, loss);
        options.machine().check();
        request.requireTrainable(request.guess(), 0);
        return request;
    }

    boolean isImages() {
        return source instanceof DataSource.IdxFiles;
    }

    /** Returns a network of the same layers, with as many inputs as its skip connections need; the data's are guessed. */
    NetworkSpec guess() {
        int inputs = IntStream.range(0, hidden.size())
                .filter(l -> hidden.get(l).skip() == l + 1)
                .map(l -> hidden.get(l).units())
                .findFirst()
                .orElse(1);
        InputLayer plain = new InputLayer(List.of(), input.dropout());
        return Values.checked(
                "--layers", () -> new NetworkSpec(inputs, plain, hidden, 3, loss.orElse(Loss.softmaxCrossEntropy())));
    }

    LoadedData load(TrainingOptions options) {
        return DataLoader.forTraining(
                source,
                dtype,
                config.seed(),
                kind,
                new CsvColumn.Wish(options.data().target(), null),
                new CsvColumn.Wish(options.data().weight(), null));
    }

    /** Returns the network for data that was read, and requires that they fit each other. */
    NetworkSpec spec(LoadedData data) {
        TargetOptions.Ending ending = TargetOptions.ending(data.samples().targets(), loss);
        NetworkSpec spec = Values.checked(
                "--layers",
                () -> new NetworkSpec(data.samples().columns(), input, hidden, ending.outputs(), ending.loss()));
        requireInputs(spec, data.samples());
        if (data.test() != null) {
            requireInputs(spec, data.test());
        }
        return spec;
    }

    private void requireInputs(NetworkSpec spec, Dataset samples) {
        Values.checked("--data " + source.name(), () -> {
            spec.checkInputs(samples);
            return samples;
        });
    }

    void requireTrainable(NetworkSpec spec, long samples) {
        Values.checked("--optimizer " + config.optimizer().name(), () -> {
            Trainer.requireTrainable(spec, config, samples);
            return spec;
        });
    }

    /** Divides samples into a training and a validation part. */
    Training.Parts split(Dataset samples) {
        if (validation == 0) {
            return new Training.Parts(samples, null);
        }
        if (samples.size() < 2) {
            throw new InputException("1 sample cannot be divided into a training and a validation part: give more, or"
                    + " --validation 0");
        }
        Dataset.Split split = samples.split(validation, config.seed());
        return new Training.Parts(split.training(), split.validation());
    }

    /**
     * Returns what the memory follows from. The trainer's evaluator, for the validation set, has not yet been closed when
     * the test set is evaluated by another.
     */
    MemoryRequest memory(NetworkSpec spec, Backend backend, DataSize data, boolean hasTest) {
        int evaluators = (validation > 0 ? 1 : 0) + (hasTest ? 1 : 0);
        return new MemoryRequest(spec, dtype, backend, config, evaluators, data);
    }

    /** Returns the size of data that was read. */
    static DataSize size(LoadedData data) {
        DataSize samples = DataSize.of(data.samples());
        Dataset test = data.test();
        return test == null ? samples : samples.plusRows(test.features().count());
    }
}

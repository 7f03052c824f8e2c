package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a measurement. */
@OptionGroup("Measurement")
public final class BenchOptions {
    private static final double MAX_SECONDS = 3600;

    @OptionGroup("Network")
    @Option(
            names = "--layers",
            paramLabel = "N-N-...",
            description =
                    "Inputs, units of the hidden layers, outputs, each from 1 to 4194304. One output takes the binary cross-entropy, more"
                            + " the softmax cross-entropy. Default: 784-512-256-10.")
    private String layers = "784-512-256-10";

    @OptionGroup("Training")
    @Option(names = "--batch-size", paramLabel = "N", description = "Rows of a batch, at least 1. Default: 128.")
    private @Nullable Integer batchSize;

    @OptionGroup("Network")
    @Option(names = "--dtype", paramLabel = "NAME", description = "float32 or float64. Default: float32.")
    private String dtype = "float32";

    @OptionGroup("Training")
    @Option(
            names = "--optimizer",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "See 'panagrad help optimizers'. Default: adam.")
    private @Nullable String optimizer;

    @Mixin
    private LayerOptions layerOptions = new LayerOptions();

    @Mixin
    private RegularizationOptions regularization = new RegularizationOptions();

    @OptionGroup("Training")
    @Option(
            names = "--reproducible",
            description = "Divide the work in the same way for every number of threads, to measure its cost. Default:"
                    + " false.")
    private boolean reproducible;

    @Option(
            names = "--predict",
            description =
                    "Time predictions instead of training, in calls of 1, 32 and 1024 rows on one thread. Default:"
                            + " false.")
    private boolean predict;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long to measure, after warming up: above 0, at most 3600. Default: 5.")
    private double seconds = 5;

    @OptionGroup("Output")
    @Option(names = "--json", description = "Print one JSON object instead of text. Default: false.")
    private boolean json;

    /** Returns the network. */
    public NetworkSpec spec() {
        WholeNetwork network = WholeNetwork.of(layers);
        List<Dense> hidden = layerOptions.hidden("--layers " + Quoted.bare(layers), network.hidden());
        return Values.checked(
                "--layers " + Quoted.bare(layers),
                () -> NetworkSpec.inputs(network.inputs())
                        .inputDropout(layerOptions.inputDropout())
                        .layers(hidden)
                        .output(network.outputs(), network.usualLoss()));
    }

    /** Returns the element type. */
    public DType dtype() {
        return Names.dtype(dtype);
    }

    /**
     * Returns how to train.
     *
     * @param threads the threads, or {@link TrainingConfig#AUTO_THREADS}
     */
    public TrainingConfig config(int threads) {
        return TrainingConfig.defaults()
                .withOptimizer(
                        Names.choice("--optimizer", Optimizer.firstOrder(), optimizer == null ? "adam" : optimizer))
                .withRegularizers(regularization.regularizers().toArray(Regularizer[]::new))
                .withClipping(regularization.clipping())
                .withBatchSize(Values.atLeast("--batch-size", 1, batchSize == null ? 128 : batchSize))
                .withThreads(threads)
                .withReproducible(reproducible);
    }

    /**
     * Returns whether to time predictions, and refuses what has no effect on them.
     *
     * @param threads the threads, or {@link TrainingConfig#AUTO_THREADS}
     */
    public boolean predict(int threads) {
        if (predict) {
            refuse("--batch-size", batchSize);
            refuse("--optimizer", optimizer);
            refuse("", layerOptions.givenForTraining());
            refuse("", regularization.given());
            refuse("--reproducible", reproducible ? "" : null);
            refuse("--threads", threads == TrainingConfig.AUTO_THREADS ? null : threads);
        }
        return predict;
    }

    private static void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new InvalidInputException((option + " " + Quoted.bare(String.valueOf(value))).strip()
                    + " has no effect with --predict; leave it out");
        }
    }

    /** Returns how long to measure. */
    public double seconds() {
        if (seconds > MAX_SECONDS) {
            throw new InvalidInputException("--seconds must be at most " + MAX_SECONDS + ", found " + seconds);
        }
        return Values.positive("--seconds", seconds);
    }

    /** Returns whether to print JSON. */
    public boolean json() {
        return json;
    }
}

package io.github.panagrad.cli.options;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.NumberEmbedding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that shape a network. */
@OptionGroup("Network")
public final class NetworkOptions {
    private static final String AUTO = "auto";
    private static final String ALL = "all";

    @Option(
            names = "--layers",
            paramLabel = "N,N,...",
            description =
                    "Units of the hidden layers, each from 1 to 4194304, or none for a linear model. For plan without"
                            + " --data a whole network, such as 784-128-10. Default: 512,256 for IDX files,"
                            + " 256,256 for tables, else 64,64.")
    private @Nullable String layers;

    @Mixin
    private LayerOptions layerOptions = new LayerOptions();

    @Option(
            names = "--members",
            paramLabel = "K|auto",
            description =
                    "Members that share the hidden layers, with factors for the inputs and an output layer of their own"
                            + " (TabM-mini; docs/layers.md): from 1 to 1024, or auto: 16, fewer for very large tables."
                            + " Their mean is the prediction. Default: 1, and for tables auto.")
    private String members = "1";

    @Option(
            names = "--member-adapters",
            paramLabel = "first|all",
            hideParamSyntax = true,
            description =
                    "Where members have factors of their own: in front of the first layer (first), which is TabM-mini, or"
                            + " at the inputs and outputs of every hidden layer (all), with biases of their own, which is TabM"
                            + " (docs/layers.md). A network without members has neither. Default: first.")
    private String memberAdapters = "first";

    @Option(
            names = "--number-embedding",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description =
                    "What numbers become before the first layer: none, piecewise_linear:bins=48,dimension=16, pbld, plr, or"
                            + " auto: piecewise_linear, narrower where a table has many numbers ('panagrad help number-embeddings'"
                            + " lists them). Default: none, and for tables auto.")
    private String numberEmbedding = "none";

    @Option(
            names = "--input-scale",
            description =
                    "Multiply each input of the first layer by a learned factor, which starts at 1 (docs/layers.md);"
                            + " usually at a larger rate: scale=6 among the factors of rates. Default: false.")
    private boolean inputScale;

    @Option(
            names = "--init",
            paramLabel = "NAME",
            description =
                    "Initial weights, such as he or normal:deviation=0.01; 'panagrad help initializers' lists them."
                            + " Default: he.")
    private @Nullable String init;

    @Option(
            names = "--bias-init",
            paramLabel = "X",
            description = "Initial value of all biases, the output layer's included; any finite number. Default: 0.")
    private double biasInit;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description =
                    "What is minimised, such as huber:delta=2; 'panagrad help losses' lists them. Default: auto, which is"
                            + " binary_cross_entropy for two classes, softmax_cross_entropy for more, mean_squared_error for real"
                            + " targets.")
    private String loss = "auto";

    /** Returns {@code --layers} as it was given, or the default. */
    public String layersOr(String defaultLayers) {
        return layers == null ? defaultLayers : layers;
    }

    /** Parses hidden layers such as {@code 64,32}. */
    public List<Dense> hidden(String text) {
        return layerOptions.hidden("--layers " + Quoted.bare(text), HiddenLayers.units(text));
    }

    /** Returns how many members share the hidden layers; empty if the data decides. */
    public OptionalInt members() {
        return Values.wholeNumberOr(AUTO, "--members", 1, MemberScale.MAX_MEMBERS, members);
    }

    /** Returns whether members have factors and biases of their own in every hidden layer. */
    public boolean adaptsAllLayers() {
        return Values.named("--member-adapters", memberAdapters, List.of("first", ALL), name -> name)
                .equals(ALL);
    }

    /** Returns what numbers become; empty if the data decides. */
    public Optional<NumberEmbedding> numberEmbedding() {
        return numberEmbedding.equals(AUTO)
                ? Optional.empty()
                : Optional.of(Names.choice("--number-embedding", NumberEmbedding.choices(), numberEmbedding));
    }

    /** Returns whether inputs have factors. */
    public boolean inputScale() {
        return inputScale;
    }

    /** Returns whether the user gave no dropout. */
    public boolean hasNoDropout() {
        return layerOptions.hasNoDropout();
    }

    /** Returns the probability that an input is dropped in training. */
    public double inputDropout() {
        return layerOptions.inputDropout();
    }

    /** Returns how weights are initialised. */
    public Initializer initializer() {
        return Names.choice("--init", Initializer.choices(), init == null ? "he" : init);
    }

    /** Returns the initial value of biases. */
    public double biasInit() {
        return Values.finite("--bias-init", biasInit);
    }

    /** Returns the loss, or empty if it follows from the data. */
    public Optional<Loss> loss() {
        return loss.equals("auto") ? Optional.empty() : Optional.of(Names.loss(loss));
    }
}

package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the gradient check. */
public final class CheckOptions {
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;

    /** Larger networks would take minutes: each parameter costs two forward passes. */
    private static final long MAX_PARAMETERS = 100_000;

    @Option(
            names = "--layers",
            paramLabel = "N,N,...",
            description = "Units of the hidden layers, or none. Default: 7,5.")
    private String layers = "7,5";

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "identity, relu, leaky_relu, sigmoid, tanh. Default: all, one after the other.")
    private @Nullable String activation;

    @Option(names = "--loss", paramLabel = "NAME", description = "As for train. Default: all, one after the other.")
    private @Nullable String loss;

    @Option(
            names = "--dropout",
            paramLabel = "P[,P...]",
            description = "Probability of dropping a hidden unit, with masks that are held. Default: 0.")
    private @Nullable String dropout;

    @Option(names = "--l2", paramLabel = "LAMBDA", description = "L2 penalty. Default: 0.")
    private double l2;

    @Option(names = "--init", paramLabel = "NAME", description = "Weights, as for train. Default: he.")
    private @Nullable String init;

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows of the batch. Default: 11.")
    private int batchSize = 11;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides weights, samples and masks. A kink of relu too close to a sample spoils the"
                    + " comparison; another seed helps. Default: 42.")
    private long seed = 42;

    /** Returns the networks to check. */
    public List<NetworkSpec> specs() {
        Values.notNegative("--l2", l2);
        Values.atLeast("--batch-size", 1, batchSize);
        List<Activation> activations = activation == null
                ? Activation.choices().all()
                : List.of(Names.choice("--activation", Activation.choices(), activation));
        List<Loss> losses = loss == null ? Loss.choices().all() : List.of(Names.choice("--loss", Loss.choices(), loss));
        HiddenLayers.refuseWithoutLayers(layers, "--activation", activation);
        List<NetworkSpec> specs = new ArrayList<>();
        for (Activation function : activations) {
            List<Dense> hidden = HiddenLayers.parse(layers, function, dropout);
            for (Loss wanted : losses) {
                NetworkSpec spec = Values.checked("--layers", () -> new NetworkSpec(INPUTS, hidden, OUTPUTS, wanted));
                if (spec.parameterCount() > MAX_PARAMETERS) {
                    throw new InputException("--layers " + layers + " makes "
                            + spec.parameterCount() + " parameters, each of which is checked by itself; the most is "
                            + MAX_PARAMETERS);
                }
                if (!specs.contains(spec)) {
                    specs.add(spec);
                }
            }
        }
        return specs;
    }

    /** Returns how weights start. */
    public Initializer initializer() {
        return Names.choice("--init", Initializer.choices(), init == null ? "he" : init);
    }

    /** Returns the penalty. */
    public double l2() {
        return l2;
    }

    /** Returns the rows of the batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }
}

package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.Initializer;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the gradient check. */
@OptionGroup("Check")
public final class CheckOptions {
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;

    /** The options that have an effect together with {@code --all}. */
    private static final Set<String> WITH_ALL = Set.of("--all", "--seed", "--debug");

    /** The options that have an effect together with {@code --onnx}. */
    private static final Set<String> WITH_ONNX = Set.of("--onnx", "--model", "--seed", "--debug");

    /** Each parameter is checked with two passes over the batch. */
    private static final int MAX_BATCH = 10_000;

    /** Larger networks would take minutes: each parameter costs two forward passes. */
    private static final long MAX_PARAMETERS = 100_000;

    @Option(
            names = "--all",
            description =
                    "Check every activation with every loss: plain, with each penalty, dropout, each normalization,"
                            + " sample weights, an embedding and a skip connection, on networks of 5-7-5-3. Only --seed goes with"
                            + " it. Default: false.")
    private boolean all;

    @Option(
            names = "--onnx",
            paramLabel = "FILE",
            description =
                    "Compare the model of --model with this file, which was exported from it, on random rows: labels must be"
                            + " equal, numbers within 1e-5. Needs the ONNX Runtime's jar. Only --model and --seed go with it."
                            + " Default: none.")
    private @Nullable Path onnx;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The saved model that --onnx is compared with. Default: none.")
    private @Nullable Path model;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @OptionGroup("Network")
    @Option(
            names = "--layers",
            paramLabel = "N,N,...",
            description = "Units of the hidden layers, each at least 1, or none. Default: 7,5.")
    private String layers = "7,5";

    @Mixin
    private LayerOptions layerOptions = new LayerOptions();

    @OptionGroup("Network")
    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description = "See 'panagrad help losses'. Default: all, one after the other.")
    private @Nullable String loss;

    @Option(names = "--l2", paramLabel = "LAMBDA", description = "L2 penalty, at least 0. Default: 0.")
    private double l2;

    @OptionGroup("Network")
    @Option(names = "--init", paramLabel = "NAME", description = "Weights, as for train. Default: he.")
    private @Nullable String init;

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows of the batch, from 1 to 10000. Default: 11.")
    private int batchSize = 11;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Determines weights, samples and masks. Parameters too close to a kink of the loss are left"
                    + " out; if there are too many, try another seed. Any whole number."
                    + " Default: 42.")
    private long seed = 42;

    /** Returns whether everything is to be checked, and refuses options that have no effect on that. */
    public boolean isAll() {
        if (all) {
            refuseOthers("--all", WITH_ALL);
        }
        return all;
    }

    private void refuseOthers(String given, Set<String> allowed) {
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            if (!allowed.contains(option.longestName())) {
                throw new InvalidInputException(
                        option.longestName() + " " + String.join(" ", option.originalStringValues())
                                + " has no effect with " + given + "; leave it out");
            }
        }
    }

    /** A model and what was exported from it. */
    public record Exported(Path onnx, Path model) {}

    /** Returns the files to compare, if that is what is wanted, and refuses options that have no effect on that. */
    public Optional<Exported> exported() {
        if (onnx == null) {
            if (model != null) {
                throw new InvalidInputException("--model " + model + " only applies with --onnx; leave it out");
            }
            return Optional.empty();
        }
        refuseOthers("--onnx", WITH_ONNX);
        if (model == null) {
            throw new InvalidInputException("--onnx " + onnx + " is compared with a model: name it with --model");
        }
        return Optional.of(new Exported(onnx, model));
    }

    /** Returns the networks to check. */
    public List<NetworkSpec> specs() {
        Values.notNegative("--l2", l2);
        Values.within("--batch-size", 1, MAX_BATCH, batchSize);
        List<Activation> activations = layerOptions
                .activation()
                .map(List::of)
                .orElseGet(() -> Activation.choices().all());
        List<Loss> losses = loss == null ? Loss.choices().all() : List.of(Names.loss(loss));
        List<NetworkSpec> specs = new ArrayList<>();
        for (Activation function : activations) {
            List<Dense> hidden =
                    layerOptions.hidden("--layers " + Quoted.bare(layers), HiddenLayers.units(layers), function);
            for (Loss wanted : losses) {
                NetworkSpec spec = Values.checked(
                        "--layers",
                        () -> NetworkSpec.inputs(INPUTS)
                                .inputDropout(layerOptions.inputDropout())
                                .layers(hidden)
                                .output(OUTPUTS, wanted));
                if (spec.parameterCount() > MAX_PARAMETERS) {
                    throw new InvalidInputException("--layers " + Quoted.bare(layers) + " makes "
                            + spec.parameterCount()
                            + " parameters, each of which is checked separately; the maximum is "
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

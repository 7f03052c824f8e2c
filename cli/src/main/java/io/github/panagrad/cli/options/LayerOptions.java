package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the hidden layers. */
@OptionGroup("Network")
public final class LayerOptions {
    @Option(
            names = "--activation",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description =
                    "Of the hidden layers, such as relu or leaky_relu:slope=0.02; 'panagrad help activations' lists"
                            + " them. Default: relu; for check, all of them.")
    private @Nullable String activation;

    @Option(
            names = "--dropout",
            paramLabel = "P[,P...]",
            description =
                    "Probability of dropping a hidden unit in training, at least 0 and below 1: one value for all hidden layers, or one"
                            + " for each. Default: 0, and for tables 0.1.")
    private @Nullable String dropout;

    @Option(
            names = "--input-dropout",
            paramLabel = "P",
            description = "Probability of dropping an input in training, at least 0 and below 1. Default: 0.")
    private double inputDropout;

    @Option(
            names = "--normalization",
            paramLabel = "NAME[:KEY=VALUE,...]",
            description = "Of the hidden layers, before the activation: none, batch_norm, layer_norm;"
                    + " 'panagrad help normalizations' lists them. Default: none.")
    private @Nullable String normalization;

    @Option(
            names = "--skip",
            paramLabel = "K[,K...]",
            description =
                    "Adds to a hidden layer's outputs those of the layer K layers before it, which must be as wide. At least"
                            + " 0, which is none: one value for all hidden layers, or one for each. Default: 0.")
    private @Nullable String skip;

    /**
     * Returns layers of the given widths.
     *
     * @param option the option that gave the widths, for messages
     */
    public List<Dense> hidden(String option, List<Integer> units) {
        return hidden(option, units, activation().orElse(Activation.relu()));
    }

    /** The same with a given activation. */
    List<Dense> hidden(String option, List<Integer> units, Activation function) {
        for (int width : units) {
            if (width < 1 || width > NetworkSpec.MAX_WIDTH) {
                throw new InvalidInputException(
                        option + ": a layer needs 1 to " + NetworkSpec.MAX_WIDTH + " units, found " + width);
            }
        }
        if (units.isEmpty()) {
            refuseWithoutLayers("--activation", activation);
            refuseWithoutLayers("--dropout", dropout);
            refuseWithoutLayers("--normalization", normalization);
            refuseWithoutLayers("--skip", skip);
        }
        Normalization before = Names.choice(
                "--normalization", Normalization.choices(), normalization == null ? "none" : normalization);
        List<Double> dropped = each("--dropout", dropout, 0.0, units.size(), text -> Values.numbers("--dropout", text));
        dropped.forEach(value -> Values.share("--dropout", value));
        List<Integer> skips = each("--skip", skip, 0, units.size(), text -> Values.wholeNumbers("--skip", text));
        skips.forEach(value -> Values.atLeast("--skip", 0, value));
        List<Dense> hidden = new ArrayList<>();
        for (int l = 0; l < units.size(); l++) {
            hidden.add(new Dense(units.get(l), function, dropped.get(l), before, skips.get(l)));
        }
        return hidden;
    }

    private static void refuseWithoutLayers(String option, @Nullable String value) {
        if (value != null) {
            throw new InvalidInputException(option + " " + Quoted.bare(String.valueOf(value))
                    + " has no effect without hidden layers; leave it out");
        }
    }

    /** Returns a value for each hidden layer. */
    private static <T> List<T> each(
            String option, @Nullable String text, T otherwise, int count, Function<String, List<T>> parser) {
        if (text == null) {
            return Collections.nCopies(count, otherwise);
        }
        List<T> values = parser.apply(text);
        if (values.size() == 1) {
            return Collections.nCopies(count, values.getFirst());
        }
        if (values.size() != count) {
            throw new InvalidInputException(option + " " + Quoted.bare(text) + " gives " + values.size()
                    + " values, but there are " + count + " hidden layers: expected 1 or " + count);
        }
        return values;
    }

    /** Returns the activation, if it was given. */
    Optional<Activation> activation() {
        return Optional.ofNullable(activation).map(text -> Names.choice("--activation", Activation.choices(), text));
    }

    /** Returns whether {@code --dropout} was left out. */
    boolean hasNoDropout() {
        return dropout == null;
    }

    /** Returns the probability of dropping an input. */
    public double inputDropout() {
        return Values.share("--input-dropout", inputDropout);
    }

    /** Returns the first given option that only matters in training, or null. */
    @Nullable
    String givenForTraining() {
        return dropout != null
                ? "--dropout " + Quoted.bare(dropout)
                : inputDropout != 0 ? "--input-dropout " + inputDropout : null;
    }
}

package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network without its data, as {@code --layers} gives it: inputs, units of the hidden layers, outputs. A value.
 *
 * @param inputs the inputs
 * @param hidden the units of each hidden layer
 * @param outputs the outputs
 */
public record WholeNetwork(int inputs, List<Integer> hidden, int outputs) {
    /** Copies the list. */
    public WholeNetwork {
        hidden = List.copyOf(hidden);
    }

    /**
     * Reads widths such as {@code 784-128-10}.
     *
     * @throws InvalidInputException if they are not whole numbers, or fewer than two
     */
    public static WholeNetwork of(String layers) {
        List<Integer> widths = new ArrayList<>();
        for (String part : layers.split("-", -1)) {
            try {
                widths.add(Integer.valueOf(part.strip()));
            } catch (NumberFormatException e) {
                throw new InvalidInputException(
                        "--layers " + Quoted.bare(layers) + ": expected widths such as 784-128-10, found "
                                + Quoted.of(part),
                        e);
            }
        }
        if (widths.size() < 2) {
            throw new InvalidInputException(
                    "--layers " + Quoted.bare(layers) + ": expected at least inputs and outputs, such as 784-10");
        }
        return new WholeNetwork(widths.getFirst(), widths.subList(1, widths.size() - 1), widths.getLast());
    }

    /** Returns the hidden layers as {@code train} takes them. */
    public String hiddenText() {
        return hidden.isEmpty()
                ? HiddenLayers.NONE
                : hidden.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Returns the default loss for this number of outputs. */
    public Loss usualLoss() {
        return outputs == 1 ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy();
    }
}

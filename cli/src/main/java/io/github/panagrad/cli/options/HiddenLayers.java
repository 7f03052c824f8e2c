package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.tensor.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code --layers} and {@code --dropout}. */
final class HiddenLayers {
    /** The word for no hidden layers. */
    private static final String NONE = "none";

    private HiddenLayers() {}

    /** Refuses an option that has no effect without hidden layers. */
    static void refuseWithoutLayers(String layers, String option, @Nullable String value) {
        if (layers.equals(NONE) && value != null) {
            throw new InputException(option + " " + value + " has no effect with --layers none; leave it out");
        }
    }

    static List<Dense> parse(String layers, Activation activation, @Nullable String dropout) {
        List<Integer> units = layers.equals(NONE) ? List.of() : Values.wholeNumbers("--layers", layers);
        return of("--layers " + layers, units, activation, dropout);
    }

    /**
     * Returns layers of some widths.
     *
     * @param option the option that gave the widths, for messages
     */
    static List<Dense> of(String option, List<Integer> units, Activation activation, @Nullable String dropout) {
        for (int width : units) {
            if (width < 1 || width > NetworkSpec.MAX_WIDTH) {
                throw new InputException(
                        option + ": a layer needs 1 to " + NetworkSpec.MAX_WIDTH + " units, found " + width);
            }
        }
        if (units.isEmpty() && dropout != null) {
            throw new InputException("--dropout " + dropout + " has no effect without hidden layers; leave it out");
        }
        List<Double> dropped = dropout(dropout, units.size());
        List<Dense> hidden = new ArrayList<>();
        for (int l = 0; l < units.size(); l++) {
            hidden.add(new Dense(units.get(l), activation, dropped.get(l)));
        }
        return hidden;
    }

    private static List<Double> dropout(@Nullable String dropout, int count) {
        if (dropout == null) {
            return Collections.nCopies(count, 0.0);
        }
        List<Double> values = Values.numbers("--dropout", dropout);
        values.forEach(value -> Values.share("--dropout", value));
        if (values.size() == 1) {
            return Collections.nCopies(count, values.getFirst());
        }
        if (values.size() != count) {
            throw new InputException("--dropout " + dropout + " gives " + values.size()
                    + " probabilities, but there are " + count + " hidden layers: expected 1 or " + count);
        }
        return values;
    }
}

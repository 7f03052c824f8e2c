package io.github.panagrad.cli.options;

import java.util.List;

/** Reads {@code --layers}. */
final class HiddenLayers {
    /** The word for no hidden layers. */
    static final String NONE = "none";

    private HiddenLayers() {}

    /** Returns the units of the hidden layers. */
    static List<Integer> units(String layers) {
        return layers.equals(NONE) ? List.of() : Values.wholeNumbers("--layers", layers);
    }
}

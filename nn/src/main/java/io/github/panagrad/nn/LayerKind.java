package io.github.panagrad.nn;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * Everything that defines a kind of layer: how it is written and read, and how the engine runs it. A kind is a nested class in
 * the file of its layer, and has a line in {@link LayerKinds}.
 *
 * @param <L> the layers of this kind
 */
abstract sealed class LayerKind<L extends Layer> permits RowLayerKind, ColumnLayerKind {
    private final Class<L> type;
    private final String name;

    /**
     * Makes a kind.
     *
     * @param name in JSON
     */
    LayerKind(Class<L> type, String name) {
        this.type = type;
        this.name = name;
    }

    /** Returns the name in JSON. */
    final String name() {
        return name;
    }

    /** Returns the class of the layers. */
    final Class<L> type() {
        return type;
    }

    /** Casts a layer to this kind. */
    final L cast(Layer layer) {
        return type.cast(layer);
    }

    /** Writes the fields. */
    abstract void write(L layer, JsonGenerator json) throws IOException;

    /**
     * Reads the fields.
     *
     * @throws IllegalArgumentException if one is missing or out of range
     */
    abstract L read(LayerFields fields);

    /** Returns the text that is compared with a checkpoint when training is resumed; it shows every field. */
    String describe(L layer) {
        return SpecJson.write(layer);
    }

    /**
     * Returns examples for tests and gradient checks, in which every field takes at least two values; for networks with at
     * least five inputs.
     */
    abstract List<L> examples();
}

package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.engine.ColumnLayer;

/** A kind of layer that replaces an input column. */
abstract non-sealed class ColumnLayerKind<L extends Layer> extends LayerKind<L> {
    ColumnLayerKind(Class<L> type, String name) {
        super(type, name);
    }

    /** Returns the engine's version of the layer. */
    abstract ColumnLayer engine(L layer);

    /** Returns a layer of this kind for another column, with a single output, that accepts 0 as a value of the column. */
    abstract L narrowed(L layer, int column);

    /**
     * Checks the values of its column.
     *
     * @throws IllegalArgumentException naming the first sample that does not fit
     */
    void check(L layer, Dataset data) {}

    /** Returns the engine's version of a layer of this kind. */
    final ColumnLayer engineOf(Layer layer) {
        return engine(cast(layer));
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.RowLayer;

/** A kind of layer that reads all outputs of the previous layer, or the features. */
abstract non-sealed class RowLayerKind<L extends Layer> extends LayerKind<L> {
    RowLayerKind(Class<L> type, String name) {
        super(type, name);
    }

    /**
     * Returns the engine's version of the layer.
     *
     * @param members how many rows it reads for each sample
     * @throws IllegalArgumentException if it cannot have that many inputs
     */
    abstract RowLayer engine(L layer, int inputs, int members);

    /** Returns the same layer with another number of outputs, if it has a choice. */
    abstract L resized(L layer, int outputs);

    /** Returns the engine's version of a layer of this kind. */
    final RowLayer engineOf(Layer layer, int inputs, int members) {
        return engine(cast(layer), inputs, members);
    }
}

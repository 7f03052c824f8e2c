package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.RowLayer;

/** A kind of layer that reads all outputs of the layer before it, or the features. */
abstract non-sealed class RowLayerKind<L extends Layer> extends LayerKind<L> {
    RowLayerKind(Class<L> type, String name) {
        super(type, name);
    }

    /**
     * Returns the layer as the engine takes it.
     *
     * @throws IllegalArgumentException if it cannot have that many inputs
     */
    abstract RowLayer engine(L layer, int inputs);

    /** Returns a layer that does the same with a number of outputs, if it can choose how many it has. */
    abstract L resized(L layer, int outputs);

    /** Returns a layer of this kind as the engine takes it. */
    final RowLayer engineOf(Layer layer, int inputs) {
        return engine(cast(layer), inputs);
    }
}

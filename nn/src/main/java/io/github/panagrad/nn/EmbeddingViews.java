package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/** An embedding, and what its gradient is made from. */
final class EmbeddingViews implements UpdateItem {
    private final int index;
    private final EmbeddingLookup lookup;
    private final Tensor samples;
    private final Tensor delta;
    private final GradientSlice[] slices;

    /**
     * Cuts the views.
     *
     * @param samples rows x inputs
     * @param delta rows x features
     * @param slice the whole embedding
     */
    EmbeddingViews(int index, EmbeddingLookup lookup, Tensor samples, Tensor delta, GradientSlice slice) {
        this.index = index;
        this.lookup = lookup;
        this.samples = samples;
        this.delta = delta;
        this.slices = new GradientSlice[] {slice};
    }

    @Override
    public void computeGradients(Kernels kernels, int worker) {
        lookup.backward(index, samples, delta, slices[0].gradients[worker]);
    }

    @Override
    public GradientSlice[] slices() {
        return slices;
    }
}

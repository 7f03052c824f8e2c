package io.github.panagrad.nn;

import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Tensor;

/** Some vectors of an embedding, and what their gradient is made from. */
final class EmbeddingViews implements UpdateItem {
    private final int index;
    private final int first;
    private final EmbeddingLookup lookup;
    private final Tensor samples;
    private final Tensor delta;
    private final GradientSlice[] slices;

    /**
     * Cuts the views.
     *
     * @param first the category of the first vector
     * @param samples rows x inputs
     * @param delta rows x features
     * @param slice those vectors
     */
    EmbeddingViews(int index, int first, EmbeddingLookup lookup, Tensor samples, Tensor delta, GradientSlice slice) {
        this.index = index;
        this.first = first;
        this.lookup = lookup;
        this.samples = samples;
        this.delta = delta;
        this.slices = new GradientSlice[] {slice};
    }

    @Override
    public void computeGradients(Kernels kernels, int worker) {
        lookup.backward(index, first, samples, delta, slices[0].gradients[worker]);
    }

    @Override
    public GradientSlice[] slices() {
        return slices;
    }
}

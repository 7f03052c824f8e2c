package io.github.panagrad.nn;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/** One tile's parameters, and what their gradients are made from, cut out once. */
final class TileViews implements UpdateItem {
    /** The tile's columns of the layer's deltas, rows x units. */
    private final Tensor deltas;

    /** What the layer read, rows x fanIn. */
    private final Tensor inputs;

    /** For each slice behind the weights, what its gradient is the sum of the rows of. */
    private final Tensor[] summands;

    private final GradientSlice[] slices;

    /**
     * Makes a tile.
     *
     * @param slices the weights, then vectors of as many units
     * @param summands for each of the vectors, what its gradient is the sum of the rows of
     */
    TileViews(Tensor deltas, Tensor inputs, GradientSlice[] slices, Tensor[] summands) {
        this.deltas = deltas;
        this.inputs = inputs;
        this.slices = slices;
        this.summands = summands;
    }

    @Override
    public void computeGradients(Kernels kernels, int worker) {
        kernels.gemm(true, false, 1, deltas, inputs, 0, slices[0].gradients[worker]);
        for (int i = 0; i < summands.length; i++) {
            kernels.columnSums(summands[i], slices[i + 1].gradients[worker]);
        }
    }

    @Override
    public GradientSlice[] slices() {
        return slices;
    }
}

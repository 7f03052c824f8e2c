package io.github.panagrad.nn;

import io.github.panagrad.tensor.Kernels;

/** Parameters whose gradient is computed and used in one go, by one worker: a tile of a layer, or vectors of an embedding. */
sealed interface UpdateItem permits TileViews, EmbeddingViews {
    /** Computes the gradients of the loss, without penalties. */
    void computeGradients(Kernels kernels, int worker);

    /** Returns the parts of parameters. */
    GradientSlice[] slices();
}

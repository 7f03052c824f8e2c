package io.github.panagrad.nn.engine;

import java.util.List;

/**
 * Parameters whose gradient is computed and used in one go, by one worker: a tile of a layer, or a parameter that is not
 * divided.
 */
final class UpdateItem {
    private final GradientSlice[] slices;

    UpdateItem(List<GradientSlice> slices) {
        this.slices = slices.toArray(GradientSlice[]::new);
    }

    /** Computes the gradients of the loss, without penalties. */
    void computeGradients(int worker) {
        for (GradientSlice slice : slices) {
            slice.computeGradient(worker);
        }
    }

    /** Returns the parts of parameters. */
    GradientSlice[] slices() {
        return slices;
    }
}

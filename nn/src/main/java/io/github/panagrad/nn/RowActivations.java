package io.github.panagrad.nn;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;

/** The memory of a forward pass on a block of rows: the input, and each layer's output. It owns that memory. */
final class RowActivations implements AutoCloseable {
    private final Slab slab = new Slab("prediction workspace");
    final Tensor input;
    final Tensor[] outputs;

    RowActivations(NetworkSpec spec, DType dtype, int rows) {
        outputs = new Tensor[spec.layers()];
        try {
            input = slab.allocate(dtype, rows, spec.inputs());
            for (int l = 0; l < spec.layers(); l++) {
                outputs[l] = slab.allocate(dtype, rows, spec.fanOut(l));
            }
        } catch (RuntimeException e) {
            slab.close();
            throw e;
        }
    }

    Tensor inputOf(int layer) {
        return layer == 0 ? input : outputs[layer - 1];
    }

    @Override
    public void close() {
        slab.close();
    }
}

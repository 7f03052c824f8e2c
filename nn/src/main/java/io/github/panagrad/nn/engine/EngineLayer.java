package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.util.List;

/** What the engine knows about a layer of any kind: how wide it is, what parameters it has, and how to compute it. A value. */
public sealed interface EngineLayer permits RowLayer, ColumnLayer {
    /** Returns the number of columns that it writes. */
    int outputs();

    /** Returns its parameters, in the order of model files. */
    List<LayerParameter> parameters();

    /** Returns the bytes that {@link #train} allocates. */
    default long trainingBytes(BatchShape shape) {
        return 0;
    }

    /**
     * Binds it to its parameters, and allocates what it keeps of a batch from the forward pass to the update.
     *
     * @param slab owns that memory
     * @param parameters in the order of {@link #parameters}
     */
    TrainedLayer train(BatchShape shape, Slab slab, Tensor[] parameters);

    /** Returns how many numbers {@link InferredLayer} needs for itself while it computes a number of rows. */
    default int scratch(int rows) {
        return 0;
    }

    /**
     * Binds it to its parameters.
     *
     * @param parameters in the order of {@link #parameters}
     */
    InferredLayer infer(Kernels kernels, Tensor[] parameters);
}

package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer bound to its parameters, for inference: without dropout. Thread-safe. It allocates no memory off the heap, and for a
 * single row nothing at all, unless the network has several members, whose rows it has to cut out.
 */
public interface InferredLayer {
    /**
     * Computes some rows.
     *
     * @param input what the layer reads
     * @param output what it writes
     * @param scratch as many numbers as {@link EngineLayer#scratch} gives for those rows, or null for none; overwritten
     */
    void forward(Tensor input, Tensor output, @Nullable Tensor scratch);

    /** The same for a single row, on the calling thread and without entering OpenBLAS. */
    void forwardRow(Tensor input, Tensor output, @Nullable Tensor scratch);
}

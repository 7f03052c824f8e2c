package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;

/** Batches from tables. Threads may share an instance. */
public interface GatherKernels {
    /** {@code destination[i] = source[order[from + i]] * scale}. */
    void gather(Rows source, int[] order, int from, Tensor destination);
}

package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Decay;
import io.github.panagrad.tensor.Tensor;

/** Optimiser updates, each one pass over contiguous tensors of one shape and type. Threads may share an instance. */
public interface UpdateKernels {
    /** Makes a step, documented in {@link UpdateStep}. */
    void update(UpdateStep step, Decay decay, Tensor theta, Tensor gradient, Tensor[] state);
}

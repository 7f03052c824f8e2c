package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Tensor;

/** Dropout masks. Threads may share an instance. */
public interface DropoutKernels {
    /** Fills a mask; an element is kept if its 16 random bits are at least the threshold. */
    void fillMask(DropoutMask mask, long key, int firstRow, int threshold);

    /** {@code x = x * mask / keep}. */
    void dropOut(DropoutMask mask, double keep, Tensor x);
}

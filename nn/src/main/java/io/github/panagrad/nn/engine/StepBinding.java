package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import org.jspecify.annotations.Nullable;

/** What changes from step to step: which rows of which data, and the keys of the dropout masks. */
final class StepBinding {
    private @Nullable Dataset data;
    private int[] order = {};

    /** The position in the order of the batch's first row. */
    int from;

    /** The divisor of the sum of the batch's losses. */
    double divisor;

    /** Whether dropout masks are redrawn, or held. */
    boolean drawMasks;

    /** For each layer, and last for the features, the key its mask is drawn from. */
    final long[] maskKeys;

    StepBinding(int layers) {
        maskKeys = new long[layers + 1];
    }

    void data(Dataset newData, int[] newOrder) {
        data = newData;
        order = newOrder;
    }

    /** Gathers and converts some rows of the batch and their targets. */
    void gather(Kernels kernels, BatchLoss loss, int firstRow, Tensor input, TargetBlock targets) {
        Dataset bound = data;
        if (bound == null) {
            throw new IllegalStateException("no data was bound");
        }
        kernels.gather(bound.features(), order, from + firstRow, input);
        targets.gather(kernels, loss, bound, order, from + firstRow);
    }
}

package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The targets of some rows of a batch, in the form the loss takes: class labels for softmax cross-entropy, otherwise one value
 * per output; and the rows' weights, if they have any. A view of memory of the slab it was allocated from; for use by one
 * thread at a time.
 */
public final class TargetBlock {
    private final Tensor values;
    private final MemorySegment labels;

    /** Allocated on first use. */
    private double[] memory = {};

    private double @Nullable [] weights;

    private TargetBlock(Tensor values, MemorySegment labels) {
        this.values = values;
        this.labels = labels;
    }

    /** Allocates memory for a number of rows. */
    public static TargetBlock allocate(Slab slab, DType dtype, int rows, int outputs) {
        return new TargetBlock(slab.allocate(dtype, rows, outputs), slab.allocateBytes((long) rows * Integer.BYTES));
    }

    /** Returns the bytes of such a block. */
    public static long bytes(DType dtype, int rows, int outputs) {
        return Tensor.byteSize(dtype, rows, outputs) + (long) rows * Integer.BYTES;
    }

    /** Returns m x outputs values; not filled for softmax cross-entropy. */
    public Tensor values() {
        return values;
    }

    /** Returns m 32-bit class numbers; filled for softmax cross-entropy only. */
    public MemorySegment labels() {
        return labels;
    }

    /** Returns m weights: the block's own array, not a copy; or null if the data has none. */
    public double @Nullable [] weights() {
        return weights;
    }

    /** Returns some of the rows, without weights until they are gathered. */
    public TargetBlock rowRange(int from, int to) {
        MemorySegment slice = labels.asSlice((long) from * Integer.BYTES, (long) (to - from) * Integer.BYTES);
        return new TargetBlock(values.rowRange(from, to), slice);
    }

    /** Gathers targets and weights of rows {@code order[from]} onwards. */
    public void gather(Kernels kernels, BatchLoss loss, Dataset data, int[] order, int from) {
        switch (data.targets()) {
            case Targets.Values real -> kernels.gather(real.table(), order, from, values);
            case Targets.Labels classes -> {
                if (loss.takesLabels()) {
                    for (int i = 0; i < values.rows(); i++) {
                        labels.setAtIndex(ValueLayout.JAVA_INT, i, classes.label(order[from + i]));
                    }
                } else {
                    spread(classes, order, from);
                }
            }
        }
        if (data.isWeighted()) {
            gatherWeights(data, order, from);
        } else {
            weights = null;
        }
    }

    private void gatherWeights(Dataset data, int[] order, int from) {
        if (memory.length == 0) {
            memory = new double[values.rows()];
        }
        for (int i = 0; i < memory.length; i++) {
            memory[i] = data.weight(order[from + i]);
        }
        weights = memory;
    }

    /** One output takes the label as its value, several take it one-hot. */
    private void spread(Targets.Labels classes, int[] order, int from) {
        int outputs = values.columns();
        for (int i = 0; i < values.rows(); i++) {
            int label = classes.label(order[from + i]);
            for (int c = 0; c < outputs; c++) {
                values.set(i, c, outputs == 1 ? label : label == c ? 1 : 0);
            }
        }
    }
}

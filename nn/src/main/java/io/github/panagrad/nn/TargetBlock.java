package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The targets of some rows of a batch in off-heap memory, in the form the loss takes: class labels for softmax
 * cross-entropy, else one value an output. A view on memory of the slab it was allocated from.
 *
 * @param values m x outputs; not filled for softmax cross-entropy
 * @param labels m 32-bit class numbers; filled for softmax cross-entropy only
 */
public record TargetBlock(Tensor values, MemorySegment labels) {
    static TargetBlock allocate(Slab slab, DType dtype, int rows, int outputs) {
        return new TargetBlock(slab.allocate(dtype, rows, outputs), slab.allocateBytes((long) rows * Integer.BYTES));
    }

    /** Returns the bytes of such a block. */
    static long bytes(DType dtype, int rows, int outputs) {
        return Tensor.byteSize(dtype, rows, outputs) + (long) rows * Integer.BYTES;
    }

    TargetBlock rowRange(int from, int to) {
        MemorySegment slice = labels.asSlice((long) from * Integer.BYTES, (long) (to - from) * Integer.BYTES);
        return new TargetBlock(values.rowRange(from, to), slice);
    }

    /** Gathers the targets of rows {@code order[from]} onwards. */
    void gather(Kernels kernels, Loss loss, Targets targets, int[] order, int from) {
        switch (targets) {
            case Targets.Values real -> kernels.gather(real.table(), order, from, values);
            case Targets.Labels classes -> {
                if (loss instanceof Loss.SoftmaxCrossEntropy) {
                    for (int i = 0; i < values.rows(); i++) {
                        labels.setAtIndex(ValueLayout.JAVA_INT, i, classes.label(order[from + i]));
                    }
                } else {
                    spread(classes, order, from);
                }
            }
        }
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

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
    private final int members;

    /** The values before they are repeated for each member. */
    private final Tensor once;

    /** With several members a factor of 1 for each of their values, which repeats without allocating; else empty. */
    private final Tensor ones;

    /** Allocated on first use. */
    private double[] memory = {};

    private double @Nullable [] weights;

    private TargetBlock(Tensor values, Tensor once, Tensor ones, MemorySegment labels, int members) {
        this.values = values;
        this.once = once;
        this.ones = ones;
        this.labels = labels;
        this.members = members;
    }

    /** Allocates memory for a number of samples, whose targets are repeated for each of some members. */
    public static TargetBlock allocate(Slab slab, DType dtype, int samples, int members, int outputs) {
        int rows = Math.multiplyExact(samples, members);
        Tensor values = slab.allocate(dtype, rows, outputs);
        Tensor once = members == 1 ? values : slab.allocate(dtype, samples, outputs);
        Tensor ones = slab.allocate(dtype, members == 1 ? 0 : members, outputs);
        ones.fill(1);
        return new TargetBlock(values, once, ones, slab.allocateBytes((long) rows * Integer.BYTES), members);
    }

    /** Returns the bytes of such a block. */
    public static long bytes(DType dtype, int samples, int members, int outputs) {
        int rows = Math.multiplyExact(samples, members);
        long once =
                members == 1 ? 0 : Tensor.byteSize(dtype, samples, outputs) + Tensor.byteSize(dtype, members, outputs);
        return Tensor.byteSize(dtype, rows, outputs) + once + (long) rows * Integer.BYTES;
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

    /** Returns some of the samples, without weights until they are gathered. */
    public TargetBlock rowRange(int from, int to) {
        int first = from * members;
        int last = to * members;
        MemorySegment slice = labels.asSlice((long) first * Integer.BYTES, (long) (last - first) * Integer.BYTES);
        Tensor part = values.rowRange(first, last);
        return new TargetBlock(part, members == 1 ? part : once.rowRange(from, to), ones, slice, members);
    }

    /** Gathers targets and weights of rows {@code order[from]} onwards. */
    public void gather(Kernels kernels, BatchLoss loss, Dataset data, int[] order, int from) {
        switch (data.targets()) {
            case Targets.Values real -> {
                kernels.gather(real.table(), order, from, once);
                if (members > 1) {
                    kernels.members().spread(once, ones, values);
                }
            }
            case Targets.Labels classes -> {
                if (loss.takesLabels()) {
                    for (int i = 0; i < values.rows(); i++) {
                        labels.setAtIndex(ValueLayout.JAVA_INT, i, classes.label(order[from + i / members]));
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
            memory[i] = data.weight(order[from + i / members]);
        }
        weights = memory;
    }

    /** One output takes the label as its value, several take it one-hot. */
    private void spread(Targets.Labels classes, int[] order, int from) {
        int outputs = values.columns();
        for (int i = 0; i < values.rows(); i++) {
            int label = classes.label(order[from + i / members]);
            for (int c = 0; c < outputs; c++) {
                values.set(i, c, outputs == 1 ? label : label == c ? 1 : 0);
            }
        }
    }
}

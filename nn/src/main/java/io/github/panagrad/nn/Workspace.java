package io.github.panagrad.nn;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The memory of training steps: a batch's inputs, and for each layer its outputs, deltas and dropout mask. It owns that
 * memory. Hidden layers' outputs are activations after dropout; the last layer's are logits.
 */
final class Workspace implements AutoCloseable {
    private final Slab slab = new Slab("training workspace");
    final Tensor input;
    final Tensor[] outputs;
    final Tensor[] deltas;
    final @Nullable DropoutMask[] masks;
    final TargetBlock targets;

    /** For each layer memory for its transposed weights, fanIn x fanOut, or null where they are no use. */
    final @Nullable Tensor[] weightCopies;

    Workspace(NetworkSpec spec, DType dtype, int rows, Kernels kernels) {
        int layers = spec.layers();
        outputs = new Tensor[layers];
        deltas = new Tensor[layers];
        masks = new @Nullable DropoutMask[layers];
        weightCopies = new @Nullable Tensor[layers];
        try {
            input = slab.allocate(dtype, rows, spec.inputs());
            for (int l = 0; l < layers; l++) {
                outputs[l] = slab.allocate(dtype, rows, spec.fanOut(l));
                deltas[l] = slab.allocate(dtype, rows, spec.fanOut(l));
                masks[l] = spec.dropout(l) > 0 ? DropoutMask.allocate(slab, rows, spec.fanOut(l)) : null;
                if (kernels.isFasterCopied(rows, spec.fanOut(l), spec.fanIn(l))) {
                    weightCopies[l] = slab.allocate(dtype, spec.fanIn(l), spec.fanOut(l));
                }
            }
            targets = TargetBlock.allocate(slab, dtype, rows, spec.outputs());
        } catch (RuntimeException e) {
            slab.close();
            throw e;
        }
    }

    /** Returns the bytes of such a workspace. */
    static long bytes(NetworkSpec spec, DType dtype, int rows, Kernels kernels) {
        long bytes = Tensor.byteSize(dtype, rows, spec.inputs()) + TargetBlock.bytes(dtype, rows, spec.outputs());
        for (int l = 0; l < spec.layers(); l++) {
            bytes += 2 * Tensor.byteSize(dtype, rows, spec.fanOut(l));
            bytes += spec.dropout(l) > 0 ? DropoutMask.bytes(rows, spec.fanOut(l)) : 0;
            if (kernels.isFasterCopied(rows, spec.fanOut(l), spec.fanIn(l))) {
                bytes += Tensor.byteSize(dtype, spec.fanIn(l), spec.fanOut(l));
            }
        }
        return bytes;
    }

    /** Returns what a layer reads. */
    Tensor inputOf(int layer) {
        return layer == 0 ? input : outputs[layer - 1];
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}

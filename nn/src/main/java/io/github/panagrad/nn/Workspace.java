package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.DropoutMask;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The memory of training steps: a batch's inputs, and for each layer its outputs, deltas and dropout mask, and what a
 * normalisation keeps for the way back. It owns that memory. Hidden layers' outputs are activations after dropout, with what
 * their skip connection adds; the last layer's are logits.
 */
final class Workspace implements AutoCloseable {
    private final Slab slab = new Slab("training workspace");

    /** The columns of the samples; null if they are what the first layer reads. */
    final @Nullable Tensor columns;

    /** What the first layer reads. */
    final Tensor features;

    final @Nullable DropoutMask featureMask;

    /** The gradient with respect to the features, where embeddings need it. */
    final @Nullable Tensor featureDelta;

    final Tensor[] outputs;
    final Tensor[] deltas;
    final @Nullable DropoutMask[] masks;
    final TargetBlock targets;

    /** For each layer with a skip connection its activations alone. */
    final @Nullable Tensor[] activations;

    /** For each layer what its activation keeps for the way back: f'(z), or PReLU's z; or null. */
    final @Nullable Tensor[] kept;

    /** For each layer with PReLU each shard's share of the gradient of the slopes, shards x units. */
    final @Nullable Tensor[] slopeGradients;

    /** For each layer memory for its transposed weights, fanIn x fanOut, or null where they are no use. */
    final @Nullable Tensor[] weightCopies;

    /** For each layer what its normalisation keeps, or null. */
    final @Nullable NormalizationMemory[] normalizations;

    Workspace(NetworkSpec spec, DType dtype, int rows, int shards, Kernels kernels) {
        int layers = spec.layers();
        outputs = new Tensor[layers];
        deltas = new Tensor[layers];
        masks = new @Nullable DropoutMask[layers];
        activations = new @Nullable Tensor[layers];
        kept = new @Nullable Tensor[layers];
        slopeGradients = new @Nullable Tensor[layers];
        weightCopies = new @Nullable Tensor[layers];
        normalizations = new @Nullable NormalizationMemory[layers];
        boolean embeds = !spec.input().embeddings().isEmpty();
        try {
            columns = embeds ? slab.allocate(dtype, rows, spec.inputs()) : null;
            features = slab.allocate(dtype, rows, spec.features());
            featureMask = spec.input().dropout() > 0 ? DropoutMask.allocate(slab, rows, spec.features()) : null;
            featureDelta = embeds ? slab.allocate(dtype, rows, spec.features()) : null;
            for (int l = 0; l < layers; l++) {
                outputs[l] = slab.allocate(dtype, rows, spec.fanOut(l));
                deltas[l] = slab.allocate(dtype, rows, spec.fanOut(l));
                masks[l] = spec.dropout(l) > 0 ? DropoutMask.allocate(slab, rows, spec.fanOut(l)) : null;
                activations[l] = spec.skip(l) > 0 ? slab.allocate(dtype, rows, spec.fanOut(l)) : null;
                kept[l] = keeps(spec.activation(l)) ? slab.allocate(dtype, rows, spec.fanOut(l)) : null;
                slopeGradients[l] = hasSlopes(spec, l) ? slab.allocate(dtype, shards, spec.fanOut(l)) : null;
                if (kernels.isFasterCopied(rows, spec.fanOut(l), spec.fanIn(l))) {
                    weightCopies[l] = slab.allocate(dtype, spec.fanIn(l), spec.fanOut(l));
                }
                if (spec.isNormalized(l)) {
                    normalizations[l] = new NormalizationMemory(slab, dtype, rows, spec.fanOut(l), shards);
                }
            }
            targets = TargetBlock.allocate(slab, dtype, rows, spec.outputs());
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    private static boolean keeps(Activation f) {
        return f.keepsSlope() || f instanceof Activation.PRelu;
    }

    private static boolean hasSlopes(NetworkSpec spec, int layer) {
        return spec.activation(layer) instanceof Activation.PRelu;
    }

    /** Returns the bytes of such a workspace. */
    static long bytes(NetworkSpec spec, DType dtype, int rows, int shards, Kernels kernels) {
        int features = spec.features();
        long bytes = Tensor.byteSize(dtype, rows, features) + TargetBlock.bytes(dtype, rows, spec.outputs());
        if (!spec.input().embeddings().isEmpty()) {
            bytes += Tensor.byteSize(dtype, rows, spec.inputs()) + Tensor.byteSize(dtype, rows, features);
        }
        bytes += spec.input().dropout() > 0 ? DropoutMask.bytes(rows, features) : 0;
        for (int l = 0; l < spec.layers(); l++) {
            int units = spec.fanOut(l);
            int tensors = 2 + (spec.skip(l) > 0 ? 1 : 0) + (keeps(spec.activation(l)) ? 1 : 0);
            bytes += tensors * Tensor.byteSize(dtype, rows, units);
            bytes += hasSlopes(spec, l) ? Tensor.byteSize(dtype, shards, units) : 0;
            bytes += spec.dropout(l) > 0 ? DropoutMask.bytes(rows, units) : 0;
            if (kernels.isFasterCopied(rows, units, spec.fanIn(l))) {
                bytes += Tensor.byteSize(dtype, spec.fanIn(l), units);
            }
            bytes += spec.isNormalized(l) ? NormalizationMemory.bytes(dtype, rows, units, shards) : 0;
        }
        return bytes;
    }

    /** Returns what a layer reads: the features for layer 0, else the outputs of the layer before. */
    Tensor inputOf(int layer) {
        return layer == 0 ? features : outputs[layer - 1];
    }

    /** Returns what a layer's activation wrote, before its skip connection. */
    Tensor activationsOf(int layer) {
        Tensor own = activations[layer];
        return own == null ? outputs[layer] : own;
    }

    /** Returns the gradient with respect to a layer's output, or for -1 to the features, if there is one. */
    @Nullable
    Tensor deltaOf(int layer) {
        return layer < 0 ? featureDelta : deltas[layer];
    }

    long bytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        slab.close();
    }
}

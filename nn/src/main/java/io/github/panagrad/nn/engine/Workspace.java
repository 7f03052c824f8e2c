package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * The memory of training steps: a batch's inputs, for each layer its outputs, deltas and dropout mask, and what the layers keep
 * for the backward pass. It owns that memory. Hidden layers' outputs are activations after dropout, plus what their skip
 * connection adds; the last layer's are logits.
 */
public final class Workspace implements AutoCloseable {
    private final Slab slab = new Slab("training workspace");
    private final Parameters parameters;
    private final Architecture architecture;

    /** The factors of the next step. */
    public final Strengths strengths = new Strengths();

    /** The columns of the samples; null if they are what the first layer reads. */
    final @Nullable Tensor columns;

    /** What the first layer reads. */
    final Tensor features;

    public final @Nullable DropoutMask featureMask;

    /** The gradient with respect to the features, if embeddings need it. */
    final @Nullable Tensor featureDelta;

    public final Tensor[] outputs;
    final Tensor[] deltas;
    public final @Nullable DropoutMask[] masks;
    final TargetBlock targets;

    /** For each layer with a skip connection, its activations alone. */
    final @Nullable Tensor[] activations;

    /** The layers that replace columns, bound to their memory. */
    final TrainedLayer[] embeddings;

    /** The layers, bound to their memory. */
    final TrainedRowLayer[] layers;

    Workspace(Parameters parameters, Architecture architecture, StepPlan plan) {
        this.parameters = parameters;
        this.architecture = architecture;
        int rows = plan.rows();
        architecture.requireRows(rows);
        int gathered = rows * architecture.gatheredPerSample();
        DType dtype = parameters.dtype();
        int count = architecture.layers().size();
        outputs = new Tensor[count];
        deltas = new Tensor[count];
        masks = new @Nullable DropoutMask[count];
        activations = new @Nullable Tensor[count];
        layers = new TrainedRowLayer[count];
        embeddings = new TrainedLayer[architecture.embeddings().size()];
        boolean embeds = embeddings.length > 0;
        try {
            columns = embeds ? slab.allocate(dtype, gathered, architecture.inputs()) : null;
            features = slab.allocate(dtype, gathered, architecture.features());
            featureMask = architecture.inputDropout() > 0
                    ? DropoutMask.allocate(slab, gathered, architecture.features())
                    : null;
            featureDelta = embeds ? slab.allocate(dtype, gathered, architecture.features()) : null;
            for (int e = 0; e < embeddings.length; e++) {
                embeddings[e] = architecture
                        .embeddings()
                        .get(e)
                        .train(
                                shape(gathered, plan, parameters.kernels(), strengths),
                                slab,
                                architecture.ofEmbedding(e, parameters.tensors()));
            }
            for (int l = 0; l < count; l++) {
                RowLayer layer = architecture.layer(l);
                int written = rows * architecture.rowsPerSample(l);
                outputs[l] = slab.allocate(dtype, written, layer.outputs());
                deltas[l] = slab.allocate(dtype, written, layer.outputs());
                masks[l] = layer.dropout() > 0 ? DropoutMask.allocate(slab, written, layer.outputs()) : null;
                activations[l] = layer.skip() > 0 ? slab.allocate(dtype, written, layer.outputs()) : null;
                layers[l] = layer.train(
                        shape(architecture, l, plan, parameters.kernels(), strengths),
                        slab,
                        architecture.ofLayer(l, parameters.tensors()));
            }
            targets =
                    TargetBlock.allocate(slab, dtype, gathered, membersPerTarget(architecture), architecture.outputs());
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** Returns how many members learn from each of the rows that are gathered. */
    private static int membersPerTarget(Architecture architecture) {
        return architecture.members() / architecture.gatheredPerSample();
    }

    /** Returns the batches that a layer reads. */
    private static BatchShape shape(
            Architecture architecture, int layer, StepPlan plan, Kernels kernels, Strengths strengths) {
        return shape(plan.rows() * architecture.rowsPerSample(layer - 1), plan, kernels, strengths);
    }

    private static BatchShape shape(int rows, StepPlan plan, Kernels kernels, Strengths strengths) {
        int parts = plan.batchParts().isWhole() ? 0 : plan.parts().size();
        return new BatchShape(kernels.dtype(), rows, plan.shards().size(), parts, kernels, strengths);
    }

    /** Returns the bytes of such a workspace. */
    public static long bytes(Architecture architecture, StepPlan plan, Kernels kernels) {
        int rows = plan.rows();
        architecture.requireRows(rows);
        int gathered = rows * architecture.gatheredPerSample();
        DType dtype = kernels.dtype();
        Strengths strengths = new Strengths();
        BatchShape shape = shape(gathered, plan, kernels, strengths);
        int features = architecture.features();
        long bytes = Tensor.byteSize(dtype, gathered, features)
                + TargetBlock.bytes(dtype, gathered, membersPerTarget(architecture), architecture.outputs());
        if (!architecture.embeddings().isEmpty()) {
            bytes += Tensor.byteSize(dtype, gathered, architecture.inputs())
                    + Tensor.byteSize(dtype, gathered, features);
        }
        bytes += architecture.inputDropout() > 0 ? DropoutMask.bytes(gathered, features) : 0;
        for (ColumnLayer embedding : architecture.embeddings()) {
            bytes += embedding.trainingBytes(shape);
        }
        for (int l = 0; l < architecture.layers().size(); l++) {
            RowLayer layer = architecture.layer(l);
            int written = rows * architecture.rowsPerSample(l);
            int tensors = 2 + (layer.skip() > 0 ? 1 : 0);
            bytes += tensors * Tensor.byteSize(dtype, written, layer.outputs());
            bytes += layer.dropout() > 0 ? DropoutMask.bytes(written, layer.outputs()) : 0;
            bytes += layer.trainingBytes(shape(architecture, l, plan, kernels, strengths));
        }
        return bytes;
    }

    Architecture architecture() {
        return architecture;
    }

    Kernels kernels() {
        return parameters.kernels();
    }

    /** Returns a shard's rows of a layer's outputs, or of the features for -1. */
    StepPlan.Shard rowsOf(int layer, StepPlan.Shard samples) {
        int perSample = architecture().rowsPerSample(layer);
        return new StepPlan.Shard(samples.from() * perSample, samples.to() * perSample);
    }

    /** Returns a shard's rows of what a layer reads. */
    Tensor inputOf(int layer, StepPlan.Shard samples) {
        StepPlan.Shard rows = rowsOf(layer - 1, samples);
        return inputOf(layer).rowRange(rows.from(), rows.to());
    }

    /** Returns a shard's rows of a layer's delta. */
    Tensor deltaOf(int layer, StepPlan.Shard samples) {
        StepPlan.Shard rows = rowsOf(layer, samples);
        return deltas[layer].rowRange(rows.from(), rows.to());
    }

    /** Returns what a layer reads: the features for layer 0, otherwise the outputs of the previous layer. */
    Tensor inputOf(int layer) {
        return layer == 0 ? features : outputs[layer - 1];
    }

    /** Returns what a layer's activation wrote, before its skip connection. */
    Tensor activationsOf(int layer) {
        Tensor own = activations[layer];
        return own == null ? outputs[layer] : own;
    }

    /** Returns the gradient with respect to a layer's output, or to the features for -1, if there is one. */
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

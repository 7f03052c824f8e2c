package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.DropoutMask;
import io.github.panagrad.tensor.ops.Kernels;
import org.jspecify.annotations.Nullable;

/** A part of a layer with its surroundings in the network: its skip connection, and the gradient from the layer above. */
final class LayerStep {
    private final Kernels kernels;
    private final LayerPart part;

    /** What the layer itself wrote. */
    private final Tensor activations;

    /** What the skip connection adds. */
    private final @Nullable Tensor skipInput;

    /** The sum of both. */
    private final Tensor output;

    private final Tensor delta;

    /** Computes delta from that of the layer above; null for the last layer. */
    private final @Nullable Runnable above;

    /** Where the gradient of the skip connection goes. */
    private final @Nullable Tensor skipDelta;

    /** Whether another skip connection from above has already written its share there. */
    private final boolean isSkipDeltaBegun;

    /**
     * Cuts the views.
     *
     * @param samples the rows of the batch
     * @param shard their shard number; of a layer that is divided by columns, that of the part of the batch
     * @param columns the columns
     * @param isOnlyShard whether it is divided by rows, and they are all rows
     */
    LayerStep(
            int layer,
            StepPlan.Shard samples,
            int shard,
            StepPlan.Block columns,
            boolean isOnlyShard,
            Workspace workspace) {
        Architecture architecture = workspace.architecture();
        kernels = workspace.kernels();
        StepPlan.Shard rows = workspace.rowsOf(layer, samples);
        activations = part(workspace.activationsOf(layer), rows, columns);
        output = part(workspace.outputs[layer], rows, columns);
        delta = part(workspace.deltas[layer], rows, columns);
        DropoutMask whole = workspace.masks[layer];
        part = workspace.layers[layer].part(new PartViews(
                rows,
                shard,
                columns,
                isOnlyShard,
                workspace.inputOf(layer, samples),
                activations,
                delta,
                whole == null
                        ? null
                        : whole.rowRange(rows.from(), rows.to()).columnRange(columns.from(), columns.to())));
        above = layer == architecture.layers().size() - 1
                ? null
                : workspace.layers[layer + 1].inputGradient(
                        workspace.rowsOf(layer + 1, samples),
                        workspace.deltaOf(layer + 1, samples),
                        columns.from(),
                        columns.to(),
                        architecture.skipsFromAbove(layer, layer),
                        delta);
        int skip = architecture.layer(layer).skip();
        if (skip == 0) {
            skipInput = null;
            skipDelta = null;
            isSkipDeltaBegun = false;
        } else {
            int source = layer - skip;
            skipInput = part(workspace.inputOf(source + 1), rows, columns);
            Tensor target = workspace.deltaOf(source);
            skipDelta = target == null ? null : part(target, rows, columns);
            isSkipDeltaBegun = architecture.skipsFromAbove(source, layer);
        }
    }

    private static Tensor part(Tensor tensor, StepPlan.Shard rows, StepPlan.Block columns) {
        return tensor.rowRange(rows.from(), rows.to()).columnRange(columns.from(), columns.to());
    }

    /** Computes the outputs. */
    void forward() {
        part.forward();
        addSkip();
    }

    /** The first half, up to what the parts of the batch tell each other. */
    void beginForward() {
        part.beginForward();
    }

    /** The second half. */
    void endForward() {
        part.endForward();
        addSkip();
    }

    private void addSkip() {
        if (skipInput != null) {
            kernels.add(activations, skipInput, output);
        }
    }

    /** From the delta of the layer above to that of a layer below the last. */
    void backward() {
        fetchDelta();
        part.backward();
    }

    /** The first half, up to what the parts of the batch tell each other. */
    void beginBackward() {
        fetchDelta();
        part.beginBackward();
    }

    /** The second half. */
    void endBackward() {
        part.endBackward();
    }

    private void fetchDelta() {
        if (above == null) {
            throw new IllegalStateException("the last layer's delta is the loss's");
        }
        above.run();
        Tensor target = skipDelta;
        if (target != null) {
            if (isSkipDeltaBegun) {
                kernels.add(delta, target, target);
            } else {
                target.copyFrom(delta);
            }
        }
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/** A network forwards as in use: without dropout, and with the running statistics of batch normalisation. Threads may share it. */
final class InferencePass {
    private final Network network;
    private final NetworkSpec spec;
    private final Kernels kernels;

    InferencePass(Network network) {
        this.network = network;
        this.spec = network.spec();
        this.kernels = network.kernels();
    }

    /** Computes the logits of the rows whose columns were filled, with matrix products. */
    void forward(RowActivations rows) {
        embed(rows);
        for (int l = 0; l < spec.layers(); l++) {
            kernels.gemm(false, true, 1, rows.inputOf(l), network.weights(l), 0, rows.outputs[l]);
            finish(l, rows);
        }
    }

    /** The same for a single row, on the calling thread and without entering OpenBLAS. */
    void forwardRow(RowActivations row) {
        embed(row);
        for (int l = 0; l < spec.layers(); l++) {
            kernels.matrixVector(network.weights(l), row.inputOf(l), row.outputs[l]);
            finish(l, row);
        }
    }

    private void embed(RowActivations rows) {
        if (rows.features != rows.columns) {
            network.lookup().forward(rows.columns, rows.features);
        }
    }

    /** From {@code x Wᵀ} to a layer's output. */
    private void finish(int layer, RowActivations rows) {
        Tensor z = rows.outputs[layer];
        switch (spec.normalization(layer)) {
            case Normalization.None _ -> {}
            case Normalization.BatchNorm batch ->
                kernels.normalizations()
                        .standardizeColumns(
                                network.get(Parameter.Kind.RUNNING_MEAN, layer),
                                network.get(Parameter.Kind.RUNNING_VARIANCE, layer),
                                batch.epsilon(),
                                network.get(Parameter.Kind.SCALE, layer),
                                z,
                                z);
            case Normalization.LayerNorm norm ->
                kernels.normalizations()
                        .standardizeRows(norm.epsilon(), network.get(Parameter.Kind.SCALE, layer), z, z, rows.inverse);
        }
        if (spec.activation(layer) instanceof Activation.PRelu) {
            kernels.prelu(network.biases(layer), network.get(Parameter.Kind.SLOPE, layer), null, 1, z, null);
        } else {
            kernels.activate(spec.activation(layer), network.biases(layer), null, 1, z, null);
        }
        if (spec.skip(layer) > 0) {
            kernels.add(z, rows.inputOf(layer - spec.skip(layer) + 1), z);
        }
    }
}

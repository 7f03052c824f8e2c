package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.ops.Kernels;

/**
 * The forward pass of a network at inference: without dropout, and with the running statistics of batch normalisation.
 * Thread-safe.
 */
public final class InferencePass {
    private final Architecture architecture;
    private final Kernels kernels;
    private final NumberColumns numbers;
    private final InferredLayer[] embeddings;
    private final InferredLayer[] layers;

    /** Binds the layers of a network to its parameters. */
    public InferencePass(Parameters parameters) {
        architecture = parameters.architecture();
        kernels = parameters.kernels();
        numbers = new NumberColumns(architecture);
        embeddings = new InferredLayer[architecture.embeddings().size()];
        for (int e = 0; e < embeddings.length; e++) {
            embeddings[e] =
                    architecture.embeddings().get(e).infer(kernels, architecture.ofEmbedding(e, parameters.tensors()));
        }
        layers = new InferredLayer[architecture.layers().size()];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = architecture.layer(l).infer(kernels, architecture.ofLayer(l, parameters.tensors()));
        }
    }

    /** Computes the logits of the rows whose columns have been filled in, with matrix products. */
    public void forward(RowActivations rows) {
        features(rows);
        for (int l = 0; l < layers.length; l++) {
            layer(l, rows);
        }
    }

    /** Computes what the first layer reads. */
    void features(RowActivations rows) {
        copyNumbers(rows);
        for (int e = 0; e < embeddings.length; e++) {
            embeddings[e].forward(rows.columns, rows.stretches[e], rows.embeddingScratch[e]);
        }
    }

    /** Computes the outputs of a layer from those of the one below. */
    void layer(int layer, RowActivations rows) {
        layers[layer].forward(rows.inputOf(layer), rows.outputs[layer], rows.scratch[layer]);
        skip(layer, rows);
    }

    /**
     * The same for a single row, on the calling thread; without entering OpenBLAS, unless the network has several members, whose
     * rows are a matrix.
     */
    public void forwardRow(RowActivations row) {
        if (architecture.members() > 1) {
            forward(row);
            return;
        }
        copyNumbers(row);
        for (int e = 0; e < embeddings.length; e++) {
            embeddings[e].forwardRow(row.columns, row.stretches[e], row.embeddingScratch[e]);
        }
        for (int l = 0; l < layers.length; l++) {
            layers[l].forwardRow(row.inputOf(l), row.outputs[l], row.scratch[l]);
            skip(l, row);
        }
    }

    private void copyNumbers(RowActivations rows) {
        if (embeddings.length > 0) {
            numbers.copy(rows.columns, rows.features);
        }
    }

    private void skip(int layer, RowActivations rows) {
        int skip = architecture.layer(layer).skip();
        if (skip > 0) {
            Tensor output = rows.outputs[layer];
            kernels.add(output, rows.inputOf(layer - skip + 1), output);
        }
    }
}

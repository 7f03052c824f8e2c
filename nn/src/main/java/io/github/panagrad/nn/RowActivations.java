package io.github.panagrad.nn;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;

/** The memory of a forward pass on a block of rows: the input, and each layer's output. It owns that memory, or is a view. */
final class RowActivations implements AutoCloseable {
    private final Slab slab;

    /** The columns of the samples, rows x inputs: what the first layer reads, if nothing is embedded. */
    final Tensor columns;

    /** What the first layer reads. */
    final Tensor features;

    final Tensor[] outputs;

    /** For layer normalisation, a number for each row. */
    final Tensor inverse;

    RowActivations(NetworkSpec spec, DType dtype, int rows) {
        slab = new Slab("prediction workspace");
        outputs = new Tensor[spec.layers()];
        try {
            columns = slab.allocate(dtype, rows, spec.inputs());
            features = spec.input().embeddings().isEmpty() ? columns : slab.allocate(dtype, rows, spec.features());
            inverse = slab.allocate(dtype, 1, rows);
            for (int l = 0; l < spec.layers(); l++) {
                outputs[l] = slab.allocate(dtype, rows, spec.fanOut(l));
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
    }

    /** A view of the first rows. */
    private RowActivations(RowActivations whole, int rows) {
        slab = whole.slab;
        columns = whole.columns.rowRange(0, rows);
        features = whole.features == whole.columns ? columns : whole.features.rowRange(0, rows);
        inverse = whole.inverse.columnRange(0, rows);
        outputs = new Tensor[whole.outputs.length];
        for (int l = 0; l < outputs.length; l++) {
            outputs[l] = whole.outputs[l].rowRange(0, rows);
        }
    }

    /** Returns a view of the first rows, or this if they are all. */
    RowActivations first(int rows) {
        return rows == columns.rows() ? this : new RowActivations(this, rows);
    }

    Tensor inputOf(int layer) {
        return layer == 0 ? features : outputs[layer - 1];
    }

    Tensor logits() {
        return outputs[outputs.length - 1];
    }

    /** Returns the bytes of such memory. */
    static long bytes(NetworkSpec spec, DType dtype, int rows) {
        long bytes = Tensor.byteSize(dtype, rows, spec.inputs()) + Tensor.byteSize(dtype, 1, rows);
        bytes += spec.input().embeddings().isEmpty() ? 0 : Tensor.byteSize(dtype, rows, spec.features());
        for (int l = 0; l < spec.layers(); l++) {
            bytes += Tensor.byteSize(dtype, rows, spec.fanOut(l));
        }
        return bytes;
    }

    @Override
    public void close() {
        slab.close();
    }
}

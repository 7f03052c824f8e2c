package io.github.panagrad.nn.engine;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import io.github.panagrad.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memory of a forward pass on a block of rows: the input, and each layer's output. It owns that memory, or is a view. */
public final class RowActivations implements AutoCloseable {
    private final Slab slab;
    private final Architecture architecture;

    /** The columns of the samples, rows x inputs: what the first layer reads, if nothing is embedded. */
    public final Tensor columns;

    /** What the first layer reads. */
    final Tensor features;

    /** For each embedding, the part of the features that it writes. */
    final Tensor[] stretches;

    final Tensor[] outputs;

    private final Tensor[] memberLogits;

    /** For each embedding, its own scratch memory, or null. */
    final @Nullable Tensor[] embeddingScratch;

    /** For each layer, its own scratch memory, or null. */
    final @Nullable Tensor[] scratch;

    /** Allocates the memory. */
    public RowActivations(Architecture architecture, DType dtype, int rows) {
        this.architecture = architecture;
        slab = new Slab("prediction workspace");
        List<ColumnLayer> embeddings = architecture.embeddings();
        List<RowLayer> layers = architecture.layers();
        outputs = new Tensor[layers.size()];
        scratch = new @Nullable Tensor[layers.size()];
        embeddingScratch = new @Nullable Tensor[embeddings.size()];
        try {
            columns = slab.allocate(dtype, rows, architecture.inputs());
            features = embeddings.isEmpty() ? columns : slab.allocate(dtype, rows, architecture.features());
            for (int e = 0; e < embeddings.size(); e++) {
                embeddingScratch[e] = scratch(dtype, embeddings.get(e).scratch(rows));
            }
            for (int l = 0; l < layers.size(); l++) {
                outputs[l] = slab.allocate(
                        dtype,
                        rows * architecture.rowsPerSample(l),
                        layers.get(l).outputs());
                scratch[l] = scratch(dtype, layers.get(l).scratch(rows * architecture.rowsPerSample(l - 1)));
            }
        } catch (Throwable e) {
            slab.close();
            throw e;
        }
        stretches = stretches();
        memberLogits = MemberRows.split(logits(), architecture.members());
    }

    private @Nullable Tensor scratch(DType dtype, int numbers) {
        return numbers == 0 ? null : slab.allocate(dtype, 1, numbers);
    }

    private Tensor[] stretches() {
        Tensor[] cut = new Tensor[architecture.embeddings().size()];
        for (int e = 0; e < cut.length; e++) {
            StepPlan.Block stretch = architecture.stretch(e);
            cut[e] = features.columnRange(stretch.from(), stretch.to());
        }
        return cut;
    }

    /** A view of the first rows. */
    private RowActivations(RowActivations whole, int rows) {
        slab = whole.slab;
        architecture = whole.architecture;
        columns = whole.columns.rowRange(0, rows);
        features = whole.features == whole.columns ? columns : whole.features.rowRange(0, rows);
        outputs = new Tensor[whole.outputs.length];
        scratch = new @Nullable Tensor[outputs.length];
        embeddingScratch = new @Nullable Tensor[whole.embeddingScratch.length];
        for (int e = 0; e < embeddingScratch.length; e++) {
            embeddingScratch[e] = first(
                    whole.embeddingScratch[e], architecture.embeddings().get(e).scratch(rows));
        }
        for (int l = 0; l < outputs.length; l++) {
            outputs[l] = whole.outputs[l].rowRange(0, rows * architecture.rowsPerSample(l));
            scratch[l] =
                    first(whole.scratch[l], architecture.layer(l).scratch(rows * architecture.rowsPerSample(l - 1)));
        }
        stretches = stretches();
        memberLogits = MemberRows.split(logits(), architecture.members());
    }

    private static @Nullable Tensor first(@Nullable Tensor whole, int numbers) {
        return whole == null ? null : whole.columnRange(0, numbers);
    }

    /** Returns a view of the first rows, or this if that is all of them. */
    public RowActivations first(int rows) {
        return rows == columns.rows() ? this : new RowActivations(this, rows);
    }

    Tensor inputOf(int layer) {
        return layer == 0 ? features : outputs[layer - 1];
    }

    /** Returns the outputs of the last layer for each member, rows x outputs. */
    public Tensor[] memberLogits() {
        return memberLogits;
    }

    /** Returns the outputs of the last layer, which has a row for each member of each sample. */
    public Tensor logits() {
        return outputs[outputs.length - 1];
    }

    /** Returns the bytes of such memory. */
    public static long bytes(Architecture architecture, DType dtype, int rows) {
        long bytes = Tensor.byteSize(dtype, rows, architecture.inputs());
        bytes += architecture.embeddings().isEmpty() ? 0 : Tensor.byteSize(dtype, rows, architecture.features());
        for (ColumnLayer embedding : architecture.embeddings()) {
            bytes += scratchBytes(dtype, embedding.scratch(rows));
        }
        for (int l = 0; l < architecture.layers().size(); l++) {
            RowLayer layer = architecture.layer(l);
            bytes += Tensor.byteSize(dtype, rows * architecture.rowsPerSample(l), layer.outputs())
                    + scratchBytes(dtype, layer.scratch(rows * architecture.rowsPerSample(l - 1)));
        }
        return bytes;
    }

    private static long scratchBytes(DType dtype, int numbers) {
        return numbers == 0 ? 0 : Tensor.byteSize(dtype, 1, numbers);
    }

    @Override
    public void close() {
        slab.close();
    }
}

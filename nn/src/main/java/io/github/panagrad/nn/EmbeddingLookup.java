package io.github.panagrad.nn;

import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Turns the columns of samples into what the first layer reads: the numbers that are not embedded, then the vectors of each
 * embedding. Threads may share it.
 */
final class EmbeddingLookup {
    private final DType dtype;
    private final int[] numbers;
    private final int[] columns;
    private final int[] offsets;
    private final Tensor[] tables;

    EmbeddingLookup(NetworkSpec spec, DType dtype, Tensor[] tables) {
        this.dtype = dtype;
        this.tables = tables;
        numbers = spec.input().numbers(spec.inputs());
        columns = new int[tables.length];
        offsets = new int[tables.length];
        int offset = numbers.length;
        for (int e = 0; e < tables.length; e++) {
            columns[e] = spec.input().embeddings().get(e).column();
            offsets[e] = offset;
            offset += spec.input().embeddings().get(e).dimension();
        }
    }

    /**
     * Looks up rows.
     *
     * @param samples m x inputs; read
     * @param features m x features; written
     */
    void forward(Tensor samples, Tensor features) {
        for (int r = 0; r < samples.rows(); r++) {
            for (int i = 0; i < numbers.length; i++) {
                features.set(r, i, samples.get(r, numbers[i]));
            }
            for (int e = 0; e < tables.length; e++) {
                Tensor table = tables[e];
                int category = category(samples, r, e);
                long bytes = (long) table.columns() * dtype.bytes();
                MemorySegment.copy(
                        table.segment(),
                        category * bytes,
                        features.segment(),
                        ((long) r * features.stride() + offsets[e]) * dtype.bytes(),
                        bytes);
            }
        }
    }

    /**
     * Adds up the gradient of an embedding, in the order of the rows.
     *
     * @param samples m x inputs; read
     * @param delta m x features, the gradient with respect to the features; read
     * @param gradient categories x dimension; written
     */
    void backward(int embedding, Tensor samples, Tensor delta, Tensor gradient) {
        gradient.segment().fill((byte) 0);
        int offset = offsets[embedding];
        for (int r = 0; r < samples.rows(); r++) {
            int category = category(samples, r, embedding);
            for (int i = 0; i < gradient.columns(); i++) {
                gradient.set(category, i, gradient.get(category, i) + delta.get(r, offset + i));
            }
        }
    }

    private int category(Tensor samples, int row, int embedding) {
        double value = samples.get(row, columns[embedding]);
        int category = (int) value;
        if (category != value || category < 0 || category >= tables[embedding].rows()) {
            throw new IllegalArgumentException("column " + columns[embedding] + ": expected a whole number from 0 to "
                    + (tables[embedding].rows() - 1) + ", found " + value);
        }
        return category;
    }
}

package io.github.panagrad.tensor.kernel;

import io.github.panagrad.tensor.Rows;
import io.github.panagrad.tensor.Tensor;

/** Batches from tables, and rows by category. Threads may share an instance. */
public interface GatherKernels {
    /** {@code destination[i] = source[order[from + i]] * scale}. */
    void gather(Rows source, int[] order, int from, Tensor destination);

    /** {@code vectors[i] = table[samples[i][column]]}. */
    void lookUp(Tensor table, Tensor samples, int column, Tensor vectors);

    /** {@code sums[k] = Σ delta[i]} over the samples with {@code samples[i][column] = first + k}, in their order. */
    void addUp(Tensor delta, Tensor samples, int column, int first, Tensor sums);

    /**
     * Returns a number as a row of a table.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static int category(double value, int categories, int column) {
        int category = (int) value;
        if (category != value || category < 0 || category >= categories) {
            throw new IllegalArgumentException("column " + column + ": expected a whole number from 0 to "
                    + (categories - 1) + ", found " + value);
        }
        return category;
    }
}

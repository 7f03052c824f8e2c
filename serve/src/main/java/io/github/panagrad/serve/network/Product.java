package io.github.panagrad.serve.network;

import io.github.panagrad.serve.file.Numbers;

/** The product of rows with the transpose of a layer's weights, {@code x Wᵀ}. Immutable. */
sealed interface Product permits FloatProduct, DoubleProduct {
    /** Up to this many outputs, sums along a row are faster than sums of columns. */
    int FEW_OUTPUTS = 4;

    /** Up to this many weights stay in the cache from one row to the next. */
    int CACHED = 1 << 18;

    /** Blocks of this many inputs are multiplied at once. */
    int BLOCK = 4;

    /**
     * Makes a product.
     *
     * @param weights outputs x inputs, row-major; copied
     */
    static Product of(Numbers weights, int inputs, int outputs) {
        return switch (weights) {
            case Numbers.Floats floats -> new FloatProduct(floats.values(), inputs, outputs);
            case Numbers.Doubles doubles -> new DoubleProduct(doubles.values(), inputs, outputs);
        };
    }

    /**
     * Multiplies rows.
     *
     * @param x the first row starts at {@code at}, and each further one {@code stride} numbers later; read
     * @param y the same with {@code to} and {@code step}; written
     */
    void multiply(double[] x, int at, int stride, double[] y, int to, int step, int rows, Scratch scratch);
}

package io.github.panagrad.serve.network;

/** A layer that replaces an input column by a vector. Immutable; threads may share it. */
interface ColumnLayer {
    /** Returns the input column. */
    int column();

    /** Returns the length of the vector. */
    int outputs();

    /**
     * Computes the vector of a value.
     *
     * @param x the value of the column
     * @param features written from {@code at} on
     * @throws IllegalArgumentException if there is no vector for the value
     */
    void apply(double x, double[] features, int at);
}

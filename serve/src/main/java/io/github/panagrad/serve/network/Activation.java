package io.github.panagrad.serve.network;

/** An element-wise function of a layer's outputs. Immutable. */
@FunctionalInterface
interface Activation {
    /**
     * Replaces numbers by their function values.
     *
     * @param z rows x columns, row-major; read and written
     * @param spare room for as many numbers; written
     */
    void apply(double[] z, double[] spare, int rows, int columns);
}

package io.github.panagrad.serve.network;

/** A layer that reads all outputs of the one before it. Immutable; threads may share it. */
interface Layer {
    /** Returns how many numbers it writes for a row. */
    int outputs();

    /** Returns how many rows it writes for each one that it reads. */
    default int members() {
        return 1;
    }

    /** Returns how many layers its skip connection spans; 0 for none. */
    default int skip() {
        return 0;
    }

    /**
     * Computes rows.
     *
     * @param input rows x inputs; read
     * @param output (rows members) x outputs; written
     */
    void apply(double[] input, int rows, double[] output, Scratch scratch);
}

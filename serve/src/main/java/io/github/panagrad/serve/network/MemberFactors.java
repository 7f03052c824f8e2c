package io.github.panagrad.serve.network;

/** Factors of each member of an ensemble for the columns of its rows, which follow those of the other members, sample by sample. */
final class MemberFactors {
    private final double[] factors;

    /**
     * Takes factors.
     *
     * @param factors members x columns
     */
    MemberFactors(double[] factors) {
        this.factors = factors;
    }

    /**
     * Multiplies rows.
     *
     * @param x rows x columns, for all members of each sample; read
     * @param y rows x columns; written; may be x
     */
    void apply(double[] x, int rows, int columns, double[] y) {
        int factor = 0;
        for (int i = 0; i < rows * columns; i++) {
            y[i] = factors[factor] * x[i];
            factor = factor + 1 == factors.length ? 0 : factor + 1;
        }
    }
}

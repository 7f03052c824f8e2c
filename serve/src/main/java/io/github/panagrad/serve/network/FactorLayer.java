package io.github.panagrad.serve.network;

/** Multiplies each column by a factor; with several members it writes for each row one for each member, with that member's factors. */
final class FactorLayer implements Layer {
    private final int outputs;
    private final int members;
    private final double[] factors;

    /**
     * Makes a layer.
     *
     * @param outputs the columns
     * @param members how many, or 1
     * @param factors members x columns
     */
    FactorLayer(int outputs, int members, double[] factors) {
        this.outputs = outputs;
        this.members = members;
        this.factors = factors;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public void apply(double[] input, int rows, double[] output, Scratch scratch) {
        for (int r = 0; r < rows; r++) {
            for (int m = 0; m < members; m++) {
                int to = (r * members + m) * outputs;
                for (int c = 0; c < outputs; c++) {
                    output[to + c] = factors[m * outputs + c] * input[r * outputs + c];
                }
            }
        }
    }
}

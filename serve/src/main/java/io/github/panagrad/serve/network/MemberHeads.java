package io.github.panagrad.serve.network;

/** A linear layer with weights and biases of each member's own. A row of each member follows those of the others, sample by sample. */
final class MemberHeads implements Layer {
    private final int inputs;
    private final int outputs;
    private final Product[] products;
    private final double[] biases;

    /**
     * Makes a layer.
     *
     * @param inputs the columns of x
     * @param outputs the columns of the result
     * @param products {@code x Wᵀ} of each member
     * @param biases of each member, members x outputs
     */
    MemberHeads(int inputs, int outputs, Product[] products, double[] biases) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.products = products;
        this.biases = biases;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void apply(double[] input, int rows, double[] output, Scratch scratch) {
        int members = products.length;
        for (int m = 0; m < members; m++) {
            products[m].multiply(
                    input,
                    m * inputs,
                    members * inputs,
                    output,
                    m * outputs,
                    members * outputs,
                    rows / members,
                    scratch);
        }
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < outputs; o++) {
                output[r * outputs + o] += biases[r % members * outputs + o];
            }
        }
    }
}

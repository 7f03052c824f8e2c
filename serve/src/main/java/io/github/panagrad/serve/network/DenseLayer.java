package io.github.panagrad.serve.network;

/** {@code f(norm(x Wᵀ) + b)}. */
final class DenseLayer implements Layer {
    private final int inputs;
    private final int outputs;
    private final Product product;
    private final double[] biases;
    private final Normalization normalization;
    private final Activation activation;
    private final int skip;

    /**
     * Makes a layer.
     *
     * @param inputs the columns of x
     * @param outputs the columns of the result
     * @param product {@code x Wᵀ}
     * @param biases b
     * @param normalization norm
     * @param activation f
     * @param skip how many layers its skip connection spans
     */
    DenseLayer(
            int inputs,
            int outputs,
            Product product,
            double[] biases,
            Normalization normalization,
            Activation activation,
            int skip) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.product = product;
        this.biases = biases;
        this.normalization = normalization;
        this.activation = activation;
        this.skip = skip;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int skip() {
        return skip;
    }

    @Override
    public void apply(double[] input, int rows, double[] output, Scratch scratch) {
        product.multiply(input, 0, inputs, output, 0, outputs, rows, scratch);
        normalization.apply(output, rows);
        for (int r = 0; r < rows; r++) {
            int row = r * outputs;
            for (int o = 0; o < outputs; o++) {
                output[row + o] += biases[o];
            }
        }
        activation.apply(output, scratch.spare, rows, outputs);
    }
}

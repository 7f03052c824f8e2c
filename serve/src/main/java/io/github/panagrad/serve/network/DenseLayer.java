package io.github.panagrad.serve.network;

import org.jspecify.annotations.Nullable;

/** {@code f(norm(x Wᵀ) + b)}; with adapters {@code f(norm(s_i ⊙ ((r_i ⊙ x_i) Wᵀ)) + b_i)} for the rows of member i. */
final class DenseLayer implements Layer {
    private final int inputs;
    private final int outputs;
    private final @Nullable MemberFactors inputFactors;
    private final Product product;
    private final @Nullable MemberFactors outputFactors;
    private final double[] biases;
    private final Normalization normalization;
    private final Activation activation;
    private final int skip;

    /**
     * Makes a layer.
     *
     * @param inputs the columns of x
     * @param outputs the columns of the result
     * @param inputFactors r, or null for none
     * @param product {@code x Wᵀ}
     * @param outputFactors s, or null for none
     * @param biases b, or those of each member, members x outputs
     * @param normalization norm
     * @param activation f
     * @param skip how many layers its skip connection spans
     */
    DenseLayer(
            int inputs,
            int outputs,
            @Nullable MemberFactors inputFactors,
            Product product,
            @Nullable MemberFactors outputFactors,
            double[] biases,
            Normalization normalization,
            Activation activation,
            int skip) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.inputFactors = inputFactors;
        this.product = product;
        this.outputFactors = outputFactors;
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
        double[] x = input;
        if (inputFactors != null) {
            inputFactors.apply(input, rows, inputs, scratch.spare);
            x = scratch.spare;
        }
        product.multiply(x, 0, inputs, output, 0, outputs, rows, scratch);
        if (outputFactors != null) {
            outputFactors.apply(output, rows, outputs, output);
        }
        normalization.apply(output, rows);
        int members = biases.length / outputs;
        for (int r = 0; r < rows; r++) {
            int row = r * outputs;
            int bias = r % members * outputs;
            for (int o = 0; o < outputs; o++) {
                output[row + o] += biases[bias + o];
            }
        }
        activation.apply(output, scratch.spare, rows, outputs);
    }
}

package io.github.panagrad.serve.network;

/** A vector for a number x: {@code (h V + c, x)} with {@code h = cos(2π x w + b)}. */
final class PeriodicDense implements ColumnLayer {
    private final int column;
    private final int outputs;
    private final double[] frequencies;
    private final double[] phases;
    private final double[] weights;
    private final double[] biases;

    /**
     * Makes a layer.
     *
     * @param column the column
     * @param outputs the length of the vector, x included
     * @param frequencies w
     * @param phases b
     * @param weights V, frequencies x (outputs - 1)
     * @param biases c
     */
    PeriodicDense(int column, int outputs, double[] frequencies, double[] phases, double[] weights, double[] biases) {
        this.column = column;
        this.outputs = outputs;
        this.frequencies = frequencies;
        this.phases = phases;
        this.weights = weights;
        this.biases = biases;
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void apply(double x, double[] features, int at) {
        int learned = outputs - 1;
        System.arraycopy(biases, 0, features, at, learned);
        for (int j = 0; j < frequencies.length; j++) {
            double h = Math.cos(Turns.angle(x * frequencies[j] + phases[j] / (2 * Math.PI)));
            for (int d = 0; d < learned; d++) {
                features[at + d] += h * weights[j * learned + d];
            }
        }
        features[at + learned] = x;
    }
}

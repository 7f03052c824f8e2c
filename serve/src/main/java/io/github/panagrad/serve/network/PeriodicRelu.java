package io.github.panagrad.serve.network;

/** A vector for a number x: {@code max(0, [cos 2πcx, sin 2πcx] V + b)}. */
final class PeriodicRelu implements ColumnLayer {
    private final int column;
    private final int outputs;
    private final double[] frequencies;
    private final double[] weights;
    private final double[] biases;

    /**
     * Makes a layer.
     *
     * @param column the column
     * @param outputs the length of the vector
     * @param frequencies c
     * @param weights V, a row for each cosine and then for each sine
     * @param biases b
     */
    PeriodicRelu(int column, int outputs, double[] frequencies, double[] weights, double[] biases) {
        this.column = column;
        this.outputs = outputs;
        this.frequencies = frequencies;
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
        System.arraycopy(biases, 0, features, at, outputs);
        for (int j = 0; j < frequencies.length; j++) {
            double angle = Turns.angle(x * frequencies[j]);
            double cosine = Math.cos(angle);
            double sine = Math.sin(angle);
            int ofCosine = j * outputs;
            int ofSine = (frequencies.length + j) * outputs;
            for (int d = 0; d < outputs; d++) {
                features[at + d] += cosine * weights[ofCosine + d] + sine * weights[ofSine + d];
            }
        }
        for (int d = 0; d < outputs; d++) {
            features[at + d] = Math.max(0, features[at + d]);
        }
    }
}

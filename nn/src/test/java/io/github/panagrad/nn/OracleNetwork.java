package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.kernel.DropoutMask;
import org.jspecify.annotations.Nullable;

/**
 * A network of embeddings, dense layers, normalisations and skip connections as loops over {@code double[][]}, written from
 * the formulas and sharing no code with what it checks. It reads a network's parameters anew with each call.
 */
final class OracleNetwork {
    private final Network network;
    private final NetworkSpec spec;

    /** A mask for each layer, and last for the features, or null. */
    private final @Nullable DropoutMask[] masks;

    private final boolean training;

    /**
     * Makes an oracle.
     *
     * @param masks for each layer, and last for the features, or nulls
     * @param training whether batch normalisation takes the moments of the batch
     */
    OracleNetwork(Network network, @Nullable DropoutMask[] masks, boolean training) {
        this.network = network;
        this.spec = network.spec();
        this.masks = masks;
        this.training = training;
    }

    /** Returns the logits. */
    double[][] logits(double[][] x) {
        double[][][] outputs = new double[spec.layers() + 1][][];
        outputs[0] = features(x);
        drop(outputs[0], masks[spec.layers()], spec.inputDropout());
        for (int l = 0; l < spec.layers(); l++) {
            double[][] z = product(outputs[l], network.weights(l).toArray());
            normalize(l, z);
            double[] bias = network.biases(l).toArray()[0];
            for (double[] row : z) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = activation(l, c, row[c] + bias[c]);
                }
            }
            drop(z, masks[l], spec.dropout(l));
            if (spec.skip(l) > 0) {
                double[][] added = outputs[l + 1 - spec.skip(l)];
                for (int r = 0; r < z.length; r++) {
                    for (int c = 0; c < z[r].length; c++) {
                        z[r][c] += added[r][c];
                    }
                }
            }
            outputs[l + 1] = z;
        }
        return outputs[spec.layers()];
    }

    private double[][] features(double[][] x) {
        double[][] features = new double[x.length][spec.features()];
        for (int r = 0; r < x.length; r++) {
            int at = 0;
            for (int c = 0; c < x[r].length; c++) {
                int column = c;
                if (spec.embeddings().stream().noneMatch(e -> ((Embedding) e).column() == column)) {
                    features[r][at++] = x[r][c];
                }
            }
            for (int e = 0; e < spec.embeddings().size(); e++) {
                Embedding embedding = (Embedding) spec.embeddings().get(e);
                double[] vector = network.get("embeddings." + e + ".weight").toArray()[(int) x[r][embedding.column()]];
                for (double value : vector) {
                    features[r][at++] = value;
                }
            }
        }
        return features;
    }

    private static double[][] product(double[][] x, double[][] w) {
        double[][] z = new double[x.length][w.length];
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < w.length; c++) {
                for (int k = 0; k < w[c].length; k++) {
                    z[r][c] += x[r][k] * w[c][k];
                }
            }
        }
        return z;
    }

    private void normalize(int layer, double[][] z) {
        switch (((Dense) spec.layer(layer)).normalization()) {
            case Normalization.None _ -> {}
            case Normalization.BatchNorm batch -> {
                double[] scale = network.get("layers." + layer + ".scale").toArray()[0];
                for (int c = 0; c < z[0].length; c++) {
                    double mean = 0;
                    double variance = 0;
                    for (double[] row : z) {
                        mean += row[c] / z.length;
                    }
                    for (double[] row : z) {
                        variance += (row[c] - mean) * (row[c] - mean) / z.length;
                    }
                    if (!training) {
                        mean = network.get("layers." + layer + ".running_mean").get(0, c);
                        variance = network.get("layers." + layer + ".running_variance")
                                .get(0, c);
                    }
                    for (double[] row : z) {
                        row[c] = scale[c] * (row[c] - mean) / Math.sqrt(variance + batch.epsilon());
                    }
                }
            }
            case Normalization.LayerNorm norm -> {
                double[] scale = network.get("layers." + layer + ".scale").toArray()[0];
                for (double[] row : z) {
                    double mean = 0;
                    double variance = 0;
                    for (double value : row) {
                        mean += value / row.length;
                    }
                    for (double value : row) {
                        variance += (value - mean) * (value - mean) / row.length;
                    }
                    for (int c = 0; c < row.length; c++) {
                        row[c] = scale[c] * (row[c] - mean) / Math.sqrt(variance + norm.epsilon());
                    }
                }
            }
        }
    }

    private double activation(int layer, int unit, double z) {
        return switch (((Dense) spec.layer(layer)).activation()) {
            case Activation.Identity _ -> z;
            case Activation.Tanh _ -> Math.tanh(z);
            case Activation.Relu _ -> Math.max(0, z);
            case Activation.Silu _ -> z / (1 + Math.exp(-z));
            case Activation.PRelu _ ->
                z > 0 ? z : z * network.get("layers." + layer + ".slope").get(0, unit);
            default -> throw new IllegalArgumentException("this oracle has no other activations");
        };
    }

    private static void drop(double[][] x, @Nullable DropoutMask mask, double probability) {
        if (mask == null) {
            return;
        }
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < x[r].length; c++) {
                x[r][c] = mask.get(r, c) ? x[r][c] / (1 - probability) : 0;
            }
        }
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.kernel.DropoutMask;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A network of embeddings, members, dense layers, normalisations and skip connections as loops over {@code double[][]}, written from
 * the formulas and sharing no code with what it checks. It reads a network's parameters anew with each call.
 */
final class OracleNetwork {
    private static final double SELU = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

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

    /** Returns the means of the members' logits. */
    double[][] means(double[][] x) {
        double[][] logits = logits(x);
        int members = logits.length / x.length;
        double[][] means = new double[x.length][logits[0].length];
        for (int r = 0; r < logits.length; r++) {
            for (int c = 0; c < logits[r].length; c++) {
                means[r / members][c] += logits[r][c] / members;
            }
        }
        return means;
    }

    /** Returns the logits, with a row for each member of each sample. */
    double[][] logits(double[][] x) {
        double[][][] outputs = new double[spec.layers() + 1][][];
        outputs[0] = features(x);
        drop(outputs[0], masks[spec.layers()], spec.inputDropout());
        int members = 1;
        for (int l = 0; l < spec.layers(); l++) {
            if (spec.layer(l) instanceof MemberScale scale) {
                outputs[l + 1] = spread(
                        outputs[l], network.get("layers." + l + ".factor").toArray());
                members *= scale.members();
                continue;
            }
            if (spec.layer(l) instanceof InputScale) {
                outputs[l + 1] = spread(
                        outputs[l], network.get("layers." + l + ".factor").toArray());
                continue;
            }
            if (l == spec.layers() - 1 && members > 1) {
                outputs[l + 1] = heads(
                        outputs[l],
                        network.weights(l).toArray(),
                        network.biases(l).toArray());
                continue;
            }
            double[][] z = product(
                    adapted(l, "input_factor", outputs[l]), network.weights(l).toArray());
            z = adapted(l, "output_factor", z);
            normalize(l, z);
            double[][] biases = network.biases(l).toArray();
            for (int r = 0; r < z.length; r++) {
                for (int c = 0; c < z[r].length; c++) {
                    z[r][c] = activation(l, c, z[r][c] + biases[r % biases.length][c]);
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

    private static double[][] spread(double[][] x, double[][] factors) {
        double[][] y = new double[x.length * factors.length][];
        for (int r = 0; r < y.length; r++) {
            double[] row = x[r / factors.length].clone();
            for (int c = 0; c < row.length; c++) {
                row[c] *= factors[r % factors.length][c];
            }
            y[r] = row;
        }
        return y;
    }

    /** Each row times its member's factors, if the layer has such. */
    private double[][] adapted(int layer, String label, double[][] x) {
        String name = "layers." + layer + "." + label;
        if (network.parameters().stream()
                .noneMatch(parameter -> parameter.name().equals(name))) {
            return x;
        }
        double[][] factors = network.get(name).toArray();
        double[][] y = new double[x.length][x[0].length];
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < x[r].length; c++) {
                y[r][c] = x[r][c] * factors[r % factors.length][c];
            }
        }
        return y;
    }

    private static double[][] heads(double[][] x, double[][] w, double[][] b) {
        int outputs = b[0].length;
        double[][] z = new double[x.length][outputs];
        for (int r = 0; r < x.length; r++) {
            int member = r % b.length;
            for (int c = 0; c < outputs; c++) {
                z[r][c] = b[member][c];
                for (int k = 0; k < x[r].length; k++) {
                    z[r][c] += x[r][k] * w[member * outputs + c][k];
                }
            }
        }
        return z;
    }

    private double[] vector(int embedding, Layer layer, double x) {
        double[][] weights = network.get("embeddings." + embedding + ".weight").toArray();
        if (layer instanceof PeriodicDense || layer instanceof PeriodicRelu) {
            return waves(embedding, layer instanceof PeriodicRelu, weights, x);
        }
        if (!(layer instanceof PiecewiseLinear pieces)) {
            return weights[(int) x];
        }
        double[][] linear = network.get("embeddings." + embedding + ".linear").toArray();
        double[] vector = new double[pieces.dimension()];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = linear[0][d] * x + linear[1][d];
            for (int t = 0; t < pieces.bins(); t++) {
                double from = pieces.edges().get(t);
                double e = (x - from) / (pieces.edges().get(t + 1) - from);
                e = t == 0 ? e : Math.max(0, e);
                e = t == pieces.bins() - 1 ? e : Math.min(1, e);
                vector[d] += e * weights[t][d];
            }
        }
        return vector;
    }

    private double[] waves(int embedding, boolean isRelu, double[][] weights, double x) {
        String name = "embeddings." + embedding + ".";
        double[] frequencies = network.get(name + "frequency").toArray()[0];
        double[] biases = network.get(name + "bias").toArray()[0];
        double[] vector = Arrays.copyOf(biases, isRelu ? biases.length : biases.length + 1);
        for (int d = 0; d < biases.length; d++) {
            for (int j = 0; j < frequencies.length; j++) {
                double angle = 2 * Math.PI * x * frequencies[j];
                vector[d] += isRelu
                        ? Math.cos(angle) * weights[j][d] + Math.sin(angle) * weights[frequencies.length + j][d]
                        : Math.cos(angle + network.get(name + "phase").get(0, j)) * weights[j][d];
            }
            vector[d] = isRelu ? Math.max(0, vector[d]) : vector[d];
        }
        if (!isRelu) {
            vector[biases.length] = x;
        }
        return vector;
    }

    private double[][] features(double[][] x) {
        double[][] features = new double[x.length][spec.features()];
        for (int r = 0; r < x.length; r++) {
            int at = 0;
            for (int c = 0; c < x[r].length; c++) {
                int column = c;
                if (spec.embeddings().stream().noneMatch(e -> e.inputColumn().orElseThrow() == column)) {
                    features[r][at++] = x[r][c];
                }
            }
            for (int e = 0; e < spec.embeddings().size(); e++) {
                Layer embedding = spec.embeddings().get(e);
                double number = x[r][embedding.inputColumn().orElseThrow()];
                for (double value : vector(e, embedding, number)) {
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
            case Activation.ParametricSelu _ ->
                z + share(layer, unit) * (SELU * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)) - z);
            case Activation.ParametricMish _ -> z + share(layer, unit) * (z * Math.tanh(Math.log1p(Math.exp(z))) - z);
            default -> throw new IllegalArgumentException("this oracle has no other activations");
        };
    }

    private double share(int layer, int unit) {
        return network.get("layers." + layer + ".share").get(0, unit);
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

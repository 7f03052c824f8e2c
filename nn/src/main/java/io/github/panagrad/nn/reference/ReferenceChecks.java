package io.github.panagrad.nn.reference;

import java.util.Arrays;
import java.util.List;

/** The checks of arguments, separated from the formulas so that these read as in the lecture notes. */
final class ReferenceChecks {
    private ReferenceChecks() {}

    static void layers(double[][][] weights, double[][] biases, int hiddenCount, double lambda) {
        if (weights.length == 0) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        if (biases.length != weights.length || hiddenCount != weights.length - 1) {
            throw new IllegalArgumentException(weights.length + " layers need " + weights.length
                    + " bias vectors and " + (weights.length - 1) + " hidden activations, found " + biases.length
                    + " and " + hiddenCount);
        }
        for (int l = 0; l < weights.length; l++) {
            layer(l, weights, biases);
        }
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be at least 0 and finite, found " + lambda);
        }
    }

    private static void layer(int l, double[][][] weights, double[][] biases) {
        double[][] w = weights[l];
        if (w.length == 0 || w[0].length == 0) {
            throw new IllegalArgumentException("layer " + l + ": the weights are empty");
        }
        if (biases[l].length != w.length) {
            throw new IllegalArgumentException(
                    "layer " + l + ": " + w.length + " units, but " + biases[l].length + " biases");
        }
        int inputs = l == 0 ? w[0].length : weights[l - 1].length;
        for (int j = 0; j < w.length; j++) {
            if (w[j].length != inputs) {
                throw new IllegalArgumentException("layer " + l + ": unit " + j + " has " + w[j].length
                        + " weights, expected " + inputs + ", "
                        + (l == 0 ? "as many as unit 0" : "as many as layer " + (l - 1) + " has units"));
            }
        }
    }

    static void probabilities(double[] p, int maskCount) {
        if (p.length != maskCount) {
            throw new IllegalArgumentException(
                    "dropout: probabilities for " + p.length + " layers, but masks for " + maskCount);
        }
        for (double probability : p) {
            if (!(probability >= 0 && probability < 1)) {
                throw new IllegalArgumentException("dropout: p must be in [0, 1), found " + probability);
            }
        }
    }

    static void masks(ReferenceNetwork.Dropout dropout, double[][] biases, int samples) {
        int layers = dropout.kept().length;
        if (layers == 0) {
            return;
        }
        if (layers != biases.length - 1) {
            throw new IllegalArgumentException("dropout: masks for " + layers + " layers, but there are "
                    + (biases.length - 1) + " hidden layers");
        }
        for (int l = 0; l < layers; l++) {
            boolean fits = dropout.kept()[l].length == samples;
            for (boolean[] row : dropout.kept()[l]) {
                fits &= row.length == biases[l].length;
            }
            if (!fits) {
                throw new IllegalArgumentException("dropout: the mask of layer " + l + " must be " + samples + " × "
                        + biases[l].length + " (samples × units)");
            }
        }
    }

    static void samples(String name, double[][] samples, int columns) {
        if (samples.length == 0) {
            throw new IllegalArgumentException(name + ": no samples");
        }
        for (int i = 0; i < samples.length; i++) {
            if (samples[i].length != columns) {
                throw new IllegalArgumentException(name + ": sample " + i + " has " + samples[i].length
                        + " numbers, expected " + columns + " (samples are rows)");
            }
        }
    }

    static void sameCount(double[][] x, double[][] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("x has " + x.length + " samples, but y has " + y.length);
        }
    }

    static double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be positive and finite, found " + value);
        }
        return value;
    }

    static void decay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), found " + value);
        }
    }

    /** Requires the same shapes, and returns the number of elements. */
    static int sameShape(List<double[]> parameters, List<double[]> gradients) {
        int[] lengths = parameters.stream().mapToInt(row -> row.length).toArray();
        int[] expected = gradients.stream().mapToInt(row -> row.length).toArray();
        if (!Arrays.equals(lengths, expected)) {
            throw new IllegalArgumentException("parameters and gradients differ in shape: rows of "
                    + Arrays.toString(lengths) + " and " + Arrays.toString(expected) + " numbers");
        }
        return Arrays.stream(lengths).sum();
    }
}

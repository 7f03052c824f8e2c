package io.github.panagrad.nn.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * A textbook network of dense layers (forward pass, loss, backward pass, update), in which each formula is a loop over
 * {@code double[][]}. It implements the formulas of the lecture notes <em>Day 6 Deep Dive: Backpropagation and
 * Optimization</em>: section 1 for the forward pass, section 2 for the backward pass.
 *
 * <p>Samples are rows: {@code X} is {@code m × inputs}, {@code Y} is {@code m × outputs}, and layer {@code l} computes
 * {@code Z = A Wᵀ + b}. The lecture notes put samples in columns and write {@code Z = W A + b}; all their matrices of
 * samples are the transposes of those here. {@code W} is {@code out × in} in both.
 *
 * <p>Layers are numbered from 0 to {@code L - 1}. Backpropagation is that of Rumelhart, Hinton and Williams (1986).
 * Threads may share a network as long as none of them changes its parameters.
 */
public final class ReferenceNetwork {
    private final double[][][] weights;
    private final double[][] biases;
    private final List<ReferenceActivation> hidden;
    private final ReferenceLoss loss;
    private final double lambda;

    /**
     * Builds a network with L2 regularisation.
     *
     * @param weights for each layer {@code out × in}. Copied.
     * @param biases for each layer {@code out} numbers. Copied.
     * @param hidden the activation of each layer except the last, whose activation belongs to the loss
     * @param lambda {@code λ}, 0 for no regularisation: {@code λ/(2m) Σ‖W‖²} is added to the loss, {@code λ/m W} to the
     *     gradients of the weights; biases are not regularised
     * @throws IllegalArgumentException if the shapes of the layers do not match
     */
    public ReferenceNetwork(
            double[][][] weights,
            double[][] biases,
            List<ReferenceActivation> hidden,
            ReferenceLoss loss,
            double lambda) {
        ReferenceChecks.layers(weights, biases, hidden.size(), lambda);
        this.weights = new double[weights.length][][];
        for (int l = 0; l < weights.length; l++) {
            this.weights[l] = copy(weights[l]);
        }
        this.biases = copy(biases);
        this.hidden = List.copyOf(hidden);
        this.loss = loss;
        this.lambda = lambda;
    }

    /** Builds a network without L2 regularisation. */
    public ReferenceNetwork(
            double[][][] weights, double[][] biases, List<ReferenceActivation> hidden, ReferenceLoss loss) {
        this(weights, biases, hidden, loss, 0);
    }

    /** Returns the weights, for each layer {@code out × in}: the network's own arrays, which may be modified. */
    public double[][][] weights() {
        return weights;
    }

    /** Returns the biases, for each layer {@code out}: the network's own arrays, which may be modified. */
    public double[][] biases() {
        return biases;
    }

    /**
     * The results of a forward pass.
     *
     * @param preActivations {@code z[l]} of layer {@code l}, {@code m × out}
     * @param activations {@code a[0]} is the input itself, {@code a[l + 1]} the output of layer {@code l} after
     *     dropout, {@code m × out}
     */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
    public record Pass(double[][][] preActivations, double[][][] activations) {
        /** Returns the activations of the last layer, {@code m × outputs}. */
        public double[][] output() {
            return activations[activations.length - 1];
        }
    }

    /**
     * The loss and its derivatives.
     *
     * @param loss {@code L}, including its L2 term
     * @param weights {@code ∂L/∂W[l]}, {@code out × in}
     * @param biases {@code ∂L/∂b[l]}, {@code out}
     */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of results, never compared
    public record Gradients(double loss, double[][][] weights, double[][] biases) {}

    /**
     * Inverted dropout with given masks: in training, hidden unit {@code j} of layer {@code l} is set to 0 for sample
     * {@code i} where {@code !kept[l][i][j]}, and multiplied by {@code 1 / (1 - p[l])} elsewhere (Srivastava et al.,
     * 2014, scaled in training instead of at inference).
     *
     * @param p for each hidden layer the probability of dropping a unit, in [0, 1)
     * @param kept for each hidden layer {@code m × out}
     */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
    public record Dropout(double[] p, boolean[][][] kept) {
        /** No dropout, on a network of any shape. */
        public static final Dropout NONE = new Dropout(new double[0], new boolean[0][][]);

        /** Checks the probabilities. */
        public Dropout {
            ReferenceChecks.probabilities(p, kept.length);
        }

        double factor(int layer, int sample, int unit) {
            if (p.length == 0) {
                return 1;
            }
            return kept[layer][sample][unit] ? 1 / (1 - p[layer]) : 0;
        }
    }

    /** Computes the output for {@code x}, {@code m × inputs}, without dropout, as at inference. */
    public Pass forward(double[][] x) {
        return forward(x, Dropout.NONE);
    }

    /** Computes the output for {@code x}, {@code m × inputs}, with dropout, as in training. */
    public Pass forward(double[][] x, Dropout dropout) {
        ReferenceChecks.samples("x", x, weights[0][0].length);
        ReferenceChecks.masks(dropout, biases, x.length);
        double[][][] z = new double[weights.length][][];
        double[][][] a = new double[weights.length + 1][][];
        a[0] = x;
        int last = weights.length - 1;
        for (int l = 0; l < last; l++) {
            z[l] = affine(a[l], weights[l], biases[l]);
            a[l + 1] = new double[x.length][biases[l].length];
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < biases[l].length; j++) {
                    a[l + 1][i][j] = hidden.get(l).function().applyAsDouble(z[l][i][j]) * dropout.factor(l, i, j);
                }
            }
        }
        z[last] = affine(a[last], weights[last], biases[last]);
        a[last + 1] = loss.output(z[last]);
        return new Pass(z, a);
    }

    /** Returns {@code L} for {@code x}, {@code m × inputs}, and {@code y}, {@code m × outputs}, without dropout. */
    public double loss(double[][] x, double[][] y) {
        return loss(x, y, Dropout.NONE);
    }

    /** Returns {@code L} for {@code x}, {@code m × inputs}, and {@code y}, {@code m × outputs}, with dropout. */
    public double loss(double[][] x, double[][] y, Dropout dropout) {
        return loss(forward(x, dropout), y);
    }

    private double loss(Pass pass, double[][] y) {
        double[][] logits = pass.preActivations[weights.length - 1];
        ReferenceChecks.samples("y", y, biases[weights.length - 1].length);
        ReferenceChecks.sameCount(logits, y);
        loss.checkTargets(y);
        double squares = 0;
        for (double[][] w : weights) {
            for (double[] row : w) {
                for (double value : row) {
                    squares += value * value;
                }
            }
        }
        return loss.value(logits, y) + lambda / (2 * y.length) * squares;
    }

    /** Returns {@code L} and its gradients, without dropout. */
    public Gradients backward(double[][] x, double[][] y) {
        return backward(x, y, Dropout.NONE);
    }

    /**
     * Returns {@code L} and its gradients.
     *
     * @param x {@code m × inputs}. Not modified.
     * @param y {@code m × outputs}. Not modified.
     */
    public Gradients backward(double[][] x, double[][] y, Dropout dropout) {
        Pass pass = forward(x, dropout);
        double value = loss(pass, y);
        int m = x.length;
        double[][][] dW = new double[weights.length][][];
        double[][] db = new double[weights.length][];

        // delta is ∂L/∂z of the current layer, from the last to the first. It includes the factor 1/m of the loss.
        double[][] delta = loss.gradient(pass.preActivations[weights.length - 1], y);
        for (int l = weights.length - 1; l >= 0; l--) {
            dW[l] = weightGradient(delta, pass.activations[l], weights[l], lambda / m);
            db[l] = columnSums(delta);
            if (l > 0) {
                delta = previousDelta(delta, l, pass, dropout);
            }
        }
        return new Gradients(value, dW, db);
    }

    /** Makes one step with all of {@code x} and {@code y}, and returns the loss before it. */
    public double step(double[][] x, double[][] y, ReferenceOptimizer optimizer) {
        return step(x, y, Dropout.NONE, optimizer);
    }

    /** Makes one step with all of {@code x} and {@code y}, with dropout, and returns the loss before it. */
    public double step(double[][] x, double[][] y, Dropout dropout, ReferenceOptimizer optimizer) {
        Gradients gradients = backward(x, y, dropout);
        optimizer.step(rows(weights, biases), rows(gradients.weights, gradients.biases));
        return gradients.loss;
    }

    /** {@code Z = A Wᵀ + b}. */
    private static double[][] affine(double[][] a, double[][] w, double[] b) {
        double[][] z = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                double sum = b[j];
                for (int k = 0; k < w[j].length; k++) {
                    sum += w[j][k] * a[i][k];
                }
                z[i][j] = sum;
            }
        }
        return z;
    }

    /** {@code ∂L/∂W = δᵀ A + λ/m W}, where {@code A} is the input of the layer. */
    private static double[][] weightGradient(double[][] delta, double[][] a, double[][] w, double decay) {
        double[][] gradient = new double[w.length][w[0].length];
        for (int j = 0; j < w.length; j++) {
            for (int k = 0; k < w[j].length; k++) {
                double sum = 0;
                for (int i = 0; i < delta.length; i++) {
                    sum += delta[i][j] * a[i][k];
                }
                gradient[j][k] = sum + decay * w[j][k];
            }
        }
        return gradient;
    }

    /** {@code ∂L/∂b}: a bias is added to every sample, so its derivative is the sum over the samples. */
    private static double[] columnSums(double[][] delta) {
        double[] sums = new double[delta[0].length];
        for (double[] row : delta) {
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
            }
        }
        return sums;
    }

    /** {@code ∂L/∂z[l-1] = (δ W[l]) ⊙ mask / (1 - p) ⊙ f'(z[l-1])}. */
    private double[][] previousDelta(double[][] delta, int l, Pass pass, Dropout dropout) {
        double[][] z = pass.preActivations[l - 1];
        double[][] previous = new double[z.length][z[0].length];
        for (int i = 0; i < z.length; i++) {
            for (int k = 0; k < z[i].length; k++) {
                double da = 0;
                for (int j = 0; j < delta[i].length; j++) {
                    da += delta[i][j] * weights[l][j][k];
                }
                double slope = hidden.get(l - 1).derivative().applyAsDouble(z[i][k]);
                previous[i][k] = da * dropout.factor(l - 1, i, k) * slope;
            }
        }
        return previous;
    }

    private static List<double[]> rows(double[][][] matrices, double[][] vectors) {
        List<double[]> rows = new ArrayList<>();
        for (int l = 0; l < matrices.length; l++) {
            rows.addAll(List.of(matrices[l]));
            rows.add(vectors[l]);
        }
        return rows;
    }

    static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}

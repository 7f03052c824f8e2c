package io.github.panagrad.nn.reference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of the reference match central differences of its loss, on random networks of odd sizes. */
class ReferenceGradientTest {
    private static final double TOLERANCE = 1e-7;
    private static final int SAMPLES = 7;
    private static final int[][] SHAPES = {{5, 3}, {3, 13, 3}, {5, 7, 1, 3}, {3, 5, 9, 7, 5}};

    /** Each combination of activation, loss and regularisation, on networks of 1 to 4 layers. */
    record Case(List<ReferenceActivation> hidden, ReferenceLoss loss, double lambda, double p) {
        @Override
        public String toString() {
            return hidden.stream().map(ReferenceActivation::name).distinct().toList() + " " + loss + " lambda=" + lambda
                    + " p=" + p;
        }
    }

    static List<Case> cases() {
        List<List<ReferenceActivation>> activations = new ArrayList<>();
        ReferenceActivation.all().forEach(activation -> activations.add(Collections.nCopies(3, activation)));
        activations.add(Collections.nCopies(3, ReferenceActivation.leakyRelu(0.3)));
        activations.add(List.of(ReferenceActivation.TANH, ReferenceActivation.LEAKY_RELU, ReferenceActivation.SIGMOID));
        List<Case> cases = new ArrayList<>();
        for (List<ReferenceActivation> hidden : activations) {
            for (ReferenceLoss loss : losses()) {
                cases.add(new Case(hidden, loss, 0, 0));
                cases.add(new Case(hidden, loss, 0.7, 0));
                cases.add(new Case(hidden, loss, 0, 0.4));
                cases.add(new Case(hidden, loss, 0.7, 0.4));
            }
        }
        return cases;
    }

    /** All losses, some of them also with other hyper-parameters. */
    private static List<ReferenceLoss> losses() {
        List<ReferenceLoss> losses = new ArrayList<>(ReferenceLoss.all());
        losses.add(ReferenceLoss.binaryCrossEntropy(0.2));
        losses.add(ReferenceLoss.softmaxCrossEntropy(0.2));
        losses.add(ReferenceLoss.huber(0.3));
        losses.add(ReferenceLoss.quantile(0.9));
        losses.add(ReferenceLoss.focal(0.7, 0.6));
        return losses;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreDerivatives(Case test) {
        for (int[] shape : SHAPES) {
            Random random = new Random(20 + shape.length);
            int layers = shape.length - 1;
            double[][][] weights = new double[layers][][];
            double[][] biases = new double[layers][];
            for (int l = 0; l < layers; l++) {
                weights[l] = normal(random, shape[l + 1], shape[l], 1 / Math.sqrt(shape[l]));
                biases[l] = normal(random, 1, shape[l + 1], 0.3)[0];
            }
            ReferenceNetwork network = new ReferenceNetwork(
                    weights, biases, test.hidden().subList(0, layers - 1), test.loss(), test.lambda());
            check(
                    network,
                    normal(random, SAMPLES, shape[0], 1),
                    targets(random, test.loss(), shape[layers]),
                    test.p() == 0 ? ReferenceNetwork.Dropout.NONE : dropout(random, shape, test.p()));
        }
    }

    private static void check(ReferenceNetwork network, double[][] x, double[][] y, ReferenceNetwork.Dropout dropout) {
        ReferenceNetwork.Gradients gradients = network.backward(x, y, dropout);
        for (int l = 0; l < network.weights().length; l++) {
            double[][] dW = CentralDifference.gradient(() -> network.loss(x, y, dropout), network.weights()[l]);
            assertBelowTolerance(
                    "weights", l, CentralDifference.relativeError(dW, gradients.weights()[l]));
            double[][] b = {network.biases()[l]};
            double[][] db = CentralDifference.gradient(() -> network.loss(x, y, dropout), b);
            assertBelowTolerance("biases", l, CentralDifference.relativeError(db, new double[][] {
                gradients.biases()[l]
            }));
        }
    }

    private static void assertBelowTolerance(String what, int layer, double error) {
        assertTrue(error < TOLERANCE, () -> what + " of layer " + layer + ": relative error " + error);
    }

    /** Returns all kinds of targets that the loss allows, not only 0 and 1. */
    private static double[][] targets(Random random, ReferenceLoss loss, int outputs) {
        if (!loss.isClassification()) {
            return normal(random, SAMPLES, outputs, 1);
        }
        double[][] y = new double[SAMPLES][outputs];
        for (int i = 0; i < SAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < outputs; j++) {
                y[i][j] = i % 2 == 0 ? random.nextDouble() : 0;
                sum += y[i][j];
            }
            if (i % 2 == 1) {
                y[i][random.nextInt(outputs)] = 1;
            } else if (loss.toString().equals("softmax_cross_entropy")) {
                for (int j = 0; j < outputs; j++) {
                    y[i][j] /= sum;
                }
            }
        }
        return y;
    }

    private static ReferenceNetwork.Dropout dropout(Random random, int[] shape, double p) {
        int hidden = shape.length - 2;
        double[] probabilities = new double[hidden];
        boolean[][][] kept = new boolean[hidden][][];
        for (int l = 0; l < hidden; l++) {
            // A different probability for each layer, so that mixing them up would be detected.
            probabilities[l] = p / (l + 1);
            kept[l] = new boolean[SAMPLES][shape[l + 1]];
            for (boolean[] row : kept[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextDouble() >= probabilities[l];
                }
            }
        }
        return new ReferenceNetwork.Dropout(probabilities, kept);
    }

    private static double[][] normal(Random random, int rows, int columns, double deviation) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = deviation * random.nextGaussian();
            }
        }
        return matrix;
    }
}

package io.github.panagrad.nn.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Invalid arguments are rejected with a message that names them; the caller's arrays are not modified. */
class ReferenceArgumentsTest {
    private static final ReferenceLoss LOSS = ReferenceLoss.BINARY_CROSS_ENTROPY;
    private static final List<ReferenceActivation> TANH = List.of(ReferenceActivation.TANH);

    private static ReferenceNetwork misfit() {
        return new ReferenceNetwork(new double[2][3][2], new double[2][3], TANH, LOSS);
    }

    private static ReferenceNetwork twoThreeOne() {
        return new ReferenceNetwork(new double[][][] {new double[3][2], new double[1][3]}, biases(3, 1), TANH, LOSS);
    }

    private static double[][] biases(int first, int second) {
        return new double[][] {new double[first], new double[second]};
    }

    @Test
    void layersMustFitTogether() {
        assertMessage(
                "layer 1: unit 0 has 2 weights, expected 3, as many as layer 0 has units",
                ReferenceArgumentsTest::misfit);
        assertMessage(
                "layer 0: 3 units, but 4 biases",
                () -> new ReferenceNetwork(
                        new double[][][] {new double[3][2], new double[1][3]}, biases(4, 1), TANH, LOSS));
        assertMessage(
                "2 layers need 2 bias vectors and 1 hidden activations, found 2 and 0",
                () -> new ReferenceNetwork(new double[2][2][2], biases(2, 2), List.of(), LOSS));
        assertMessage(
                "lambda must be at least 0 and finite, found NaN",
                () -> new ReferenceNetwork(new double[1][1][1], new double[1][1], List.of(), LOSS, Double.NaN));
    }

    @Test
    void samplesMustFitTheLayers() {
        ReferenceNetwork network = twoThreeOne();
        assertMessage(
                "x: sample 1 has 3 numbers, expected 2 (samples are rows)",
                () -> network.forward(new double[][] {{1, 2}, {1, 2, 3}}));
        assertMessage("x has 2 samples, but y has 1", () -> network.loss(new double[2][2], new double[1][1]));
        assertMessage("x: no samples", () -> network.forward(new double[0][]));
    }

    @Test
    void targetsMustSuitTheLoss() {
        assertMessage(
                "binary_cross_entropy: targets must be in [0, 1], found 2.0 in sample 0",
                () -> twoThreeOne().loss(new double[1][2], new double[][] {{2}}));
        ReferenceNetwork softmax = new ReferenceNetwork(
                new double[1][2][2], new double[1][2], List.of(), ReferenceLoss.SOFTMAX_CROSS_ENTROPY);
        assertMessage(
                "softmax_cross_entropy: the targets of a sample must sum to 1, found 0.0 in sample 0",
                () -> softmax.loss(new double[1][2], new double[1][2]));
    }

    @Test
    void dropoutMustFitTheHiddenLayers() {
        assertMessage(
                "dropout: p must be in [0, 1), found 1.0",
                () -> new ReferenceNetwork.Dropout(new double[] {1}, new boolean[1][1][3]));
        assertMessage(
                "dropout: the mask of layer 0 must be 1 × 3 (samples × units)",
                () -> twoThreeOne()
                        .forward(new double[1][2], new ReferenceNetwork.Dropout(new double[1], new boolean[1][2][3])));
        assertMessage(
                "dropout: masks for 2 layers, but there are 1 hidden layers",
                () -> twoThreeOne()
                        .forward(new double[1][2], new ReferenceNetwork.Dropout(new double[2], new boolean[2][1][3])));
    }

    @Test
    void hyperParametersMustMakeSense() {
        assertMessage("learning rate must be positive and finite, found NaN", () -> ReferenceOptimizer.sgd(Double.NaN));
        assertMessage("beta must be in [0, 1), found 1.0", () -> ReferenceOptimizer.momentum(0.1, 1));
        assertMessage("epsilon must be positive and finite, found 0.0", () -> ReferenceOptimizer.rmsprop(0.1, 0.9, 0));
        assertMessage("leaky_relu: slope must be in (0, 1), found 1.0", () -> ReferenceActivation.leakyRelu(1));
    }

    @Test
    void anOptimizerServesOneNetwork() {
        ReferenceOptimizer optimizer = ReferenceOptimizer.adam(0.1, 0.9, 0.999, 1e-8);
        optimizer.step(List.of(new double[2]), List.of(new double[2]));
        assertMessage(
                "this optimizer holds state for 2 parameters, found 3: use one optimizer for each network",
                () -> optimizer.step(List.of(new double[3]), List.of(new double[3])));
        assertMessage(
                "parameters and gradients differ in shape: rows of [2] and [1] numbers",
                () -> optimizer.step(List.of(new double[2]), List.of(new double[1])));
    }

    @Test
    void theLearningRateOfAScheduleCounts() {
        double[] theta = {1};
        ReferenceOptimizer optimizer = ReferenceOptimizer.sgd(0.5);
        optimizer.step(List.of(theta), List.of(new double[] {1}));
        assertEquals(0.5, theta[0]);
        optimizer.setLearningRate(0.25);
        optimizer.step(List.of(theta), List.of(new double[] {1}));
        assertEquals(0.25, theta[0]);
    }

    @Test
    void theCallersWeightsAreCopied() {
        double[][][] weights = {{{1}}};
        double[][] biases = {{1}};
        ReferenceNetwork network = new ReferenceNetwork(weights, biases, List.of(), ReferenceLoss.MEAN_SQUARED_ERROR);
        network.step(new double[][] {{1}}, new double[][] {{0}}, ReferenceOptimizer.sgd(0.1));
        assertEquals(1, weights[0][0][0]);
        assertEquals(1, biases[0][0]);
        assertEquals(1 - 0.1 * 4, network.weights()[0][0][0], 1e-15);
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}

package io.github.panagrad.nn.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The first worked example of the lecture notes <em>Day 6 Deep Dive: Backpropagation and Optimization</em>:
 * {@code L = (w1·x1 + w2·x2 + b)²}, its computational graph, and each partial derivative in turn.
 *
 * <pre>
 *   x1 ─┐
 *       (·)── p1 ─┐
 *   w1 ─┘         │
 *   x2 ─┐         (+)── s ──(²)── L
 *       (·)── p2 ─┤
 *   w2 ─┘         │
 *   b ────────────┘
 * </pre>
 *
 * <p>In the forward pass, each node computes its value. In the backward pass, each node multiplies the derivative of
 * {@code L} with respect to its result by the derivative of its result with respect to each of its inputs: the chain
 * rule, one node at a time.
 */
class SquaredSumExampleTest {
    private static final double TOLERANCE = 1e-8;

    private final double[] w = {2, -3};
    private final double[] x = {1.5, -0.5};
    private final double[] b = {0.25};

    // Forward pass.
    private double p1;
    private double p2;
    private double s;

    // Backward pass: dNode is ∂L/∂node.
    private double dS;
    private double dP1;
    private double dP2;

    private double loss() {
        double sum = w[0] * x[0] + w[1] * x[1] + b[0];
        return sum * sum;
    }

    @BeforeEach
    void forwardsAndBackwardsToTheProducts() {
        p1 = w[0] * x[0];
        p2 = w[1] * x[1];
        s = p1 + p2 + b[0];

        dS = 2 * s; // L = s²
        dP1 = dS * 1; // s = p1 + p2 + b: a sum passes its derivative on unchanged
        dP2 = dS * 1;
    }

    @Test
    void forwards() {
        assertEquals(3, p1);
        assertEquals(1.5, p2);
        assertEquals(4.75, s);
        assertEquals(22.5625, loss());
    }

    /** {@code ∂L/∂w1 = ∂L/∂s · ∂s/∂p1 · ∂p1/∂w1 = 2s · 1 · x1}. */
    @Test
    void withRespectToW1() {
        double dW1 = dP1 * x[0];
        assertEquals(14.25, dW1);
        assertEquals(CentralDifference.gradient(this::loss, w)[0], dW1, TOLERANCE);
    }

    /** {@code ∂L/∂w2 = ∂L/∂s · ∂s/∂p2 · ∂p2/∂w2 = 2s · 1 · x2}. */
    @Test
    void withRespectToW2() {
        double dW2 = dP2 * x[1];
        assertEquals(-4.75, dW2);
        assertEquals(CentralDifference.gradient(this::loss, w)[1], dW2, TOLERANCE);
    }

    /** {@code ∂L/∂b = ∂L/∂s · ∂s/∂b = 2s · 1}. */
    @Test
    void withRespectToB() {
        double dB = dS * 1;
        assertEquals(9.5, dB);
        assertEquals(CentralDifference.gradient(this::loss, b)[0], dB, TOLERANCE);
    }

    /**
     * {@code ∂L/∂x1 = 2s · 1 · w1} and {@code ∂L/∂x2 = 2s · 1 · w2}: the derivatives that an earlier layer would
     * receive.
     */
    @Test
    void withRespectToTheInputs() {
        double dX1 = dP1 * w[0];
        double dX2 = dP2 * w[1];
        assertEquals(19, dX1);
        assertEquals(-28.5, dX2);
        double[] numeric = CentralDifference.gradient(this::loss, x);
        assertEquals(numeric[0], dX1, TOLERANCE);
        assertEquals(numeric[1], dX2, TOLERANCE);
    }

    /** The same function as a network of one unit with squared error and target 0, for a single sample. */
    @Test
    void asANetwork() {
        ReferenceNetwork network = new ReferenceNetwork(
                new double[][][] {{w}}, new double[][] {b}, List.of(), ReferenceLoss.MEAN_SQUARED_ERROR);
        ReferenceNetwork.Gradients gradients = network.backward(new double[][] {x}, new double[][] {{0}});
        assertEquals(loss(), gradients.loss());
        assertEquals(dP1 * x[0], gradients.weights()[0][0][0]);
        assertEquals(dP2 * x[1], gradients.weights()[0][0][1]);
        assertEquals(dS, gradients.biases()[0][0]);
    }

    /** One step of gradient descent with {@code α = 0.01}, computed by hand. */
    @Test
    void oneStepOfGradientDescent() {
        ReferenceNetwork network = new ReferenceNetwork(
                new double[][][] {{w}}, new double[][] {b}, List.of(), ReferenceLoss.MEAN_SQUARED_ERROR);
        double before = network.step(new double[][] {x}, new double[][] {{0}}, ReferenceOptimizer.sgd(0.01));
        assertEquals(22.5625, before);
        assertEquals(2 - 0.1425, network.weights()[0][0][0], 1e-15);
        assertEquals(-3 + 0.0475, network.weights()[0][0][1], 1e-15);
        assertEquals(0.25 - 0.095, network.biases()[0][0], 1e-15);
    }
}

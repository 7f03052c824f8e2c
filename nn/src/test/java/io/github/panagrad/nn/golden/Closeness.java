package io.github.panagrad.nn.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Asserts that figures agree to a relative tolerance, measured in two ways that must both hold.
 *
 * <ul>
 *   <li>Norm-wise, over a whole tensor: {@code ‖actual - expected‖ / ‖expected‖ <= tolerance} (Euclidean norms). This is
 *       what "1e-12 relative" means for a tensor. An expected tensor of zeros must be met exactly.
 *   <li>Element-wise: {@code |actual - expected| <= tolerance · max(1, |expected|)}, so that no single element hides
 *       behind large neighbours.
 * </ul>
 */
public final class Closeness {
    private Closeness() {}

    /** Asserts that two matrices are of one shape and agree. */
    public static void assertClose(String what, double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length, () -> what + ": rows");
        double differenceNorm = 0;
        double expectedNorm = 0;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i].length, actual[i].length, () -> what + ": columns");
            for (int j = 0; j < expected[i].length; j++) {
                assertElement(what + "[" + i + "][" + j + "]", expected[i][j], actual[i][j], tolerance);
                // The squares of very small differences would be 0.
                differenceNorm = Math.hypot(differenceNorm, actual[i][j] - expected[i][j]);
                expectedNorm = Math.hypot(expectedNorm, expected[i][j]);
            }
        }
        // Not ">", which a NaN would pass.
        if (!(differenceNorm <= tolerance * expectedNorm)) {
            fail(what + ": ‖actual - expected‖ = " + differenceNorm + ", ‖expected‖ = " + expectedNorm + ", tolerance "
                    + tolerance);
        }
    }

    /** Asserts that two vectors are of one length and agree. */
    public static void assertClose(String what, double[] expected, double[] actual, double tolerance) {
        assertClose(what, new double[][] {expected}, new double[][] {actual}, tolerance);
    }

    /** Asserts that two numbers agree. */
    public static void assertClose(String what, double expected, double actual, double tolerance) {
        assertClose(what, new double[] {expected}, new double[] {actual}, tolerance);
    }

    /** Asserts that two networks' parameters, or gradients with respect to them, agree tensor by tensor. */
    public static void assertClose(
            String what, GoldenNetwork.Parameters expected, double[][][] weights, double[][] biases, double tolerance) {
        assertEquals(expected.weights().length, weights.length, () -> what + ": layers");
        assertEquals(expected.biases().length, biases.length, () -> what + ": layers");
        for (int l = 0; l < weights.length; l++) {
            assertClose(what + ": weights of layer " + l, expected.weights()[l], weights[l], tolerance);
            assertClose(what + ": biases of layer " + l, expected.biases()[l], biases[l], tolerance);
        }
    }

    private static void assertElement(String what, double expected, double actual, double tolerance) {
        assertTrue(
                Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
                () -> what + ": expected " + expected + ", found " + actual + ", tolerance " + tolerance);
    }
}

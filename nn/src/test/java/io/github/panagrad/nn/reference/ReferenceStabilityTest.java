package io.github.panagrad.nn.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits of ±1000, where exp overflows, give the rounded results of exact arithmetic. */
class ReferenceStabilityTest {
    /** All losses except Poisson, whose rate overflows for a logit of 1000. */
    static List<ReferenceLoss> losses() {
        return ReferenceLoss.all().stream()
                .filter(loss -> loss != ReferenceLoss.POISSON)
                .toList();
    }

    @Test
    void binaryCrossEntropyIsTheSizeOfAWrongLogit() {
        ReferenceLoss loss = ReferenceLoss.BINARY_CROSS_ENTROPY;
        double[][] z = {{1000}, {1000}, {-1000}, {-1000}};
        double[][] y = {{1}, {0}, {1}, {0}};
        assertEquals((0 + 1000 + 1000 + 0) / 4.0, loss.value(z, y));
        assertArrayEquals(new double[][] {{0}, {0.25}, {-0.25}, {0}}, loss.gradient(z, y));
        assertArrayEquals(new double[][] {{1}, {1}, {0}, {0}}, loss.output(z));
    }

    /** If the output rounds to 1, -ln a would be 0; ln(1 + exp(-40)) is exp(-40) in double precision. */
    @Test
    void binaryCrossEntropyOfARightLogitIsNotRoundedAway() {
        double tiny = Math.exp(-40);
        double[][] z = {{40}};
        double[][] y = {{1}};
        assertEquals(tiny, ReferenceLoss.BINARY_CROSS_ENTROPY.value(z, y), 1e-14 * tiny);
    }

    @Test
    void softmaxCrossEntropyIsTheDistanceToTheLargestLogit() {
        ReferenceLoss loss = ReferenceLoss.SOFTMAX_CROSS_ENTROPY;
        double[][] z = {{1000, -1000}, {1000, -1000}};
        double[][] y = {{1, 0}, {0, 1}};
        assertEquals((0 + 2000) / 2.0, loss.value(z, y));
        assertArrayEquals(new double[][] {{0, 0}, {0.5, -0.5}}, loss.gradient(z, y));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void equalLogitsShareEqually(ReferenceLoss loss) {
        for (double logit : new double[] {-1000, 1000}) {
            double[][] z = {{logit, logit, logit}};
            double[][] y = {{0, 1, 0}};
            assertFinite(loss.value(z, y));
            for (double derivative : loss.gradient(z, y)[0]) {
                assertFinite(derivative);
            }
            if (loss == ReferenceLoss.SOFTMAX_CROSS_ENTROPY) {
                assertEquals(Math.log(3), loss.value(z, y), 1e-12);
                assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, loss.output(z)[0], 1e-12);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void wholeNetworksStayFinite(ReferenceLoss loss) {
        for (ReferenceActivation activation : ReferenceActivation.all()) {
            double[][][] weights = {{{1000, 0}, {0, -1000}, {1000, 1000}}, {{1000, 0, 0}, {0, -1000, 1000}}};
            double[][] biases = {{1, 1, 1}, {-1, 1}};
            ReferenceNetwork network = new ReferenceNetwork(weights, biases, List.of(activation), loss);
            ReferenceNetwork.Gradients gradients =
                    network.backward(new double[][] {{1, 1}, {-1, 1}, {0, 0}}, new double[][] {{1, 0}, {0, 1}, {1, 0}});
            assertFinite(gradients.loss());
            for (int l = 0; l < weights.length; l++) {
                for (double[] row : gradients.weights()[l]) {
                    for (double derivative : row) {
                        assertFinite(derivative);
                    }
                }
                for (double derivative : gradients.biases()[l]) {
                    assertFinite(derivative);
                }
            }
        }
    }

    private static void assertFinite(double value) {
        assertTrue(Double.isFinite(value), () -> "not finite: " + value);
    }
}

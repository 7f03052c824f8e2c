package io.github.panagrad.nn.reference;

import static io.github.panagrad.nn.golden.Closeness.assertClose;
import static io.github.panagrad.nn.reference.Columns.each;
import static io.github.panagrad.nn.reference.Columns.product;
import static io.github.panagrad.nn.reference.Columns.rowMeans;
import static io.github.panagrad.nn.reference.Columns.transpose;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/**
 * The derivation of backpropagation through two layers in <em>Day 6 Deep Dive: Backpropagation and Optimization</em>,
 * section 2, with one step per test and in the orientation of the lecture notes: samples are columns.
 *
 * <pre>
 *   z1 = W1 x + b1     a1 = σ(z1)
 *   z2 = W2 a1 + b2    a2 = σ(z2)
 *   L = -1/m Σ (y ln a2 + (1 - y) ln(1 - a2))
 * </pre>
 *
 * <p>The gradients {@code dW} and {@code db} are derivatives of {@code L}. The intermediate {@code da} and {@code dz}
 * are derivatives of the loss of their own sample, that is of {@code m L}: the lecture notes divide by {@code m} where
 * samples are combined, in {@code dW} and {@code db}. Each is compared with central differences, in which the quantity
 * itself is perturbed and everything after it is recomputed.
 */
class TwoLayerDerivationTest {
    /** The accuracy of the central differences. */
    private static final double NUMERIC = 1e-8;

    private static final double EXACT = 1e-14;

    /** Two inputs, four samples, each a column: exclusive or. */
    private final double[][] x = {{0, 0, 1, 1}, {0, 1, 0, 1}};

    private final double[][] y = {{0, 1, 1, 0}};
    private final int m = 4;

    private final double[][] w1 = {{0.5, -0.4}, {0.9, 1.0}, {-0.7, 0.3}};
    private final double[][] b1 = {{0.1}, {-0.2}, {0.3}};
    private final double[][] w2 = {{-1.2, 1.1, 0.6}};
    private final double[][] b2 = {{0.05}};

    // Forward pass.
    private final double[][] z1 = each(product(w1, x), b1, Double::sum);
    private final double[][] a1 = each(z1, TwoLayerDerivationTest::sigmoid);
    private final double[][] z2 = each(product(w2, a1), b2, Double::sum);
    private final double[][] a2 = each(z2, TwoLayerDerivationTest::sigmoid);

    // Backward pass; each line is derived in the test of its name.
    private final double[][] da2 = each(y, a2, (label, a) -> -label / a + (1 - label) / (1 - a));
    private final double[][] dz2 = each(a2, y, (a, label) -> a - label);
    private final double[][] dW2 = each(product(dz2, transpose(a1)), sum -> sum / m);
    private final double[][] db2 = rowMeans(dz2);
    private final double[][] da1 = product(transpose(w2), dz2);
    private final double[][] dz1 = each(da1, a1, (da, a) -> da * a * (1 - a));
    private final double[][] dW1 = each(product(dz1, transpose(x)), sum -> sum / m);
    private final double[][] db1 = rowMeans(dz1);

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    // The loss, computed from each intermediate result on.

    private double lossFromA2() {
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum -= y[0][i] * Math.log(a2[0][i]) + (1 - y[0][i]) * Math.log(1 - a2[0][i]);
        }
        return sum / m;
    }

    private double lossFromZ2() {
        replace(a2, each(z2, TwoLayerDerivationTest::sigmoid));
        return lossFromA2();
    }

    private double lossFromA1() {
        replace(z2, each(product(w2, a1), b2, Double::sum));
        return lossFromZ2();
    }

    private double lossFromZ1() {
        replace(a1, each(z1, TwoLayerDerivationTest::sigmoid));
        return lossFromA1();
    }

    private double lossFromParameters() {
        replace(z1, each(product(w1, x), b1, Double::sum));
        return lossFromZ1();
    }

    /** A sample's loss is {@code l = -(y ln a2 + (1 - y) ln(1 - a2))}, so {@code da2 = -y/a2 + (1 - y)/(1 - a2)}. */
    @Test
    void da2() {
        assertDerivativeOfOwnSample("da2", da2, a2, this::lossFromA2);
    }

    /** {@code σ(z) = 1/(1 + exp(-z))} has {@code σ' = exp(-z)/(1 + exp(-z))² = σ (1 - σ)}. */
    @Test
    void derivativeOfSigmoid() {
        for (double z : new double[] {-3, -0.5, 0, 1, 4}) {
            double[] at = {z};
            double numeric = CentralDifference.gradient(() -> sigmoid(at[0]), at)[0];
            assertClose("σ'(" + z + ")", numeric, sigmoid(z) * (1 - sigmoid(z)), NUMERIC);
        }
    }

    /**
     * {@code dz2 = da2 · σ'(z2) = (-y/a2 + (1 - y)/(1 - a2)) · a2 (1 - a2) = -y (1 - a2) + (1 - y) a2 = a2 - y}.
     *
     * <p>Both denominators cancel, and with them the division by 0 where the output rounds to 0 or 1.
     */
    @Test
    void dz2() {
        assertClose("by the chain rule", each(da2, a2, (da, a) -> da * a * (1 - a)), dz2, EXACT);
        assertDerivativeOfOwnSample("dz2", dz2, z2, this::lossFromZ2);
    }

    /**
     * {@code z2 = Σ_j W2_j a1_j + b2}, so {@code ∂z2/∂W2_j = a1_j}. {@code W2} acts on every sample, so their
     * contributions are summed, {@code Σ_i dz2_i a1_ji}, which is the product {@code dz2 a1ᵀ}; {@code L} is their mean:
     * {@code dW2 = dz2 a1ᵀ / m}.
     */
    @Test
    void dW2() {
        assertDerivative("dW2", dW2, w2, this::lossFromParameters);
    }

    /** {@code ∂z2/∂b2 = 1} for every sample: {@code db2 = Σ_i dz2_i / m}. */
    @Test
    void db2() {
        assertDerivative("db2", db2, b2, this::lossFromParameters);
    }

    /** {@code ∂z2/∂a1_j = W2_j}: the derivative is propagated through the weights, {@code da1 = W2ᵀ dz2}. */
    @Test
    void da1() {
        assertDerivativeOfOwnSample("da1", da1, a1, this::lossFromA1);
    }

    /** {@code a1 = σ(z1)} element by element: {@code dz1 = da1 ⊙ a1 (1 - a1)}. */
    @Test
    void dz1() {
        assertDerivativeOfOwnSample("dz1", dz1, z1, this::lossFromZ1);
    }

    /** As for the second layer, with {@code x} in place of {@code a1}: {@code dW1 = dz1 xᵀ / m}. */
    @Test
    void dW1() {
        assertDerivative("dW1", dW1, w1, this::lossFromParameters);
    }

    /** {@code db1 = Σ_i dz1_i / m}. */
    @Test
    void db1() {
        assertDerivative("db1", db1, b1, this::lossFromParameters);
    }

    /** The reference has samples in rows: for {@code xᵀ} and {@code yᵀ} it gives the same gradients. */
    @Test
    void theReferenceGivesTheSame() {
        ReferenceNetwork network = new ReferenceNetwork(
                new double[][][] {w1, w2},
                new double[][] {transpose(b1)[0], transpose(b2)[0]},
                List.of(ReferenceActivation.SIGMOID),
                ReferenceLoss.BINARY_CROSS_ENTROPY);
        ReferenceNetwork.Pass pass = network.forward(transpose(x));
        assertClose("z1", transpose(z1), pass.preActivations()[0], EXACT);
        assertClose("a1", transpose(a1), pass.activations()[1], EXACT);
        assertClose("z2", transpose(z2), pass.preActivations()[1], EXACT);
        assertClose("a2", transpose(a2), pass.output(), EXACT);

        ReferenceNetwork.Gradients gradients = network.backward(transpose(x), transpose(y));
        assertClose("loss", lossFromParameters(), gradients.loss(), EXACT);
        assertClose("dW1", dW1, gradients.weights()[0], EXACT);
        assertClose("db1", transpose(db1)[0], gradients.biases()[0], EXACT);
        assertClose("dW2", dW2, gradients.weights()[1], EXACT);
        assertClose("db2", transpose(db2)[0], gradients.biases()[1], EXACT);
    }

    private static void assertDerivative(String what, double[][] derived, double[][] theta, DoubleSupplier loss) {
        assertClose(what, CentralDifference.gradient(loss, theta), derived, NUMERIC);
    }

    private void assertDerivativeOfOwnSample(
            String what, double[][] derived, double[][] quantity, DoubleSupplier lossFromThere) {
        double[][] ofL = CentralDifference.gradient(lossFromThere, quantity);
        assertClose(what, each(ofL, derivative -> derivative * m), derived, NUMERIC);
    }

    private static void replace(double[][] target, double[][] source) {
        for (int i = 0; i < target.length; i++) {
            System.arraycopy(source[i], 0, target[i], 0, source[i].length);
        }
    }
}

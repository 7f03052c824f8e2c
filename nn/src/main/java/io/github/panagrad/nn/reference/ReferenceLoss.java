package io.github.panagrad.nn.reference;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A loss as a function of the last layer's pre-activations {@code z} ("logits") and the targets {@code y}, with its
 * output activation {@code a}. It is the mean over the {@code m} samples of the loss of one sample.
 *
 * <p>Using {@code z} instead of {@code a} keeps values finite where {@code a} rounds to 0 or 1. Matrices are
 * {@code m × outputs}, with one sample per row, and are not modified. Threads may share a loss.
 */
public final class ReferenceLoss {
    /** {@link #binaryCrossEntropy} without label smoothing. */
    public static final ReferenceLoss BINARY_CROSS_ENTROPY = binaryCrossEntropy(0);

    /** {@link #softmaxCrossEntropy} without label smoothing. */
    public static final ReferenceLoss SOFTMAX_CROSS_ENTROPY = softmaxCrossEntropy(0);

    /**
     * Identity output, {@code Σ_outputs (z - y)² / outputs} for a sample: the mean over all elements. The gradient is
     * {@code 2 (z - y) / (m · outputs)}.
     */
    public static final ReferenceLoss MEAN_SQUARED_ERROR =
            regression("mean_squared_error", z -> z, (z, y) -> (z - y) * (z - y), (z, y) -> 2 * (z - y));

    /** {@code |z - y|}, the mean over all elements; the derivative is 0 where {@code z = y}. */
    public static final ReferenceLoss MEAN_ABSOLUTE_ERROR =
            regression("mean_absolute_error", z -> z, (z, y) -> Math.abs(z - y), (z, y) -> z > y ? 1 : z < y ? -1 : 0);

    /**
     * {@code exp(z) - y z}, the mean over all elements, of the rate {@code a = exp(z)}; the derivative is
     * {@code a - y}.
     */
    public static final ReferenceLoss POISSON = regression(
            "poisson", StrictMath::exp, (z, y) -> StrictMath.exp(z) - y * z, (z, y) -> StrictMath.exp(z) - y);

    /** {@code Σ_outputs max(0, 1 - t z)} with {@code t = 2 y - 1}; the derivative is 0 where {@code t z = 1}. */
    public static final ReferenceLoss HINGE = classification(
            "hinge",
            z -> z,
            (z, y) -> Math.max(0, 1 - (2 * y - 1) * z),
            (z, y) -> 1 - (2 * y - 1) * z > 0 ? 1 - 2 * y : 0);

    /** The tolerance for the sum of the targets of a row, which should be 1; targets may be converted from float32. */
    private static final double ROW_SUM_TOLERANCE = 1e-6;

    private final String name;
    private final boolean isClassification;
    private final ReferenceSampleLoss sample;

    private ReferenceLoss(String name, boolean isClassification, ReferenceSampleLoss sample) {
        this.name = name;
        this.isClassification = isClassification;
        this.sample = sample;
    }

    /**
     * Returns the mean over all elements of any function of an output and its target.
     *
     * @param term the loss of one output z and its target y
     * @param slope its derivative with respect to z
     */
    public static ReferenceLoss of(String name, DoubleBinaryOperator term, DoubleBinaryOperator slope) {
        return regression(name, z -> z, term, slope);
    }

    private static ReferenceLoss classification(
            String name, DoubleUnaryOperator activation, DoubleBinaryOperator term, DoubleBinaryOperator slope) {
        return new ReferenceLoss(name, true, new ReferencePointLoss(activation, term, slope, false));
    }

    private static ReferenceLoss regression(
            String name, DoubleUnaryOperator activation, DoubleBinaryOperator term, DoubleBinaryOperator slope) {
        return new ReferenceLoss(name, false, new ReferencePointLoss(activation, term, slope, true));
    }

    /**
     * Sigmoid output, {@code -Σ_outputs (t ln a + (1 - t) ln(1 - a))} for a sample, {@code t = (1 - ε) y + ε / 2};
     * targets in [0, 1].
     *
     * <p>With {@code a = 1 / (1 + exp(-z))} each term is {@code ln(1 + exp(z)) - t z}, and
     * {@code ln(1 + exp(z)) = max(z, 0) + ln(1 + exp(-|z|))} does not overflow. The gradient is {@code (a - t) / m}.
     *
     * @param smoothing ε
     */
    public static ReferenceLoss binaryCrossEntropy(double smoothing) {
        return classification(
                "binary_cross_entropy",
                ReferenceActivation::sigmoid,
                // The large terms come first: if they cancel, the small one must not have been lost to rounding.
                (z, y) -> (Math.max(z, 0) - ReferenceSampleLoss.smoothed(y, smoothing, 2) * z)
                        + StrictMath.log1p(StrictMath.exp(-Math.abs(z))),
                (z, y) -> ReferenceActivation.sigmoid(z) - ReferenceSampleLoss.smoothed(y, smoothing, 2));
    }

    /**
     * Softmax output {@code a_j = exp(z_j) / Σ_k exp(z_k)}, {@code -Σ_outputs t ln a} for a sample,
     * {@code t = (1 - ε) y + ε / outputs}; its targets are a probability distribution; a class label is one-hot.
     *
     * <p>{@code ln a_j = z_j - ln Σ_k exp(z_k)}, and with {@code c = max z} the logarithm is
     * {@code c + ln Σ_k exp(z_k - c)}, in which nothing overflows. The gradient is {@code (a - t) / m}, because the
     * targets of a sample sum to 1.
     *
     * @param smoothing ε
     */
    public static ReferenceLoss softmaxCrossEntropy(double smoothing) {
        return new ReferenceLoss("softmax_cross_entropy", true, new ReferenceSoftmax(smoothing));
    }

    /**
     * {@code d² / 2} where {@code |d| ≤ δ}, else {@code δ |d| - δ² / 2}, the mean over all elements, {@code d = z - y}.
     *
     * @param delta δ
     */
    public static ReferenceLoss huber(double delta) {
        return regression(
                "huber",
                z -> z,
                (z, y) ->
                        Math.abs(z - y) <= delta ? (z - y) * (z - y) / 2 : delta * Math.abs(z - y) - delta * delta / 2,
                (z, y) -> Math.max(-delta, Math.min(delta, z - y)));
    }

    /**
     * {@code max(τ (y - z), (τ - 1) (y - z))}, the mean over all elements; the derivative is 0 where {@code z = y}.
     *
     * @param level τ
     */
    public static ReferenceLoss quantile(double level) {
        return regression(
                "quantile",
                z -> z,
                (z, y) -> Math.max(level * (y - z), (level - 1) * (y - z)),
                (z, y) -> z == y ? 0 : z < y ? -level : 1 - level);
    }

    /**
     * {@code -α (1 - a)^γ ln a} where the target is 1, {@code -(1 - α) a^γ ln(1 - a)} where it is 0, summed over the
     * outputs, with {@code a = sigmoid(z)}.
     *
     * @param gamma γ
     * @param alpha α
     */
    public static ReferenceLoss focal(double gamma, double alpha) {
        return classification(
                "focal",
                ReferenceActivation::sigmoid,
                (z, y) -> y == 1 ? alpha * focalTerm(z, gamma) : (1 - alpha) * focalTerm(-z, gamma),
                (z, y) -> y == 1 ? alpha * focalSlope(z, gamma) : -(1 - alpha) * focalSlope(-z, gamma));
    }

    /** {@code -(1 - s)^γ ln s} with {@code s = sigmoid(x)} and {@code -ln s = ln(1 + exp(-x))}. */
    private static double focalTerm(double x, double gamma) {
        double minusLog = Math.max(-x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        return StrictMath.pow(ReferenceActivation.sigmoid(-x), gamma) * minusLog;
    }

    /** {@code (1 - s)^γ (γ s ln s + s - 1)}: appendix B of the paper. */
    private static double focalSlope(double x, double gamma) {
        double s = ReferenceActivation.sigmoid(x);
        double minusLog = Math.max(-x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        double wrong = ReferenceActivation.sigmoid(-x);
        return StrictMath.pow(wrong, gamma) * (-gamma * s * minusLog - wrong);
    }

    /** Returns all losses with their default hyper-parameters, so that tests can iterate over them. */
    public static List<ReferenceLoss> all() {
        return List.of(
                BINARY_CROSS_ENTROPY,
                SOFTMAX_CROSS_ENTROPY,
                MEAN_SQUARED_ERROR,
                MEAN_ABSOLUTE_ERROR,
                POISSON,
                HINGE,
                huber(1),
                quantile(0.5),
                focal(2, 0.25));
    }

    /** Returns whether targets are classes or probabilities. */
    boolean isClassification() {
        return isClassification;
    }

    /** Returns the network's output {@code a} for the logits {@code z}, of the same shape. */
    public double[][] output(double[][] z) {
        double[][] a = new double[z.length][];
        for (int i = 0; i < z.length; i++) {
            a[i] = sample.output(z[i]);
        }
        return a;
    }

    /** Returns {@code L}, without any L2 term. */
    public double value(double[][] z, double[][] y) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += sample.value(z[i], y[i]);
        }
        return sum / z.length;
    }

    /** Returns {@code ∂L/∂z}, of the shape of {@code z}. */
    public double[][] gradient(double[][] z, double[][] y) {
        double[][] gradient = new double[z.length][];
        for (int i = 0; i < z.length; i++) {
            gradient[i] = sample.gradient(z[i], y[i]);
            for (int j = 0; j < z[i].length; j++) {
                gradient[i][j] /= z.length;
            }
        }
        return gradient;
    }

    /** Rejects targets for which value and gradient would be inconsistent. */
    void checkTargets(double[][] y) {
        if (!isClassification()) {
            return;
        }
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (double target : y[i]) {
                if (!(target >= 0 && target <= 1)) {
                    throw new IllegalArgumentException(
                            this + ": targets must be in [0, 1], found " + target + " in sample " + i);
                }
                sum += target;
            }
            if (sample instanceof ReferenceSoftmax && Math.abs(sum - 1) > ROW_SUM_TOLERANCE) {
                throw new IllegalArgumentException(
                        this + ": the targets of a sample must sum to 1, found " + sum + " in sample " + i);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

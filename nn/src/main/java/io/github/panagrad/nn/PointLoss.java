package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.nn.reference.ReferenceLoss;
import io.github.panagrad.tensor.Choice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The losses that are a sum over outputs of a function of a logit and its target. Those for real numbers are averaged over
 * samples and outputs, those for classes are summed over the outputs and averaged over the samples; all are computed in
 * float64. A value.
 */
public sealed interface PointLoss extends Loss {
    /**
     * Returns the loss of one output.
     *
     * @param z the output
     * @param y its target
     */
    double value(double z, double y);

    /** Returns the derivative of {@link #value} with respect to {@code z}; at a kink, a number between those on either side. */
    double slope(double z, double y);

    /** Returns whether a finite number can be a target. */
    default boolean takes(double y) {
        return true;
    }

    @Override
    default boolean isClassification() {
        return false;
    }

    @Override
    default void checkTargets(Dataset data, int outputs) {
        TargetChecks.oneHotOrValues(data, outputs, this, TargetChecks.Range.REAL);
    }

    @Override
    default double divisor(int rows, int outputs) {
        return isClassification() ? rows : (double) rows * outputs;
    }

    /**
     * A function of a program's own, averaged over samples and outputs. Targets are real numbers, and predictions the outputs
     * themselves.
     *
     * @param name its name in models
     * @param function value and derivative
     */
    record Custom(String name, PointwiseLoss function) implements PointLoss, Choice.Own {
        /** Requires both. */
        public Custom {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "function");
        }

        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.of(name, function::value, function::slope);
        }

        @Override
        public String formula() {
            return "a function of the program, averaged over outputs";
        }

        @Override
        public double value(double z, double y) {
            return function.value(z, y);
        }

        @Override
        public double slope(double z, double y) {
            return function.slope(z, y);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Custom custom && custom.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static double require(boolean good, String complaint, double found) {
        if (!good) {
            throw new IllegalArgumentException(complaint + ", found " + found);
        }
        return found;
    }

    /** {@code ln(1 + e^x)} without overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** Mean absolute error, {@code |z - y|}; the derivative is the sign of {@code z - y}, and 0 at 0. */
    record MeanAbsoluteError() implements PointLoss {
        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.MEAN_ABSOLUTE_ERROR;
        }

        @Override
        public String name() {
            return "mean_absolute_error";
        }

        @Override
        public String formula() {
            return "|z - y|, averaged over outputs";
        }

        @Override
        public double value(double z, double y) {
            return Math.abs(z - y);
        }

        @Override
        public double slope(double z, double y) {
            return Math.signum(z - y);
        }
    }

    /**
     * Squared near 0, absolute further away: {@code d² / 2} where {@code |d| ≤ δ}, else {@code δ (|d| - δ / 2)}, with {@code d
     * = z - y} (Huber, "Robust Estimation of a Location Parameter", Ann. Math. Statist. 35, 1964). The derivative is {@code d},
     * clamped to ±δ.
     *
     * @param delta δ, positive
     */
    record Huber(double delta) implements PointLoss {
        /** Checks δ. */
        public Huber {
            require(delta > 0 && Double.isFinite(delta), "huber: delta must be positive and finite", delta);
        }

        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.huber(delta);
        }

        @Override
        public String name() {
            return "huber";
        }

        @Override
        public String formula() {
            return "d²/2 if |d| <= delta, else delta (|d| - delta/2), with d = z - y, averaged over outputs";
        }

        @Override
        public double value(double z, double y) {
            double d = Math.abs(z - y);
            return d <= delta ? d / 2 * d : delta * (d - delta / 2);
        }

        @Override
        public double slope(double z, double y) {
            return Math.clamp(z - y, -delta, delta);
        }
    }

    /**
     * The pinball loss, whose expectation is minimal at a quantile: {@code τ (y - z)} where {@code z < y}, else {@code (1 - τ)
     * (z - y)} (Koenker and Bassett, "Regression Quantiles", Econometrica 46, 1978). The derivative is {@code -τ} below the
     * target, {@code 1 - τ} above it, and 0 at it.
     *
     * @param level τ, in (0, 1)
     */
    record Quantile(double level) implements PointLoss {
        /** Checks the level. */
        public Quantile {
            require(level > 0 && level < 1, "quantile: level must be above 0 and below 1", level);
        }

        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.quantile(level);
        }

        @Override
        public String name() {
            return "quantile";
        }

        @Override
        public String formula() {
            return "level (y - z) if z < y, else (1 - level) (z - y), averaged over outputs";
        }

        @Override
        public double value(double z, double y) {
            return z < y ? level * (y - z) : (1 - level) * (z - y);
        }

        @Override
        public double slope(double z, double y) {
            // NaN propagates.
            return z < y ? -level : z > y ? 1 - level : z - y;
        }
    }

    /**
     * The negative logarithm of the Poisson probability of a count, without the term that does not depend on the output: {@code
     * e^z - y z}; its derivative is {@code e^z - y}. Predictions are the rates {@code e^z}. It overflows where {@code e^z}
     * does.
     */
    record Poisson() implements PointLoss {
        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.POISSON;
        }

        @Override
        public String name() {
            return "poisson";
        }

        @Override
        public String formula() {
            return "e^z - y z, averaged over outputs; predictions are e^z";
        }

        @Override
        public boolean takes(double y) {
            return y >= 0;
        }

        @Override
        public void checkTargets(Dataset data, int outputs) {
            TargetChecks.oneHotOrValues(data, outputs, this, TargetChecks.Range.NOT_NEGATIVE);
        }

        @Override
        public double value(double z, double y) {
            return StrictMath.exp(z) - y * z;
        }

        @Override
        public double slope(double z, double y) {
            return StrictMath.exp(z) - y;
        }
    }

    /**
     * Binary cross-entropy with less weight on what is already right: {@code -α (1 - p)^γ ln p} where the target is 1 and
     * {@code -(1 - α) p^γ ln(1 - p)} where it is 0, with {@code p = sigmoid(z)} (Lin et al., "Focal Loss for Dense Object
     * Detection", ICCV 2017). With the margin {@code x = z} or {@code -z}, the derivative with respect to {@code x} is {@code α
     * (1 - s)^γ (γ s ln s + s - 1)} with {@code s = sigmoid(x)}.
     *
     * @param gamma γ, at least 0
     * @param alpha α, in (0, 1)
     */
    record Focal(double gamma, double alpha) implements PointLoss {
        /** Checks γ and α. */
        public Focal {
            require(gamma >= 0 && Double.isFinite(gamma), "focal: gamma must be at least 0 and finite", gamma);
            require(alpha > 0 && alpha < 1, "focal: alpha must be above 0 and below 1", alpha);
        }

        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.focal(gamma, alpha);
        }

        @Override
        public String name() {
            return "focal";
        }

        @Override
        public String formula() {
            return "-a (1 - p)^gamma ln p, with p = sigmoid(z), a = alpha for target 1; 1 - p, 1 - alpha for 0;"
                    + " summed over outputs";
        }

        @Override
        public boolean isClassification() {
            return true;
        }

        @Override
        public void checkTargets(Dataset data, int outputs) {
            TargetChecks.oneHotOrValues(data, outputs, this, TargetChecks.Range.ZERO_OR_ONE);
        }

        @Override
        public double value(double z, double y) {
            double x = y > 0.5 ? z : -z;
            return weight(y) * damping(x) * softplus(-x);
        }

        @Override
        public double slope(double z, double y) {
            double x = y > 0.5 ? z : -z;
            double e = StrictMath.exp(-Math.abs(x));
            double right = (x >= 0 ? 1 : e) / (1 + e);
            double wrong = (x >= 0 ? e : 1) / (1 + e);
            double slope = -weight(y) * damping(x) * (gamma * (right * softplus(-x)) + wrong);
            return y > 0.5 ? slope : -slope;
        }

        private double weight(double y) {
            return y > 0.5 ? alpha : 1 - alpha;
        }

        /** {@code (1 - sigmoid(x))^γ}, from {@code ln(1 - sigmoid(x)) = -softplus(x)}. */
        private double damping(double x) {
            return StrictMath.exp(-gamma * softplus(x));
        }
    }

    /**
     * Hinge loss of a linear support vector machine, {@code max(0, 1 - t z)} with {@code t = 1} for target 1 and {@code -1} for
     * 0 (Cortes and Vapnik, "Support-Vector Networks", Machine Learning 20, 1995). The derivative is {@code -t} within the
     * margin, and 0 from {@code t z = 1} on. Predictions are the decision values {@code z}. Several outputs are that many
     * machines, each for its class against all others; a row is correct if all of them are.
     */
    record Hinge() implements PointLoss {
        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.HINGE;
        }

        @Override
        public String name() {
            return "hinge";
        }

        @Override
        public String formula() {
            return "max(0, 1 - t z) with t = 1 for target 1 and -1 for 0, summed over outputs; predictions are z";
        }

        @Override
        public boolean isClassification() {
            return true;
        }

        @Override
        public void checkTargets(Dataset data, int outputs) {
            TargetChecks.oneHotOrValues(data, outputs, this, TargetChecks.Range.ZERO_OR_ONE);
        }

        @Override
        public PredictionKind predictionKind() {
            return PredictionKind.DECISION_VALUES;
        }

        @Override
        public double value(double z, double y) {
            return Math.max(0, 1 - (y > 0.5 ? z : -z));
        }

        @Override
        public double slope(double z, double y) {
            double sign = y > 0.5 ? 1 : -1;
            return sign * z >= 1 ? 0 : -sign;
        }
    }
}

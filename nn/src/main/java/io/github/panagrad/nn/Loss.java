package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.metrics.PredictionKind;
import io.github.panagrad.nn.reference.ReferenceLoss;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;

/**
 * What a network is trained for, and how its outputs turn into predictions. A value.
 *
 * <p>Losses work on the output layer's pre-activations (logits), so that none of them overflows. Each row's loss and gradient
 * is multiplied by its weight, if the data has weights ({@link Dataset#withSampleWeights}); the sum is still divided by the
 * number of rows. Correct rows are counted without weights.
 */
public sealed interface Loss extends Choice
        permits Loss.BinaryCrossEntropy, Loss.SoftmaxCrossEntropy, Loss.MeanSquaredError, PointLoss {
    /** Returns whether targets are classes, so that accuracy is meaningful. */
    boolean isClassification();

    /**
     * Checks the number of outputs.
     *
     * @throws IllegalArgumentException if the loss cannot work with it
     */
    default void checkOutputs(int outputs) {}

    /**
     * Checks the targets of a data set.
     *
     * @throws IllegalArgumentException naming the first row that does not fit
     */
    void checkTargets(Dataset data, int outputs);

    /** Returns what a sum over rows and outputs is divided by, to give the loss of a batch. */
    double divisor(int rows, int outputs);

    /** Returns the same loss as the reference network computes it. */
    ReferenceLoss reference();

    /** Returns the kind of predictions. */
    default PredictionKind predictionKind() {
        return isClassification() ? PredictionKind.PROBABILITIES : PredictionKind.VALUES;
    }

    /** Returns the prediction above which a classifier with a single output chooses class 1. */
    default double threshold() {
        return predictionKind().threshold();
    }

    /**
     * Binary cross-entropy on logits, {@code -(y ln s + (1 - y) ln(1 - s))} with {@code s = sigmoid(z)}, summed over
     * the outputs and averaged over the samples. Its gradient is {@code s - y}. Smoothing makes the targets {@code y (1 - ε) +
     * ε / 2} (Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016).
     *
     * @param labelSmoothing ε, in [0, 1)
     */
    record BinaryCrossEntropy(double labelSmoothing) implements Loss {
        /** Checks the smoothing. */
        public BinaryCrossEntropy {
            requireSmoothing("binary_cross_entropy", labelSmoothing);
        }

        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.binaryCrossEntropy(labelSmoothing);
        }

        @Override
        public String name() {
            return "binary_cross_entropy";
        }

        @Override
        public String formula() {
            return "-(y ln s + (1 - y) ln(1 - s)) with s = sigmoid(z), summed over outputs";
        }

        @Override
        public boolean isClassification() {
            return true;
        }

        @Override
        public void checkTargets(Dataset data, int outputs) {
            TargetChecks.oneHotOrValues(data, outputs, this, TargetChecks.Range.PROBABILITY);
        }

        @Override
        public double divisor(int rows, int outputs) {
            return rows;
        }
    }

    /**
     * Softmax cross-entropy on logits, {@code -ln(softmax(z)[label])}, averaged over the samples. Its gradient is
     * {@code softmax(z) - onehot(label)}. Smoothing makes the targets {@code (1 - ε) onehot(label) + ε / outputs} (Szegedy et
     * al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016).
     *
     * @param labelSmoothing ε, in [0, 1)
     */
    record SoftmaxCrossEntropy(double labelSmoothing) implements Loss {
        /** Checks the smoothing. */
        public SoftmaxCrossEntropy {
            requireSmoothing("softmax_cross_entropy", labelSmoothing);
        }

        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.softmaxCrossEntropy(labelSmoothing);
        }

        @Override
        public String name() {
            return "softmax_cross_entropy";
        }

        @Override
        public String formula() {
            return "-ln softmax(z)[label]";
        }

        @Override
        public boolean isClassification() {
            return true;
        }

        @Override
        public void checkOutputs(int outputs) {
            if (outputs < 2) {
                throw new IllegalArgumentException("softmax_cross_entropy needs at least 2 outputs, found " + outputs
                        + "; for two classes on one output use binary_cross_entropy");
            }
        }

        @Override
        public void checkTargets(Dataset data, int outputs) {
            if (!(data.targets() instanceof Targets.Labels)) {
                throw new IllegalArgumentException(
                        "softmax_cross_entropy needs class labels, found real targets: give labels, or use a loss for real numbers, such as mean_squared_error");
            }
            TargetChecks.labels(data, outputs, this);
        }

        @Override
        public double divisor(int rows, int outputs) {
            return rows;
        }
    }

    /** Mean squared error, {@code (y - t)²} averaged over samples and outputs; its gradient is {@code 2 (y - t)}. */
    record MeanSquaredError() implements Loss {
        @Override
        public ReferenceLoss reference() {
            return ReferenceLoss.MEAN_SQUARED_ERROR;
        }

        @Override
        public String name() {
            return "mean_squared_error";
        }

        @Override
        public String formula() {
            return "(z - y)², averaged over outputs";
        }

        @Override
        public boolean isClassification() {
            return false;
        }

        @Override
        public void checkTargets(Dataset data, int outputs) {
            TargetChecks.oneHotOrValues(data, outputs, this, TargetChecks.Range.REAL);
        }

        @Override
        public double divisor(int rows, int outputs) {
            return (double) rows * outputs;
        }
    }

    private static void requireSmoothing(String name, double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    name + ": label-smoothing must be at least 0 and below 1, found " + smoothing);
        }
    }

    /** Returns {@link BinaryCrossEntropy} without label smoothing. */
    static Loss binaryCrossEntropy() {
        return new BinaryCrossEntropy(0);
    }

    /** Returns {@link SoftmaxCrossEntropy} without label smoothing. */
    static Loss softmaxCrossEntropy() {
        return new SoftmaxCrossEntropy(0);
    }

    /** Returns {@link MeanSquaredError}. */
    static Loss meanSquaredError() {
        return new MeanSquaredError();
    }

    /** Returns {@link PointLoss.MeanAbsoluteError}. */
    static Loss meanAbsoluteError() {
        return new PointLoss.MeanAbsoluteError();
    }

    /** Returns {@link PointLoss.Huber}; 1 is usual. */
    static Loss huber(double delta) {
        return new PointLoss.Huber(delta);
    }

    /** Returns {@link PointLoss.Quantile}; the median's level is 0.5. */
    static Loss quantile(double level) {
        return new PointLoss.Quantile(level);
    }

    /** Returns {@link PointLoss.Poisson}. */
    static Loss poisson() {
        return new PointLoss.Poisson();
    }

    /** Returns {@link PointLoss.Focal} with the paper's gamma of 2 and alpha of 0.25. */
    static Loss focal() {
        return new PointLoss.Focal(2, 0.25);
    }

    /** Returns {@link PointLoss.Hinge}. */
    static Loss hinge() {
        return new PointLoss.Hinge();
    }

    /**
     * Returns {@link PointLoss.Custom}, and makes it known to {@link #choices}, so that models which name it can be loaded; a later one of
     * the same name takes its place.
     *
     * @param name lower case, digits and underscores
     * @param function value and derivative; {@code GradientCheck} compares the two
     * @throws IllegalArgumentException if the name is not of that form, or the library's
     */
    static Loss custom(String name, PointwiseLoss function) {
        return choices().register(new PointLoss.Custom(name, function));
    }

    /** Returns all kinds. */
    static Choices<Loss> choices() {
        return LossChoices.ALL;
    }
}

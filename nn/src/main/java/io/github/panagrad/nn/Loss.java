package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import io.github.panagrad.tensor.Kernels;
import io.github.panagrad.tensor.LossSum;
import io.github.panagrad.tensor.Tensor;

/**
 * What a network is trained for, and how its outputs turn into predictions. A value.
 *
 * <p>Losses work on the output layer's pre-activations (logits), so that none of them overflows.
 */
public sealed interface Loss extends Choice {
    /** Returns whether targets are classes, so that accuracy means something. */
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

    /**
     * Adds a block's loss and writes its gradient.
     *
     * @param logits m x outputs; read
     * @param targets the block's targets, as {@link TargetBlock} gathered them; read
     * @param divisor {@link #divisor} of the whole batch
     * @param delta m x outputs; written with the gradient of the batch's loss
     * @param sum accumulated
     */
    void apply(Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum);

    /** Turns logits into predictions, in place: probabilities, or the values themselves. */
    void predict(Kernels kernels, Tensor logits);

    /**
     * Binary cross-entropy on logits, {@code -(y ln s + (1 - y) ln(1 - s))} with {@code s = sigmoid(z)}, summed over
     * the outputs and averaged over the samples. Its gradient is {@code s - y}.
     */
    record BinaryCrossEntropy() implements Loss {
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
            TargetChecks.oneHotOrValues(data, outputs, this, true);
        }

        @Override
        public double divisor(int rows, int outputs) {
            return rows;
        }

        @Override
        public void apply(
                Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum) {
            kernels.losses().sigmoidCrossEntropy(logits, targets.values(), 1 / divisor, delta, sum);
        }

        @Override
        public void predict(Kernels kernels, Tensor logits) {
            kernels.sigmoid(logits);
        }
    }

    /**
     * Softmax cross-entropy on logits, {@code -ln(softmax(z)[label])}, averaged over the samples. Its gradient is
     * {@code softmax(z) - onehot(label)}.
     */
    record SoftmaxCrossEntropy() implements Loss {
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
                throw new IllegalArgumentException("softmax_cross_entropy needs class labels, found real targets");
            }
            TargetChecks.labels(data, outputs, this);
        }

        @Override
        public double divisor(int rows, int outputs) {
            return rows;
        }

        @Override
        public void apply(
                Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum) {
            kernels.losses().softmaxCrossEntropy(logits, targets.labels(), 1 / divisor, delta, sum);
        }

        @Override
        public void predict(Kernels kernels, Tensor logits) {
            kernels.softmax(logits);
        }
    }

    /** Mean squared error, {@code (y - t)²} averaged over samples and outputs; its gradient is {@code 2 (y - t)}. */
    record MeanSquaredError() implements Loss {
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
            TargetChecks.oneHotOrValues(data, outputs, this, false);
        }

        @Override
        public double divisor(int rows, int outputs) {
            return (double) rows * outputs;
        }

        @Override
        public void apply(
                Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum) {
            kernels.losses().squaredError(logits, targets.values(), 2 / divisor, delta, sum);
        }

        @Override
        public void predict(Kernels kernels, Tensor logits) {
            // The outputs are the values.
        }
    }

    /** Returns {@link BinaryCrossEntropy}. */
    static Loss binaryCrossEntropy() {
        return new BinaryCrossEntropy();
    }

    /** Returns {@link SoftmaxCrossEntropy}. */
    static Loss softmaxCrossEntropy() {
        return new SoftmaxCrossEntropy();
    }

    /** Returns {@link MeanSquaredError}. */
    static Loss meanSquaredError() {
        return new MeanSquaredError();
    }

    /** Returns all kinds. */
    static Choices<Loss> choices() {
        return LossChoices.ALL;
    }
}

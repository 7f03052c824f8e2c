package io.github.panagrad.nn;

import io.github.panagrad.nn.engine.BatchLoss;
import io.github.panagrad.nn.engine.TargetBlock;
import io.github.panagrad.tensor.Tensor;
import io.github.panagrad.tensor.kernel.LossSum;
import io.github.panagrad.tensor.kernel.OutputLoss;
import io.github.panagrad.tensor.ops.Kernels;

/** The engine's version of a loss, whose kernels are chosen once. */
final class LossFunctions implements BatchLoss {
    /** How a loss turns logits into predictions. */
    enum Link {
        SIGMOID,
        SOFTMAX,
        EXPONENTIAL,
        IDENTITY
    }

    /** Computes the loss of a block and its gradient. */
    private interface Function {
        void apply(
                Kernels kernels,
                Tensor logits,
                TargetBlock targets,
                double divisor,
                double strength,
                Tensor delta,
                LossSum sum);
    }

    private final Loss loss;
    private final Link link;
    private final Function function;

    LossFunctions(Loss loss) {
        this.loss = loss;
        link = link(loss);
        function = function(loss);
    }

    static Link link(Loss loss) {
        return switch (loss) {
            case Loss.BinaryCrossEntropy _, PointLoss.Focal _ -> Link.SIGMOID;
            case Loss.SoftmaxCrossEntropy _ -> Link.SOFTMAX;
            case PointLoss.Poisson _ -> Link.EXPONENTIAL;
            case Loss.MeanSquaredError _,
                    PointLoss.MeanAbsoluteError _,
                    PointLoss.Huber _,
                    PointLoss.Quantile _,
                    PointLoss.Hinge _,
                    PointLoss.Custom _ -> Link.IDENTITY;
        };
    }

    private static Function function(Loss loss) {
        return switch (loss) {
            case Loss.BinaryCrossEntropy(double smoothing) ->
                (kernels, logits, targets, divisor, strength, delta, sum) -> kernels.losses()
                        .sigmoidCrossEntropy(
                                logits,
                                targets.values(),
                                strength * smoothing,
                                targets.weights(),
                                1 / divisor,
                                delta,
                                sum);
            case Loss.SoftmaxCrossEntropy(double smoothing) ->
                (kernels, logits, targets, divisor, strength, delta, sum) -> kernels.losses()
                        .softmaxCrossEntropy(
                                logits,
                                targets.labels(),
                                strength * smoothing,
                                targets.weights(),
                                1 / divisor,
                                delta,
                                sum);
            case Loss.MeanSquaredError _ ->
                (kernels, logits, targets, divisor, _, delta, sum) -> kernels.losses()
                        .squaredError(logits, targets.values(), targets.weights(), 2 / divisor, delta, sum);
            case PointLoss point -> {
                OutputLoss pointwise = new Pointwise(point);
                yield (kernels, logits, targets, divisor, _, delta, sum) -> kernels.losses()
                        .pointwise(pointwise, logits, targets.values(), targets.weights(), 1 / divisor, delta, sum);
            }
        };
    }

    private record Pointwise(PointLoss loss) implements OutputLoss {
        @Override
        public double value(double z, double y) {
            return loss.value(z, y);
        }

        @Override
        public double slope(double z, double y) {
            return loss.slope(z, y);
        }

        @Override
        public boolean isClassification() {
            return loss.isClassification();
        }
    }

    @Override
    public boolean takesLabels() {
        return loss instanceof Loss.SoftmaxCrossEntropy;
    }

    @Override
    public double divisor(int rows, int outputs) {
        return loss.divisor(rows, outputs);
    }

    @Override
    public void apply(Kernels kernels, Tensor logits, TargetBlock targets, double divisor, Tensor delta, LossSum sum) {
        function.apply(kernels, logits, targets, divisor, 1, delta, sum);
    }

    @Override
    public void apply(
            Kernels kernels,
            Tensor logits,
            TargetBlock targets,
            double divisor,
            double smoothing,
            Tensor delta,
            LossSum sum) {
        function.apply(kernels, logits, targets, divisor, smoothing, delta, sum);
    }

    @Override
    public void predict(Kernels kernels, Tensor logits) {
        switch (link) {
            case SIGMOID -> kernels.sigmoid(logits);
            case SOFTMAX -> kernels.softmax(logits);
            case EXPONENTIAL -> kernels.losses().exponential(logits);
            case IDENTITY -> {
                // The outputs are the values.
            }
        }
    }
}

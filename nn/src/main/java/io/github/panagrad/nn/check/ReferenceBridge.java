package io.github.panagrad.nn.check;

import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.PointLoss;
import io.github.panagrad.nn.reference.ReferenceActivation;
import io.github.panagrad.nn.reference.ReferenceLoss;
import io.github.panagrad.tensor.Activation;

/** Maps each member of a family to its counterpart in the reference network. A new member does not compile without one. */
public final class ReferenceBridge {
    private ReferenceBridge() {}

    /** Returns the reference of an activation. */
    public static ReferenceActivation activation(Activation activation) {
        return switch (activation) {
            case Activation.Identity _ -> ReferenceActivation.IDENTITY;
            case Activation.Relu _ -> ReferenceActivation.RELU;
            case Activation.LeakyRelu(double slope) -> ReferenceActivation.leakyRelu(slope);
            case Activation.Sigmoid _ -> ReferenceActivation.SIGMOID;
            case Activation.Tanh _ -> ReferenceActivation.TANH;
            case Activation.Gelu _ -> ReferenceActivation.GELU;
            case Activation.GeluTanh _ -> ReferenceActivation.GELU_TANH;
            case Activation.Silu _ -> ReferenceActivation.SILU;
            case Activation.Elu(double alpha) -> ReferenceActivation.elu(alpha);
            case Activation.Selu _ -> ReferenceActivation.SELU;
            case Activation.Softplus _ -> ReferenceActivation.SOFTPLUS;
            case Activation.Mish _ -> ReferenceActivation.MISH;
            case Activation.HardSigmoid _ -> ReferenceActivation.HARD_SIGMOID;
            case Activation.Softsign _ -> ReferenceActivation.SOFTSIGN;
            case Activation.PRelu(double slope) -> ReferenceActivation.prelu(slope);
        };
    }

    /** Returns the reference of a loss. */
    public static ReferenceLoss loss(Loss loss) {
        return switch (loss) {
            case Loss.BinaryCrossEntropy(double smoothing) -> ReferenceLoss.binaryCrossEntropy(smoothing);
            case Loss.SoftmaxCrossEntropy(double smoothing) -> ReferenceLoss.softmaxCrossEntropy(smoothing);
            case Loss.MeanSquaredError _ -> ReferenceLoss.MEAN_SQUARED_ERROR;
            case PointLoss.MeanAbsoluteError _ -> ReferenceLoss.MEAN_ABSOLUTE_ERROR;
            case PointLoss.Huber(double delta) -> ReferenceLoss.huber(delta);
            case PointLoss.Quantile(double level) -> ReferenceLoss.quantile(level);
            case PointLoss.Poisson _ -> ReferenceLoss.POISSON;
            case PointLoss.Focal(double gamma, double alpha) -> ReferenceLoss.focal(gamma, alpha);
            case PointLoss.Hinge _ -> ReferenceLoss.HINGE;
        };
    }
}

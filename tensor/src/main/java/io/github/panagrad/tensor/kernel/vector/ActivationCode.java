package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Activation;

/** The kinds of activations: which loop to use. */
enum ActivationCode {
    IDENTITY,
    RELU,
    LEAKY_RELU,
    SIGMOID,
    TANH,
    GELU,
    GELU_TANH,
    SILU,
    ELU,
    SOFTPLUS,
    MISH,
    HARD_SIGMOID,
    SOFTSIGN;

    static ActivationCode of(Activation f) {
        return switch (f) {
            case Activation.Identity _ -> IDENTITY;
            case Activation.Relu _ -> RELU;
            case Activation.LeakyRelu _ -> LEAKY_RELU;
            case Activation.Sigmoid _ -> SIGMOID;
            case Activation.Tanh _ -> TANH;
            case Activation.Gelu _ -> GELU;
            case Activation.GeluTanh _ -> GELU_TANH;
            case Activation.Silu _ -> SILU;
            case Activation.Elu _, Activation.Selu _ -> ELU;
            case Activation.Softplus _ -> SOFTPLUS;
            case Activation.Mish _ -> MISH;
            case Activation.HardSigmoid _ -> HARD_SIGMOID;
            case Activation.Softsign _ -> SOFTSIGN;
            case Activation.PRelu _ -> throw new IllegalArgumentException("prelu has kernels of its own");
        };
    }

    /** Returns the factor for positive inputs, of those with two branches. */
    static double positive(Activation f) {
        return f instanceof Activation.Selu ? Activation.Selu.LAMBDA : 1;
    }

    /** Returns the factor for negative inputs, which is the slope at zero from the left; 0 where there is none. */
    static double negative(Activation f) {
        return switch (f) {
            case Activation.LeakyRelu leaky -> leaky.slope();
            case Activation.Elu elu -> elu.alpha();
            case Activation.Selu _ -> Activation.Selu.LAMBDA * Activation.Selu.ALPHA;
            default -> 0;
        };
    }
}

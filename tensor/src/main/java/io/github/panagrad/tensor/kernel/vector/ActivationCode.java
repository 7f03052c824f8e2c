package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Activation;

/** The kinds of activations: which loop to take. */
enum ActivationCode {
    IDENTITY,
    RELU,
    LEAKY_RELU,
    SIGMOID,
    TANH;

    static ActivationCode of(Activation f) {
        return switch (f) {
            case Activation.Identity _ -> IDENTITY;
            case Activation.Relu _ -> RELU;
            case Activation.LeakyRelu _ -> LEAKY_RELU;
            case Activation.Sigmoid _ -> SIGMOID;
            case Activation.Tanh _ -> TANH;
        };
    }

    /** Returns the slope for negative inputs where the activation has one, else 0. */
    static double slope(Activation f) {
        return f instanceof Activation.LeakyRelu leaky ? leaky.slope() : 0;
    }
}

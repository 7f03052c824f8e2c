package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import io.github.panagrad.tensor.Kernels;

/**
 * How parameters follow their gradient. A value that holds the hyper-parameters; state lives in the trainer, and the
 * learning rate comes from a {@link Schedule}.
 */
public sealed interface Optimizer extends Choice permits Sgd, Momentum, RmsProp, Adam {
    /** Returns how many numbers of state there are for each parameter, all zero at the start. */
    int states();

    /** Returns the update on some kernels. */
    UpdateRule rule(Kernels kernels);

    /** Returns {@link Sgd}. */
    static Optimizer sgd() {
        return new Sgd();
    }

    /** Returns {@link Momentum} with the text's β of 0.9. */
    static Optimizer momentum() {
        return new Momentum(0.9);
    }

    /** Returns {@link RmsProp} with the text's β of 0.999 and ε of 1e-8. */
    static Optimizer rmsProp() {
        return new RmsProp(0.999, 1e-8);
    }

    /** Returns {@link Adam} with β₁ 0.9, β₂ 0.999 and ε 1e-8. */
    static Optimizer adam() {
        return new Adam(0.9, 0.999, 1e-8);
    }

    /** Returns all kinds. */
    static Choices<Optimizer> choices() {
        return OptimizerChoices.ALL;
    }
}

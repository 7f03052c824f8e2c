package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.ops.Kernels;

/** An optimiser that makes a step for each batch, from that batch's gradient and some numbers it remembers. */
public sealed interface FirstOrder extends Optimizer
        permits Sgd, Momentum, ClassicalMomentum, Nesterov, Lion, RmsProp, Adagrad, Adam, AdamW, AmsGrad, Nadam {
    /** Returns how many numbers of state there are for each parameter, all zero at the start. */
    int states();

    /** Returns the update on some kernels. */
    UpdateRule rule(Kernels kernels);

    /**
     * Returns λ of the optimiser's own weight decay, which is decoupled from the gradient: in each step the weights, not the
     * biases, are first multiplied by {@code 1 − αλ}, α being the learning rate. 0 for none.
     */
    @Override
    default double weightDecay() {
        return 0;
    }
}

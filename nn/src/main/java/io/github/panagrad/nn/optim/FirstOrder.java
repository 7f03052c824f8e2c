package io.github.panagrad.nn.optim;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;

/** An optimiser that makes one step per batch, from the gradient of that batch and its state. */
public non-sealed interface FirstOrder extends Optimizer {
    /** Returns the number of state values per parameter, all initially 0. */
    int states();

    /** Returns the update rule, computed by a backend in an element type. */
    UpdateRule rule(Backend backend, DType dtype);

    /**
     * Returns λ of the optimiser's own decoupled weight decay: in each step the weights, but not the biases, are first
     * multiplied by {@code 1 − αλ}, where α is the learning rate. 0 if there is no decay.
     */
    @Override
    default double weightDecay() {
        return 0;
    }
}

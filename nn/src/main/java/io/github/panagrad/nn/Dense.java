package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import java.util.Objects;

/**
 * A hidden layer: {@code a = f(x Wᵀ + b)}, followed by inverted dropout in training.
 *
 * @param units the number of outputs
 * @param activation f
 * @param dropout the probability that an output is dropped in training, in [0, 1); what is kept is scaled by
 *     {@code 1 / (1 - dropout)}, so that inference needs no change
 */
public record Dense(int units, Activation activation, double dropout) {
    /** Checks the values. */
    public Dense {
        Objects.requireNonNull(activation, "activation");
        if (units < 1) {
            throw new IllegalArgumentException("a layer needs at least 1 unit, found " + units);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), found " + dropout);
        }
    }

    /** Makes a layer without dropout. */
    public Dense(int units, Activation activation) {
        this(units, activation, 0);
    }
}

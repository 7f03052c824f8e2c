package io.github.panagrad.nn;

import io.github.panagrad.tensor.Activation;
import java.util.Objects;

/**
 * A hidden layer: {@code a = f(x Wᵀ + b)}, or with a normalisation {@code a = f(γ ẑ + β)} with ẑ the standardised
 * {@code x Wᵀ}; then inverted dropout in training; then, with a skip connection, plus what an earlier layer gave.
 *
 * @param units the number of outputs
 * @param activation f
 * @param dropout the probability that an output is dropped in training, in [0, 1); what is kept is scaled by
 *     {@code 1 / (1 - dropout)}, so that inference needs no change
 * @param normalization what is done before the activation
 * @param skip 0 for no skip connection; k adds the output of the layer k before this one, which must have as many units:
 *     1 adds the layer's own input (He et al., "Deep Residual Learning", CVPR 2016)
 */
public record Dense(int units, Activation activation, double dropout, Normalization normalization, int skip)
        implements Layer {
    /** Checks the values. */
    public Dense {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(normalization, "normalization");
        if (units < 1) {
            throw new IllegalArgumentException("a layer needs at least 1 unit, found " + units);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), found " + dropout);
        }
        if (skip < 0) {
            throw new IllegalArgumentException("skip must be at least 0, found " + skip);
        }
    }

    /** Makes a layer with dropout alone. */
    public Dense(int units, Activation activation, double dropout) {
        this(units, activation, dropout, Normalization.none(), 0);
    }

    /** Makes a layer without dropout. */
    public Dense(int units, Activation activation) {
        this(units, activation, 0);
    }

    /** Returns this with another dropout probability. */
    public Dense withDropout(double value) {
        return new Dense(units, activation, value, normalization, skip);
    }

    /** Returns this with a normalisation. */
    public Dense withNormalization(Normalization value) {
        return new Dense(units, activation, dropout, value, skip);
    }

    /** Returns this with a skip connection over so many layers, or 0 for none. */
    public Dense withSkip(int value) {
        return new Dense(units, activation, dropout, normalization, value);
    }

    boolean isNormalized() {
        return !(normalization instanceof Normalization.None);
    }
}

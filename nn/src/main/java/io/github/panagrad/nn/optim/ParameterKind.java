package io.github.panagrad.nn.optim;

import java.util.Locale;

/** What a parameter is for, in layers of all kinds. */
public enum ParameterKind {
    /** The weights of dense layers, the output layer included. */
    WEIGHT,
    /** The biases of dense layers, and the shifts of normalised ones. */
    BIAS,
    /** Factors: of normalised layers, of inputs, of members. */
    SCALE,
    /** What activations learn: the slopes of PReLU, and the shares of parametric ones. */
    ACTIVATION,
    /** All parameters of embeddings, of categories and of numbers. */
    EMBEDDING;

    /** Returns the name for users, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

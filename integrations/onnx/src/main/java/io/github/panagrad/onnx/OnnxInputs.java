package io.github.panagrad.onnx;

import java.util.Locale;

/** What an exported model takes. */
public enum OnnxInputs {
    /**
     * An input for each column that the model uses, called like it, of shape [N, 1]: float64 for numbers, with NaN for a missing one,
     * text for categories, with the empty text for a missing one. Truth values are 0 and 1, dates the seconds since 1970.
     */
    COLUMNS,
    /**
     * Two inputs: {@code numbers}, float64 of shape [N, numbers], and {@code texts}, of shape [N, texts], with the columns in the order of
     * the training table; one that would have no columns is left out.
     */
    GROUPED,
    /** One input: {@code features}, float32 of shape [N, inputs], which are the network's inputs, after any preprocessing. */
    TENSOR;

    /** Returns the name for users, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

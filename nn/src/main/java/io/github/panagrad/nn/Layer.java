package io.github.panagrad.nn;

/**
 * A part of a network that has parameters of its own: a layer that reads all outputs of the previous one, such as
 * {@link Dense}, or one that replaces an input column, such as {@link Embedding}. A value. This library defines all kinds.
 */
public interface Layer {
    /** Returns the probability that an output is dropped in training; 0 for none. */
    default double dropout() {
        return 0;
    }

    /** Returns how many layers its skip connection spans; 0 for none. */
    default int skip() {
        return 0;
    }
}

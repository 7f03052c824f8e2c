package io.github.panagrad.nn;

/**
 * A part of a network that has parameters of its own: a layer that reads all outputs of the one before, such as {@link Dense}, or
 * one that takes the place of an input column, such as {@link Embedding}. A value. The kinds are those of this library.
 */
public interface Layer {
    /** Returns the probability that an output is dropped in training; 0 for none. */
    default double dropout() {
        return 0;
    }

    /** Returns over how many layers its skip connection goes; 0 for none. */
    default int skip() {
        return 0;
    }
}

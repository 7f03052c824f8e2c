package io.github.panagrad.nn.engine;

/** How a dense layer standardises {@code x Wᵀ} before its activation. A value. */
public sealed interface Standardization {
    /** Not at all. */
    record None() implements Standardization {}

    /**
     * Each column over the rows of the batch; at inference, by running averages.
     *
     * @param epsilon added to the variance
     * @param keep the share of the old average that a step keeps
     */
    record Columns(double epsilon, double keep) implements Standardization {}

    /**
     * Each row over its columns.
     *
     * @param epsilon added to the variance
     */
    record Rows(double epsilon) implements Standardization {}
}

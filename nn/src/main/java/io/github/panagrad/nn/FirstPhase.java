package io.github.panagrad.nn;

/** The part of a step before the parameters change: from the rows of a batch to every layer's outputs and deltas. */
sealed interface FirstPhase permits RowShardPhase, ColumnBlockPhase {
    /** Gathers the batch, runs forwards, and computes the loss. */
    void forward();

    /** The same, then backwards to the first layer's delta. */
    void forwardAndBackward();

    /** Returns the sum of the batch's losses, in an order that follows from the plan. */
    double loss();

    /** Returns how many rows are predicted right. */
    long correct();
}

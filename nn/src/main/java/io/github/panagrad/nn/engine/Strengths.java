package io.github.panagrad.nn.engine;

/**
 * Factors of what keeps a network from overfitting, which may change from step to step: set by one thread before a step, and read by
 * all during it.
 */
public final class Strengths {
    /** Of the probabilities of dropout, at most 1. */
    public double dropout = 1;

    /** Of weight decay. */
    public double decay = 1;

    /** Of label smoothing, at most 1. */
    public double smoothing = 1;
}

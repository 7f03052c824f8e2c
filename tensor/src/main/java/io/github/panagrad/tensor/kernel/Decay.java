package io.github.panagrad.tensor.kernel;

/**
 * What shrinks parameters before an optimiser's step, filled once a step by one thread and then read by all: {@code g =
 * gradient + l2 theta}, and the step is taken from {@code shrink theta}. The {@code theta} that {@code l2} is multiplied by
 * is the one before it shrinks. As made, it leaves both out.
 */
public final class Decay {
    /** What the parameters are multiplied by and added to their gradient. */
    public double l2;

    /** What the parameters are then multiplied by. */
    public double shrink = 1;
}

package io.github.panagrad.tensor;

/**
 * How parameters are penalised and decayed in an optimiser's step: {@code g = gradient + l2 theta}, and the step starts from
 * {@code shrink theta}. The {@code theta} that {@code l2} multiplies is the one before it shrinks.
 *
 * <p>Filled once per step by one thread, before the others read it.
 */
public final class Decay {
    /** The factor of the parameters that is added to their gradient; 0 for no penalty. */
    public double l2;

    /** The factor that the parameters are then multiplied by; 1 for no decay. */
    public double shrink = 1;

    /** Makes a value without penalty and decay. */
    public Decay() {}
}

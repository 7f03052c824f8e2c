package io.github.panagrad.tensor.kernel.vector;

/**
 * What counts as 0 in optimiser updates.
 *
 * <p>Where a gradient stays zero (a dead unit, a pixel that is always black) its averages shrink until they are subnormal and
 * stay so, and arithmetic with subnormal numbers is many times slower. What is too small to show in any update is therefore
 * set to 0.
 */
final class TinyF64 {
    static final double STATE = Double.MIN_NORMAL * 1024;

    /** Its square, times what an average takes of it, is still a normal number. */
    static final double GRADIENT = Math.sqrt(Double.MIN_NORMAL * 0x1p30);

    private TinyF64() {}
}

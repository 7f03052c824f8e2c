package io.github.panagrad.tensor.kernel.vector;

/** What the kernels' registers are like on this machine. */
public final class Registers {
    private Registers() {}

    /** Returns the bits of one. */
    public static int bits() {
        return LanesF64.LANES * Double.SIZE;
    }
}

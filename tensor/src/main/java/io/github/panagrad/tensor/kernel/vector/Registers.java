package io.github.panagrad.tensor.kernel.vector;

/** The kernels' registers on this machine. */
public final class Registers {
    private Registers() {}

    /** Returns the size of one in bits. */
    public static int bits() {
        return LanesF64.LANES * Double.SIZE;
    }
}

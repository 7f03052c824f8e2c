package io.github.panagrad.tensor.kernel.vector;

/** The registers that the kernels of this package use. */
public final class Registers {
    private Registers() {}

    /** Returns the bits of a register of this machine, which are the same for all element types. */
    public static int bits() {
        return LanesF64.LANES * Double.SIZE;
    }
}

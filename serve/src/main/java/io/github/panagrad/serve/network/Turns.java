package io.github.panagrad.serve.network;

/** Angles in turns. */
final class Turns {
    /** From here on nothing is known about the position within a turn. */
    private static final double MOST_TURNS = 0x1p51;

    private Turns() {}

    /** Returns the angle in radians, within ±π. */
    static double angle(double turns) {
        return Math.abs(turns) >= MOST_TURNS ? 0 : 2 * Math.PI * (turns - Math.rint(turns));
    }
}

package io.github.panagrad.tensor.kernel;

/**
 * Cosine and sine of an angle in turns, the same on every machine and without allocating: {@link StrictMath} makes an array for
 * larger angles than are needed here.
 */
public final class Turns {
    /** From here on nothing is known about the position within a turn. */
    private static final double MOST_TURNS = 0x1p51;

    private Turns() {}

    /** Returns cos(2π turns). */
    public static double cosine(double turns) {
        double part = Math.abs(part(turns));
        if (part <= 0.125) {
            return StrictMath.cos(2 * Math.PI * part);
        }
        return part <= 0.375
                ? StrictMath.sin(2 * Math.PI * (0.25 - part))
                : -StrictMath.cos(2 * Math.PI * (0.5 - part));
    }

    /** Returns sin(2π turns). */
    public static double sine(double turns) {
        double part = part(turns);
        double size = Math.abs(part);
        if (size <= 0.125) {
            return StrictMath.sin(2 * Math.PI * part);
        }
        double sine = size <= 0.375
                ? StrictMath.cos(2 * Math.PI * (0.25 - size))
                : StrictMath.sin(2 * Math.PI * (0.5 - size));
        return Math.copySign(sine, part);
    }

    /** Returns what is left after whole turns, from −½ to ½. */
    private static double part(double turns) {
        return Math.abs(turns) >= MOST_TURNS ? 0 : turns - Math.rint(turns);
    }
}

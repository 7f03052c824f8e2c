package io.github.panagrad.nn.optim;

/**
 * The fall from 1 to 0 along half a cosine, {@code (1 + cos(π x)) / 2}. It allocates nothing, unlike {@link StrictMath#cos}, and
 * is the same bits on every machine, unlike {@link Math#cos}.
 */
final class HalfCosine {
    /** The terms of sin's series that show in double up to π/4: the first one left out is 1e-19. */
    private static final int LAST_POWER = 17;

    private HalfCosine() {}

    /**
     * Returns the value at a share of the way, from 0 to 1.
     *
     * <p>It is {@code cos²(π x / 2)}, and so {@code 1 - sin²(π x / 2)} in the first half and {@code sin²(π (1 - x) / 2)} in the
     * second: the sine's argument is at most π/4.
     */
    static double at(double share) {
        if (share <= 0.5) {
            double sine = sine(Math.PI / 2 * share);
            return 1 - sine * sine;
        }
        double sine = sine(Math.PI / 2 * (1 - share));
        return sine * sine;
    }

    /** Taylor's series, {@code x - x³/3! + x⁵/5! - …}, from its end. */
    private static double sine(double x) {
        double square = x * x;
        double sum = 1;
        for (int power = LAST_POWER; power > 1; power -= 2) {
            sum = 1 - sum * square / (power * (power - 1.0));
        }
        return x * sum;
    }
}

package io.github.panagrad.nn.optim;

/**
 * Half a period of a cosine from 1 to 0, {@code (1 + cos(π x)) / 2}. It does not allocate, unlike
 * {@link StrictMath#cos}, and gives the same bits on every machine, unlike {@link Math#cos}.
 */
final class HalfCosine {
    /** The last power of the sine series that is significant in double up to π/4: the first omitted term is 1e-19. */
    private static final int LAST_POWER = 17;

    private HalfCosine() {}

    /**
     * Returns the value at a position x from 0 to 1.
     *
     * <p>It is {@code cos²(π x / 2)}, and so {@code 1 - sin²(π x / 2)} in the first half and
     * {@code sin²(π (1 - x) / 2)} in the second: the sine's argument is at most π/4.
     */
    static double at(double share) {
        if (share <= 0.5) {
            double sine = sine(Math.PI / 2 * share);
            return 1 - sine * sine;
        }
        double sine = sine(Math.PI / 2 * (1 - share));
        return sine * sine;
    }

    /** The Taylor series {@code x - x³/3! + x⁵/5! - …}, summed from its last term. */
    private static double sine(double x) {
        double square = x * x;
        double sum = 1;
        for (int power = LAST_POWER; power > 1; power -= 2) {
            sum = 1 - sum * square / (power * (power - 1.0));
        }
        return x * sum;
    }
}

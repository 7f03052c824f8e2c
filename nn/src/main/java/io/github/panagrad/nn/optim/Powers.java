package io.github.panagrad.nn.optim;

/** Powers that allocate nothing, unlike {@link StrictMath#pow}, and are the same bits on every machine. */
final class Powers {
    /** Whole exponents up to here are taken by squaring. */
    private static final double MOST_SQUARED = 1L << 52;

    private Powers() {}

    /** Returns a power with a whole exponent that is not negative, by squaring. */
    static double power(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest != 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    /** Returns a power of a base and an exponent that are not negative. */
    static double power(double base, double exponent) {
        if (exponent == Math.rint(exponent) && exponent < MOST_SQUARED) {
            return power(base, (long) exponent);
        }
        return StrictMath.exp(exponent * StrictMath.log(base));
    }
}

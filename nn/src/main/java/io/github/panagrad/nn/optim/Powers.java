package io.github.panagrad.nn.optim;

/** Powers that do not allocate, unlike {@link StrictMath#pow}, and give the same bits on every machine. */
final class Powers {
    /** Integer exponents up to this limit are computed by squaring. */
    private static final double MOST_SQUARED = 1L << 52;

    private static final double LN_2 = StrictMath.log(2);

    private Powers() {}

    /** Returns a power with a non-negative integer exponent, by repeated squaring. */
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

    /** Returns the logarithm to the base 2 of a positive number. */
    static double log2(double x) {
        return StrictMath.log(x) / LN_2;
    }

    /** Returns a power with a non-negative base and exponent. */
    static double power(double base, double exponent) {
        if (exponent == Math.rint(exponent) && exponent < MOST_SQUARED) {
            return power(base, (long) exponent);
        }
        return StrictMath.exp(exponent * StrictMath.log(base));
    }
}

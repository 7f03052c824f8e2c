package io.github.panagrad.table.pipeline;

/**
 * The inverse of the standard normal distribution function, by P. J. Acklam, <em>An algorithm for computing the inverse normal
 * cumulative distribution function</em> (2003); relative error below 1.2e-9. The same bits on every machine.
 */
final class NormalQuantile {
    /** Below this share, and above 1 minus it, is a tail. */
    private static final double TAIL = 0.02425;

    private static final double[] MIDDLE_ABOVE = {
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00
    };
    private static final double[] MIDDLE_BELOW = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1
    };
    private static final double[] TAIL_ABOVE = {
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00
    };
    private static final double[] TAIL_BELOW = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1
    };

    private NormalQuantile() {}

    /**
     * Returns the number that a share of the distribution is below.
     *
     * @param share in (0, 1)
     */
    static double of(double share) {
        if (share > 0.5) {
            return -of(1 - share);
        }
        if (share < TAIL) {
            double q = StrictMath.sqrt(-2 * StrictMath.log(share));
            return polynomial(TAIL_ABOVE, q) / polynomial(TAIL_BELOW, q);
        }
        double q = share - 0.5;
        double r = q * q;
        return polynomial(MIDDLE_ABOVE, r) * q / polynomial(MIDDLE_BELOW, r);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}

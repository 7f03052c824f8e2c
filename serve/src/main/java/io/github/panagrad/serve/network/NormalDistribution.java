package io.github.panagrad.serve.network;

/**
 * The normal distribution, from a table with cubic interpolation, whose error is below 1e-10: the fourth derivative is at most 0.55,
 * and a cubic Hermite polynomial is off by that times {@code h⁴ / 384}.
 */
final class NormalDistribution {
    private static final int STEPS = 64;

    /** Beyond it the tail is below 1e-15. */
    private static final int END = 8;

    private static final double INVERSE_SQRT_2PI = 0.3989422804014327;

    /** Below it the tail comes from a series, above from a continued fraction. */
    private static final double SERIES_END = 1.25;

    /** The tail above each step, and its slope times the step. */
    private static final double[] TAILS = new double[STEPS * END + 1];

    private static final double[] SLOPES = new double[TAILS.length];

    static {
        for (int i = 0; i < TAILS.length; i++) {
            double x = (double) i / STEPS;
            TAILS[i] = tail(x);
            SLOPES[i] = -density(x) / STEPS;
        }
    }

    private NormalDistribution() {}

    /** Returns the probability of a number below z. */
    static double below(double z) {
        double at = Math.abs(z) * STEPS;
        if (at < STEPS * END) {
            return z < 0 ? interpolated(at) : 1 - interpolated(at);
        }
        return Double.isNaN(z) ? z : z < 0 ? 0 : 1;
    }

    private static double interpolated(double at) {
        int i = (int) at;
        double t = at - i;
        double rest = 1 - t;
        return rest * rest * ((1 + 2 * t) * TAILS[i] + t * SLOPES[i])
                + t * t * ((3 - 2 * t) * TAILS[i + 1] - rest * SLOPES[i + 1]);
    }

    /**
     * Returns the probability of a number above x >= 0: one half minus the density times {@code x + x³/3 + x⁵/(3 5) + ...}
     * (Abramowitz and Stegun, 26.2.11), or the density divided by {@code x + 1/(x + 2/(x + 3/(x + ...)))} (26.2.14).
     */
    private static double tail(double x) {
        if (x < SERIES_END) {
            double term = x;
            double sum = x;
            for (int k = 3; term > 0x1p-60 * sum; k += 2) {
                term *= x * x / k;
                sum += term;
            }
            return 0.5 - density(x) * sum;
        }
        double fraction = x;
        for (int k = 10 + (int) (410 / (x * x)); k > 0; k--) {
            fraction = x + k / fraction;
        }
        return density(x) / fraction;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) * INVERSE_SQRT_2PI;
    }
}

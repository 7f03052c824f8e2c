package io.github.panagrad.tune;

import java.util.Arrays;
import java.util.List;

/**
 * A density on [0, 1]: the mean of normal densities, each cut off at the ends, at some places and at the middle; the one at the
 * middle is as wide as all.
 */
final class ParzenDensity {
    private static final double PRIOR_MEAN = 0.5;
    private static final double PRIOR_WIDTH = 1;

    /** The narrowest is this share of the range over the number of densities, at most as many as these. */
    private static final int MOST_FOR_WIDTH = 100;

    private final double[] means;
    private final double[] widths;

    /** The logarithm of what is within the ends, and of the constant factor of a normal density. */
    private final double[] logScales;

    private ParzenDensity(double[] means, double[] widths) {
        this.means = means;
        this.widths = widths;
        logScales = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            double inside = normalBelow((1 - means[i]) / widths[i]) - normalBelow(-means[i] / widths[i]);
            logScales[i] = StrictMath.log(inside * widths[i] * StrictMath.sqrt(2 * Math.PI));
        }
    }

    /** Returns the density of values of a parameter, of which there may be none. */
    static ParzenDensity of(HyperParameter.Range number, List<String> values) {
        double[] means = new double[values.size() + 1];
        for (int i = 0; i < values.size(); i++) {
            means[i] = number.position(values.get(i));
        }
        means[values.size()] = PRIOR_MEAN;
        Arrays.sort(means);
        int prior = Arrays.binarySearch(means, PRIOR_MEAN);
        double narrowest = 1.0 / Math.min(MOST_FOR_WIDTH, means.length + 1);
        double[] widths = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            double left = means[i] - (i == 0 ? 0 : means[i - 1]);
            double right = (i == means.length - 1 ? 1 : means[i + 1]) - means[i];
            widths[i] = i == prior ? PRIOR_WIDTH : Math.clamp(Math.max(left, right), narrowest, 1);
        }
        return new ParzenDensity(means, widths);
    }

    /** Returns the logarithm of the density. */
    double logAt(double x) {
        double[] logs = new double[means.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < means.length; i++) {
            double z = (x - means[i]) / widths[i];
            logs[i] = -0.5 * z * z - logScales[i];
            most = Math.max(most, logs[i]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - most);
        }
        return most + StrictMath.log(sum / means.length);
    }

    /** Draws a number. */
    double draw(Draws draws) {
        int i = draws.below(means.length);
        // At least a third of each is within the ends.
        while (true) {
            double x = means[i] + widths[i] * draws.normal();
            if (x >= 0 && x <= 1) {
                return x;
            }
        }
    }

    /** Returns the share of a normal distribution below a number (Abramowitz and Stegun 7.1.26, to 1e-7). */
    private static double normalBelow(double z) {
        double x = Math.abs(z) / StrictMath.sqrt(2);
        double t = 1 / (1 + 0.3275911 * x);
        double tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592)
                * t
                * StrictMath.exp(-x * x)
                / 2;
        return z < 0 ? tail : 1 - tail;
    }
}

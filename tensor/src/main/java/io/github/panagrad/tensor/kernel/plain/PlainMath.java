package io.github.panagrad.tensor.kernel.plain;

import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Tensor;

/** The activations and their derivatives for one number. */
final class PlainMath {
    /** sqrt(2/π), twice. */
    private static final double GELU_TANH = 1.5957691216057308;

    private static final double GELU_TANH_CUBIC = 0.044715;
    private static final double INVERSE_SQRT_2PI = 0.3989422804014327;

    /** Below it the normal distribution's tail comes from a series, above from a continued fraction. */
    private static final double SERIES_END = 1.25;

    /** From here on the normal density is 0. */
    private static final double DENSITY_END = 39;

    private PlainMath() {}

    /** Returns {@code f(z)}, of those without parameters. */
    static double apply(Activation f, double z) {
        return switch (f) {
            case Activation.Identity _ -> z;
            case Activation.Relu _ -> Math.max(z, 0);
            case Activation.LeakyRelu leaky -> z < 0 ? leaky.slope() * z : z;
            case Activation.Sigmoid _ -> sigmoid(z);
            case Activation.Tanh _ -> StrictMath.tanh(z);
            case Activation.Gelu _ -> times(z, normal(z));
            case Activation.GeluTanh _ -> times(z, sigmoid(geluTanh(z)));
            case Activation.Silu _ -> times(z, sigmoid(z));
            case Activation.Elu elu -> z > 0 ? z : elu.alpha() * StrictMath.expm1(z);
            case Activation.Selu _ ->
                Activation.Selu.LAMBDA * (z > 0 ? z : Activation.Selu.ALPHA * StrictMath.expm1(z));
            case Activation.Softplus _ -> Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
            case Activation.Mish _ -> times(z, StrictMath.tanh(StrictMath.log1p(StrictMath.exp(z))));
            case Activation.HardSigmoid _ -> Math.min(Math.max(z + 3, 0), 6) / 6;
            case Activation.Softsign _ -> Double.isInfinite(z) ? Math.signum(z) : z / (1 + Math.abs(z));
            case Activation.Custom custom -> custom.function().applyAsDouble(z);
            case Activation.PRelu _, Activation.Parametric _ -> throw withParameters(f);
        };
    }

    /** Returns {@code f'(z)} given {@code a = f(z)}, of those that keep no slope. */
    static double derivative(Activation f, double a) {
        return switch (f) {
            case Activation.Identity _ -> 1;
            case Activation.Relu _ -> a > 0 ? 1 : 0;
            case Activation.LeakyRelu leaky -> a > 0 ? 1 : leaky.slope();
            case Activation.Sigmoid _ -> a * (1 - a);
            case Activation.Tanh _ -> 1 - a * a;
            case Activation.Elu elu -> a > 0 ? 1 : a + elu.alpha();
            case Activation.Selu _ ->
                a > 0 ? Activation.Selu.LAMBDA : a + Activation.Selu.LAMBDA * Activation.Selu.ALPHA;
            case Activation.HardSigmoid _ -> a > 0 && a < 1 ? 1.0 / 6 : 0;
            case Activation.Softsign _ -> (1 - Math.abs(a)) * (1 - Math.abs(a));
            case Activation.Gelu _,
                    Activation.GeluTanh _,
                    Activation.Silu _,
                    Activation.Softplus _,
                    Activation.Mish _,
                    Activation.Custom _ -> throw new IllegalArgumentException(f.name() + " keeps its slope");
            case Activation.PRelu _, Activation.Parametric _ -> throw withParameters(f);
        };
    }

    /** Returns {@code f'(z)} of those that keep it. */
    static double slope(Activation f, double z) {
        return switch (f) {
            case Activation.Gelu _ -> normal(z) + times(z, density(Math.abs(z)));
            case Activation.GeluTanh _ -> {
                double w = geluTanh(z);
                double slope = GELU_TANH * (1 + 3 * GELU_TANH_CUBIC * z * z);
                yield sigmoid(w) + times(z * slope, sigmoid(w) * sigmoid(-w));
            }
            case Activation.Silu _ -> sigmoid(z) + times(z, sigmoid(z) * sigmoid(-z));
            case Activation.Softplus _ -> sigmoid(z);
            case Activation.Mish _ -> {
                double softplus = StrictMath.log1p(StrictMath.exp(z));
                double cosh = StrictMath.cosh(softplus);
                yield StrictMath.tanh(softplus) + times(z, sigmoid(z) / (cosh * cosh));
            }
            case Activation.Custom custom -> custom.derivative().applyAsDouble(z);
            default -> throw new IllegalArgumentException(f.name() + " keeps no slope");
        };
    }

    static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    /** Returns the probability that a number of the standard normal distribution is below z. */
    static double normal(double z) {
        return z < 0 ? normalTail(-z) : 1 - normalTail(z);
    }

    /**
     * Returns the probability of a number above x >= 0: one half minus the density times {@code x + x³/3 + x⁵/(3 5) + ...}
     * (Abramowitz and Stegun, 26.2.11), or the density divided by {@code x + 1/(x + 2/(x + 3/(x + ...)))} (26.2.14).
     */
    private static double normalTail(double x) {
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

    /** Returns the normal density; its exponent is kept in two parts, because an error there would be magnified. */
    private static double density(double x) {
        if (x > DENSITY_END) {
            return 0;
        }
        double exponent = x * x / 2;
        double rest = Math.fma(x / 2, x, -exponent);
        return StrictMath.exp(-exponent) * (1 - rest) * INVERSE_SQRT_2PI;
    }

    /** Returns 2 sqrt(2/π) (z + 0.044715 z³). */
    private static double geluTanh(double z) {
        return GELU_TANH * (z + GELU_TANH_CUBIC * z * z * z);
    }

    /** Returns the product, with 0 instead of NaN for infinity times zero. */
    static double times(double z, double factor) {
        return factor == 0 ? 0 : z * factor;
    }

    private static IllegalArgumentException withParameters(Activation f) {
        return new IllegalArgumentException(f.name() + " has parameters that are learned, and kernels of its own");
    }

    static double rowMaximum(Elements elements, Tensor z, int r) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < z.columns(); c++) {
            max = Math.max(max, elements.get(z, r, c));
        }
        return max;
    }
}

package io.github.panagrad.tensor;

import io.github.panagrad.tensor.kernel.vector.ExactMath;
import java.math.BigDecimal;
import java.math.MathContext;

/** The activations and their derivatives to some 40 digits, of finite numbers. */
final class ExactActivations {
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal ZERO = BigDecimal.ZERO;
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal THREE = BigDecimal.valueOf(3);
    private static final BigDecimal SIX = BigDecimal.valueOf(6);
    private static final BigDecimal PI =
            new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899863");
    private static final BigDecimal LAMBDA = new BigDecimal("1.0507009873554804934193349852946");
    private static final BigDecimal ALPHA = new BigDecimal("1.6732632423543772848170429916717");
    private static final BigDecimal CUBIC = new BigDecimal("0.044715");

    /** From here on e^-x is below every double. */
    private static final double FAR = 800;

    private ExactActivations() {}

    static BigDecimal value(Activation f, double number) {
        BigDecimal z = new BigDecimal(number);
        return switch (f) {
            case Activation.Identity _ -> z;
            case Activation.Relu _ -> z.max(ZERO);
            case Activation.LeakyRelu leaky -> number > 0 ? z : times(new BigDecimal(leaky.slope()), z);
            case Activation.Custom _ -> throw new IllegalArgumentException("no exact values of " + f);
            case Activation.Parametric parametric ->
                z.add(new BigDecimal(parametric.initialShare())
                        .multiply(value(parametric.function(), number).subtract(z)));
            case Activation.PRelu prelu -> number > 0 ? z : times(new BigDecimal(prelu.initialSlope()), z);
            case Activation.Sigmoid _ -> sigmoid(z);
            case Activation.Tanh _ -> tanh(z);
            case Activation.Gelu _ -> times(z, normal(number));
            case Activation.GeluTanh _ -> times(z, sigmoid(exponent(z)));
            case Activation.Silu _ -> times(z, sigmoid(z));
            case Activation.Elu elu -> number > 0 ? z : times(new BigDecimal(elu.alpha()), expm1(z));
            case Activation.Selu _ -> times(LAMBDA, number > 0 ? z : times(ALPHA, expm1(z)));
            case Activation.Softplus _ -> softplus(z);
            case Activation.Mish _ -> times(z, gate(z));
            case Activation.HardSigmoid _ -> z.add(THREE).max(ZERO).min(SIX).divide(SIX, DIGITS);
            case Activation.Softsign _ -> z.divide(ONE.add(z.abs()), DIGITS);
        };
    }

    static BigDecimal derivative(Activation f, double number) {
        BigDecimal z = new BigDecimal(number);
        return switch (f) {
            case Activation.Identity _ -> ONE;
            case Activation.Relu _ -> number > 0 ? ONE : ZERO;
            case Activation.LeakyRelu leaky -> number > 0 ? ONE : new BigDecimal(leaky.slope());
            case Activation.Custom _ -> throw new IllegalArgumentException("no exact values of " + f);
            case Activation.Parametric parametric ->
                ONE.add(new BigDecimal(parametric.initialShare())
                        .multiply(derivative(parametric.function(), number).subtract(ONE)));
            case Activation.PRelu prelu -> number > 0 ? ONE : new BigDecimal(prelu.initialSlope());
            case Activation.Sigmoid _ -> times(sigmoid(z), sigmoid(z.negate()));
            case Activation.Tanh _ -> ONE.subtract(times(tanh(z), tanh(z)));
            case Activation.Gelu _ -> normal(number).add(times(z, density(number)));
            case Activation.GeluTanh _ -> {
                BigDecimal w = exponent(z);
                BigDecimal slope = times(exponent(ONE), ONE.add(times(THREE.multiply(CUBIC), times(z, z))));
                slope = slope.divide(ONE.add(CUBIC), DIGITS);
                yield sigmoid(w).add(times(times(z, slope), times(sigmoid(w), sigmoid(w.negate()))));
            }
            case Activation.Silu _ -> sigmoid(z).add(times(z, times(sigmoid(z), sigmoid(z.negate()))));
            case Activation.Elu elu -> number > 0 ? ONE : times(new BigDecimal(elu.alpha()), exp(z));
            case Activation.Selu _ -> times(LAMBDA, number > 0 ? ONE : times(ALPHA, exp(z)));
            case Activation.Softplus _ -> sigmoid(z);
            case Activation.Mish _ -> {
                BigDecimal t = gate(z);
                yield t.add(times(times(z, sigmoid(z)), ONE.subtract(times(t, t))));
            }
            case Activation.HardSigmoid _ -> Math.abs(number) < 3 ? ONE.divide(SIX, DIGITS) : ZERO;
            case Activation.Softsign _ -> {
                BigDecimal bottom = ONE.add(z.abs());
                yield ONE.divide(times(bottom, bottom), DIGITS);
            }
        };
    }

    private static BigDecimal times(BigDecimal x, BigDecimal y) {
        return x.multiply(y, DIGITS);
    }

    /** Returns e^x of an x that is not far above 0. */
    private static BigDecimal exp(BigDecimal x) {
        return x.doubleValue() < -FAR ? ZERO : ExactMath.exp(x);
    }

    private static BigDecimal expm1(BigDecimal x) {
        if (Math.abs(x.doubleValue()) < 1e-12) {
            BigDecimal half = x.divide(TWO, DIGITS);
            return x.add(times(x, half), DIGITS).add(times(times(x, half), x).divide(THREE, DIGITS), DIGITS);
        }
        return exp(x).subtract(ONE);
    }

    private static BigDecimal sigmoid(BigDecimal x) {
        BigDecimal e = exp(x.abs().negate());
        return (x.signum() < 0 ? e : ONE).divide(ONE.add(e), DIGITS);
    }

    private static BigDecimal tanh(BigDecimal x) {
        BigDecimal t = expm1(times(x.abs(), TWO.negate()));
        BigDecimal magnitude = t.negate().divide(t.add(TWO), DIGITS);
        return x.signum() < 0 ? magnitude.negate() : magnitude;
    }

    private static BigDecimal softplus(BigDecimal x) {
        return x.max(ZERO).add(ExactMath.log1p(exp(x.abs().negate())), new MathContext(400));
    }

    /** Returns tanh(ln(1 + e^x)) as (y² - 1) / (y² + 1) with y = 1 + e^x. */
    private static BigDecimal gate(BigDecimal x) {
        if (x.doubleValue() > FAR) {
            return ONE;
        }
        BigDecimal e = exp(x);
        BigDecimal squareLess1 = times(e, e.add(TWO));
        return squareLess1.divide(squareLess1.add(TWO), DIGITS);
    }

    /** Returns 2 sqrt(2/π) (x + 0.044715 x³). */
    private static BigDecimal exponent(BigDecimal x) {
        BigDecimal factor = BigDecimal.valueOf(8).divide(PI, DIGITS).sqrt(DIGITS);
        return times(factor, x.add(times(CUBIC, times(x, times(x, x))), DIGITS));
    }

    private static BigDecimal density(double number) {
        BigDecimal z = new BigDecimal(number);
        if (Math.abs(number) > 40) {
            return ZERO;
        }
        return exp(times(z, z).divide(TWO, DIGITS).negate())
                .divide(PI.multiply(TWO).sqrt(DIGITS), DIGITS);
    }

    /** Returns the normal distribution, by its series about 0 or by the tail's continued fraction. */
    private static BigDecimal normal(double number) {
        BigDecimal x = new BigDecimal(Math.abs(number));
        if (Math.abs(number) > 40) {
            return number > 0 ? ONE : ZERO;
        }
        BigDecimal tail;
        if (Math.abs(number) < 4) {
            BigDecimal term = x;
            BigDecimal sum = x;
            for (int k = 3; k < 301; k += 2) {
                term = times(term, times(x, x)).divide(BigDecimal.valueOf(k), DIGITS);
                sum = sum.add(term, DIGITS);
            }
            tail = ONE.divide(TWO).subtract(times(density(number), sum));
        } else {
            BigDecimal fraction = x;
            for (int k = 40 + (int) (2500 / (number * number)); k > 0; k--) {
                fraction = x.add(BigDecimal.valueOf(k).divide(fraction, DIGITS), DIGITS);
            }
            tail = density(number).divide(fraction, DIGITS);
        }
        return number > 0 ? ONE.subtract(tail) : tail;
    }
}

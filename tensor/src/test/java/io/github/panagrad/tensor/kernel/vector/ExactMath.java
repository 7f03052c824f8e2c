package io.github.panagrad.tensor.kernel.vector;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Elementary functions to some 40 digits, by their series: what the errors of doubles are measured against. */
public final class ExactMath {
    private static final MathContext DIGITS = new MathContext(44, RoundingMode.HALF_EVEN);
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private ExactMath() {}

    /** Returns e to the power of x. */
    public static BigDecimal exp(BigDecimal x) {
        // Halved until the series is short.
        int halvings = Math.max(0, (int) Math.ceil(Math.log(Math.abs(x.doubleValue()) * 16 + 1) / Math.log(2)));
        BigDecimal r = x.divide(TWO.pow(halvings), DIGITS.getPrecision() + 20, RoundingMode.HALF_EVEN);
        BigDecimal sum = ONE;
        BigDecimal term = ONE;
        for (int k = 1; k < 40; k++) {
            term = term.multiply(r, wide()).divide(BigDecimal.valueOf(k), wide());
            sum = sum.add(term, wide());
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, wide());
        }
        return sum;
    }

    private static MathContext wide() {
        return new MathContext(DIGITS.getPrecision() + 20, RoundingMode.HALF_EVEN);
    }

    /** Returns 1 / (1 + e^-x). */
    public static BigDecimal sigmoid(double x) {
        return ONE.divide(ONE.add(exp(new BigDecimal(-x))), wide());
    }

    /** Returns the hyperbolic tangent. */
    public static BigDecimal tanh(double x) {
        BigDecimal e = exp(new BigDecimal(x).multiply(TWO));
        return e.subtract(ONE).divide(e.add(ONE), wide());
    }

    /** Returns ln(1 + y) for y in [0, 1]. */
    public static BigDecimal log1p(double y) {
        return log1p(new BigDecimal(y));
    }

    /** Returns ln(1 + y) for y in [0, 1]. */
    public static BigDecimal log1p(BigDecimal exact) {
        BigDecimal s = exact.divide(TWO.add(exact), wide());
        BigDecimal square = s.multiply(s, wide());
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal power = s;
        for (int k = 1; k < 140; k += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(k), wide()), wide());
            power = power.multiply(square, wide());
        }
        return sum.multiply(TWO, wide());
    }

    /** Returns by how many units in the last place of the exact number a double is wrong. */
    public static double errorInUlps(BigDecimal exact, double computed) {
        BigDecimal error = exact.subtract(new BigDecimal(computed)).abs();
        return error.divide(new BigDecimal(Math.ulp(exact.doubleValue())), DIGITS)
                .doubleValue();
    }
}

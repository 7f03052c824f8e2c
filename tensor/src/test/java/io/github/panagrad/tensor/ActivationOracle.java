package io.github.panagrad.tensor;

/** The activations and their derivatives in double, straight from their definitions: what many elements are compared to. */
final class ActivationOracle {
    private ActivationOracle() {}

    static double value(Activation f, double z) {
        if (Double.isInfinite(z)) {
            return limit(f, z);
        }
        return switch (f) {
            case Activation.Identity _ -> z;
            case Activation.Relu _ -> z > 0 || Double.isNaN(z) ? z : 0;
            case Activation.LeakyRelu leaky -> z > 0 ? z : leaky.slope() * z;
            case Activation.Sigmoid _ -> sigmoid(z);
            case Activation.Tanh _ -> StrictMath.tanh(z);
            case Activation.Gelu _ -> z * normal(z);
            case Activation.GeluTanh _ -> z * sigmoid(2 * geluTanh(z));
            case Activation.Silu _ -> z * sigmoid(z);
            case Activation.Elu elu -> elu(z, 1, elu.alpha());
            case Activation.Selu _ -> elu(z, 1.0507009873554805, 1.7580993408473766);
            case Activation.Softplus _ -> softplus(z);
            case Activation.Mish _ -> z * StrictMath.tanh(softplus(z));
            case Activation.HardSigmoid _ -> z > 3 ? 1 : z < -3 ? 0 : (z + 3) / 6;
            case Activation.Softsign _ -> z / (1 + Math.abs(z));
            case Activation.PRelu prelu -> z > 0 ? z : prelu.initialSlope() * z;
            case Activation.Custom custom -> custom.function().applyAsDouble(z);
            case Activation.Parametric parametric ->
                z + parametric.initialShare() * (value(parametric.function(), z) - z);
        };
    }

    private static double limit(Activation f, double infinity) {
        return switch (f) {
            case Activation.Parametric parametric
            when parametric.initialShare() == 1 -> limit(parametric.function(), infinity);
            case Activation.Sigmoid _, Activation.HardSigmoid _ -> infinity > 0 ? 1 : 0;
            case Activation.Tanh _, Activation.Softsign _ -> Math.signum(infinity);
            case Activation.Elu elu -> infinity > 0 ? infinity : -elu.alpha();
            case Activation.Selu _ -> infinity > 0 ? infinity : -1.7580993408473766;
            case Activation.Identity _, Activation.LeakyRelu _, Activation.PRelu _ -> infinity;
            default -> Math.max(0, infinity);
        };
    }

    static double derivative(Activation f, double z) {
        if (Double.isInfinite(z)) {
            return limitOfDerivative(f, z > 0);
        }
        return switch (f) {
            case Activation.Identity _ -> 1;
            case Activation.Relu _ -> z > 0 ? 1 : 0;
            case Activation.LeakyRelu leaky -> z > 0 ? 1 : leaky.slope();
            case Activation.Sigmoid _ -> sigmoid(z) * sigmoid(-z);
            case Activation.Tanh _ -> squaredSecant(z);
            case Activation.Gelu _ -> normal(z) + z * StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI);
            case Activation.GeluTanh _ -> {
                double u = geluTanh(z);
                double slope = StrictMath.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
                yield sigmoid(2 * u) + 2 * z * slope * sigmoid(2 * u) * sigmoid(-2 * u);
            }
            case Activation.Silu _ -> sigmoid(z) * (1 + z * sigmoid(-z));
            case Activation.Elu elu -> z > 0 ? 1 : elu.alpha() * StrictMath.exp(z);
            case Activation.Selu _ -> z > 0 ? 1.0507009873554805 : 1.7580993408473766 * StrictMath.exp(z);
            case Activation.Softplus _ -> sigmoid(z);
            case Activation.Mish _ -> StrictMath.tanh(softplus(z)) + z * squaredSecant(softplus(z)) * sigmoid(z);
            case Activation.HardSigmoid _ -> z > -3 && z < 3 ? 1.0 / 6 : 0;
            case Activation.Softsign _ -> 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z)));
            case Activation.PRelu prelu -> z > 0 ? 1 : prelu.initialSlope();
            case Activation.Custom custom -> custom.derivative().applyAsDouble(z);
            case Activation.Parametric parametric ->
                1 + parametric.initialShare() * (derivative(parametric.function(), z) - 1);
        };
    }

    private static double limitOfDerivative(Activation f, boolean positive) {
        return switch (f) {
            case Activation.Parametric parametric
            when parametric.initialShare() == 1 -> limitOfDerivative(parametric.function(), positive);
            case Activation.Sigmoid _, Activation.HardSigmoid _, Activation.Tanh _, Activation.Softsign _ -> 0;
            case Activation.Identity _ -> 1;
            case Activation.LeakyRelu leaky -> positive ? 1 : leaky.slope();
            case Activation.PRelu prelu -> positive ? 1 : prelu.initialSlope();
            case Activation.Selu _ -> positive ? 1.0507009873554805 : 0;
            default -> positive ? 1 : 0;
        };
    }

    private static double elu(double z, double positive, double negative) {
        return z > 0 ? positive * z : negative * StrictMath.expm1(z);
    }

    private static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    /** Returns 1 - tanh²(u). */
    private static double squaredSecant(double u) {
        return 1 / (StrictMath.cosh(u) * StrictMath.cosh(u));
    }

    private static double geluTanh(double z) {
        return StrictMath.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);
    }

    /** Returns the normal distribution by its series about 0, with an absolute error of some 1e-16. */
    private static double normal(double z) {
        if (Math.abs(z) > 9) {
            return z > 0 ? 1 : 0;
        }
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI) * sum;
    }
}

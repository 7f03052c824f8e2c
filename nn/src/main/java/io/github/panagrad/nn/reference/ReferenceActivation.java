package io.github.panagrad.nn.reference;

import io.github.panagrad.tensor.Activation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * An element-wise activation {@code a = f(z)} with its derivative {@code f'(z)}.
 *
 * <p>Common activations are constants; others can be created, for example
 * {@code new ReferenceActivation("square", z -> z * z, z -> 2 * z)}. Thread-safe if its two functions are.
 *
 * @param name the name used in messages
 * @param function {@code f}
 * @param derivative {@code f'}, a function of {@code z} (not of {@code a})
 */
public record ReferenceActivation(String name, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
    /** {@code f(z) = z}, {@code f'(z) = 1}. */
    public static final ReferenceActivation IDENTITY = new ReferenceActivation("identity", z -> z, z -> 1);

    /** {@code f(z) = max(0, z)}, {@code f'(z) = 1} where {@code z > 0}, else 0, also at the kink. */
    public static final ReferenceActivation RELU =
            new ReferenceActivation("relu", z -> Math.max(0, z), z -> z > 0 ? 1 : 0);

    /** {@link #leakyRelu} with the default slope of 0.01. */
    public static final ReferenceActivation LEAKY_RELU = leakyRelu(0.01);

    /** {@code f(z) = 1 / (1 + exp(-z))}, {@code f'(z) = f(z) (1 - f(z))}. */
    public static final ReferenceActivation SIGMOID =
            new ReferenceActivation("sigmoid", ReferenceActivation::sigmoid, z -> sigmoid(z) * (1 - sigmoid(z)));

    /** {@code f(z) = tanh(z)}, {@code f'(z) = 1 - f(z)²}. */
    public static final ReferenceActivation TANH =
            new ReferenceActivation("tanh", StrictMath::tanh, z -> 1 - StrictMath.tanh(z) * StrictMath.tanh(z));

    /**
     * {@code f(z) = z Φ(z)}, {@code f'(z) = Φ(z) + z φ(z)}, where Φ is the standard normal distribution function and φ
     * its density.
     */
    public static final ReferenceActivation GELU =
            new ReferenceActivation("gelu", z -> z * normal(z), z -> normal(z) + z * density(z));

    /** {@code f(z) = z (1 + tanh u) / 2} with {@code u = sqrt(2 / π) (z + 0.044715 z³)}. */
    public static final ReferenceActivation GELU_TANH = new ReferenceActivation(
            "gelu_tanh",
            z -> z * (1 + StrictMath.tanh(geluTanh(z))) / 2,
            z -> (1 + StrictMath.tanh(geluTanh(z))) / 2 + z * geluTanhSlope(z) * squaredSecant(geluTanh(z)) / 2);

    /** {@code f(z) = z s} with {@code s = 1 / (1 + exp(-z))}, {@code f'(z) = s + z s (1 - s)}. */
    public static final ReferenceActivation SILU =
            new ReferenceActivation("silu", z -> z * sigmoid(z), z -> sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z)));

    private static final ReferenceActivation ELU_OF_SELU = elu(1.6732632423543772);

    /** {@link #elu} with the default alpha of 1. */
    public static final ReferenceActivation ELU = elu(1);

    /** {@code f(z) = λ z} where {@code z > 0}, else {@code λ α (exp(z) - 1)}, with the constants of Klambauer et al. */
    public static final ReferenceActivation SELU = new ReferenceActivation(
            "selu",
            z -> 1.0507009873554805 * ELU_OF_SELU.function.applyAsDouble(z),
            z -> 1.0507009873554805 * ELU_OF_SELU.derivative.applyAsDouble(z));

    /** {@code f(z) = ln(1 + exp(z))}, {@code f'(z) = 1 / (1 + exp(-z))}. */
    public static final ReferenceActivation SOFTPLUS =
            new ReferenceActivation("softplus", ReferenceActivation::softplus, ReferenceActivation::sigmoid);

    /** {@code f(z) = z t} with {@code t = tanh(ln(1 + exp(z)))}, {@code f'(z) = t + z (1 - t²) / (1 + exp(-z))}. */
    public static final ReferenceActivation MISH = new ReferenceActivation(
            "mish",
            z -> z * StrictMath.tanh(softplus(z)),
            z -> StrictMath.tanh(softplus(z)) + z * squaredSecant(softplus(z)) * sigmoid(z));

    /** {@code f(z) = z / 6 + 1 / 2} between -3 and 3, 0 below and 1 above. */
    public static final ReferenceActivation HARD_SIGMOID = new ReferenceActivation(
            "hard_sigmoid", z -> Math.clamp(z / 6 + 0.5, 0, 1), z -> Math.abs(z) < 3 ? 1.0 / 6 : 0);

    /** {@code f(z) = z / (1 + |z|)}, {@code f'(z) = 1 / (1 + |z|)²}. */
    public static final ReferenceActivation SOFTSIGN = new ReferenceActivation(
            "softsign", z -> z / (1 + Math.abs(z)), z -> 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z))));

    /** {@link #prelu} with the default initial slope of 0.25. */
    public static final ReferenceActivation PRELU = prelu(0.25);

    /** {@link #parametric} with SELU and the default initial share of 1. */
    public static final ReferenceActivation PARAMETRIC_SELU = parametric(SELU, 1);

    /** {@link #parametric} with Mish and the default initial share of 1. */
    public static final ReferenceActivation PARAMETRIC_MISH = parametric(MISH, 1);

    /**
     * Returns {@code f(z) = z} where {@code z > 0}, else {@code slope * z}; {@code f'(z) = 1} where {@code z > 0}, else
     * {@code slope}, also at the kink.
     *
     * @throws IllegalArgumentException if the slope is not in (0, 1)
     */
    public static ReferenceActivation leakyRelu(double slope) {
        if (!(slope > 0 && slope < 1)) {
            throw new IllegalArgumentException("leaky_relu: slope must be in (0, 1), found " + slope);
        }
        return new ReferenceActivation("leaky_relu", z -> z > 0 ? z : slope * z, z -> z > 0 ? 1 : slope);
    }

    /**
     * Returns {@code f(z) = z} where {@code z > 0}, else {@code alpha (exp(z) - 1)}; {@code f'(z) = 1} where
     * {@code z > 0}, else {@code alpha exp(z)}.
     */
    public static ReferenceActivation elu(double alpha) {
        return new ReferenceActivation(
                "elu", z -> z > 0 ? z : alpha * StrictMath.expm1(z), z -> z > 0 ? 1 : alpha * StrictMath.exp(z));
    }

    /** Returns PReLU with a fixed slope, which may be any number; {@code f'(0)} is the slope. */
    public static ReferenceActivation prelu(double slope) {
        return new ReferenceActivation("prelu", z -> z > 0 ? z : slope * z, z -> z > 0 ? 1 : slope);
    }

    /** Returns {@code z + share (f(z) - z)} with a fixed share. */
    public static ReferenceActivation parametric(ReferenceActivation f, double share) {
        return new ReferenceActivation(
                "parametric_" + f.name,
                z -> z + share * (f.function.applyAsDouble(z) - z),
                z -> 1 + share * (f.derivative.applyAsDouble(z) - 1));
    }

    /** Returns the reference of an activation of the library; a new one does not compile without. */
    public static ReferenceActivation of(Activation activation) {
        return switch (activation) {
            case Activation.Identity _ -> IDENTITY;
            case Activation.Relu _ -> RELU;
            case Activation.LeakyRelu(double slope) -> leakyRelu(slope);
            case Activation.Sigmoid _ -> SIGMOID;
            case Activation.Tanh _ -> TANH;
            case Activation.Gelu _ -> GELU;
            case Activation.GeluTanh _ -> GELU_TANH;
            case Activation.Silu _ -> SILU;
            case Activation.Elu(double alpha) -> elu(alpha);
            case Activation.Selu _ -> SELU;
            case Activation.Softplus _ -> SOFTPLUS;
            case Activation.Mish _ -> MISH;
            case Activation.HardSigmoid _ -> HARD_SIGMOID;
            case Activation.Softsign _ -> SOFTSIGN;
            case Activation.PRelu(double slope) -> prelu(slope);
            case Activation.Custom custom ->
                new ReferenceActivation(custom.name(), custom.function(), custom.derivative());
            case Activation.Parametric parametric -> parametric(of(parametric.function()), parametric.initialShare());
        };
    }

    /** Returns all constants, so that tests can iterate over them. */
    public static List<ReferenceActivation> all() {
        return List.of(
                IDENTITY,
                RELU,
                LEAKY_RELU,
                SIGMOID,
                TANH,
                GELU,
                GELU_TANH,
                SILU,
                ELU,
                SELU,
                SOFTPLUS,
                MISH,
                HARD_SIGMOID,
                SOFTSIGN,
                PRELU,
                PARAMETRIC_SELU,
                PARAMETRIC_MISH);
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

    private static double geluTanhSlope(double z) {
        return StrictMath.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
    }

    private static double density(double z) {
        return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI);
    }

    /**
     * Returns the normal distribution function as {@code 1/2 + φ(z) (z + z³/3 + z⁵/(3 5) + ...)}, accurate to about
     * 1e-16.
     */
    private static double normal(double z) {
        if (Math.abs(z) > 9) {
            return z > 0 ? 1 : 0;
        }
        double term = z;
        double sum = z;
        for (int k = 3; k < 400; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + density(z) * sum;
    }

    /** The exponential of a positive number could overflow, so positive and negative z have different forms. */
    static double sigmoid(double z) {
        double e = StrictMath.exp(-Math.abs(z));
        return z >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
}

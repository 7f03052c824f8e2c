package io.github.panagrad.nn.reference;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * An element-wise activation {@code a = f(z)} with its derivative {@code f'(z)}.
 *
 * <p>The usual ones are constants here; another is {@code new ReferenceActivation("square", z -> z * z, z -> 2 * z)}.
 * Threads may share it if they may share its two functions.
 *
 * @param name what it is called in messages
 * @param function {@code f}
 * @param derivative {@code f'}, a function of {@code z} (not of {@code a})
 */
public record ReferenceActivation(String name, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
    /** {@code f(z) = z}, {@code f'(z) = 1}. */
    public static final ReferenceActivation IDENTITY = new ReferenceActivation("identity", z -> z, z -> 1);

    /** {@code f(z) = max(0, z)}, {@code f'(z) = 1} where {@code z > 0}, else 0, at the kink too. */
    public static final ReferenceActivation RELU =
            new ReferenceActivation("relu", z -> Math.max(0, z), z -> z > 0 ? 1 : 0);

    /** {@link #leakyRelu} with the usual slope of 0.01. */
    public static final ReferenceActivation LEAKY_RELU = leakyRelu(0.01);

    /** {@code f(z) = 1 / (1 + exp(-z))}, {@code f'(z) = f(z) (1 - f(z))}. */
    public static final ReferenceActivation SIGMOID =
            new ReferenceActivation("sigmoid", ReferenceActivation::sigmoid, z -> sigmoid(z) * (1 - sigmoid(z)));

    /** {@code f(z) = tanh(z)}, {@code f'(z) = 1 - f(z)²}. */
    public static final ReferenceActivation TANH =
            new ReferenceActivation("tanh", StrictMath::tanh, z -> 1 - StrictMath.tanh(z) * StrictMath.tanh(z));

    /**
     * Returns {@code f(z) = z} where {@code z > 0}, else {@code slope * z}; {@code f'(z) = 1} where {@code z > 0}, else
     * {@code slope}, at the kink too.
     *
     * @throws IllegalArgumentException if the slope is not in (0, 1)
     */
    public static ReferenceActivation leakyRelu(double slope) {
        if (!(slope > 0 && slope < 1)) {
            throw new IllegalArgumentException("leaky_relu: slope must be in (0, 1), found " + slope);
        }
        return new ReferenceActivation("leaky_relu", z -> z > 0 ? z : slope * z, z -> z > 0 ? 1 : slope);
    }

    /** Returns the five constants, so that a test can go through all of them. */
    public static List<ReferenceActivation> all() {
        return List.of(IDENTITY, RELU, LEAKY_RELU, SIGMOID, TANH);
    }

    /** The exponential of a positive number could overflow, so each half of the axis has its own form. */
    static double sigmoid(double z) {
        double e = StrictMath.exp(-Math.abs(z));
        return z >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
}

package io.github.panagrad.tensor;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An element-wise function {@code a = f(z)} of a layer's pre-activation {@code z}.
 *
 * <p>Backpropagation needs {@code f'(z)}. Most functions here allow it to be computed from {@code a} alone, so that
 * {@code z} need not be kept; where that is not possible, or loses digits, {@link #keepsSlope} says so, and the
 * kernel that computes {@code f} stores {@code f'}, too. {@link PRelu} has kernels of its own.
 *
 * <p>The errors stated are for a given sum {@code z}; an ulp is one of the exact result, or of the smallest normal
 * number where that is smaller. Results for {@code z < -1} below 1024 times the smallest normal number count as 0. NaN
 * stays NaN, and infinities give the limits. A derivative that is computed from {@code a} has the rounding of {@code a}
 * in it: its error is bounded in multiples of ε, 2^-24 or 2^-53, and not relative to itself. Values; threads may share
 * them.
 */
public sealed interface Activation extends Choice {

    /** {@code f(z) = z}, {@code f' = 1}. Exact. */
    record Identity() implements Activation {
        @Override
        public String name() {
            return "identity";
        }

        @Override
        public String formula() {
            return "z";
        }
    }

    /**
     * {@code f(z) = max(0, z)}, {@code f' = 1} where {@code z > 0}, else 0 (the value chosen at the kink, too). Exact.
     */
    record Relu() implements Activation {
        @Override
        public String name() {
            return "relu";
        }

        @Override
        public String formula() {
            return "max(0, z)";
        }
    }

    /**
     * {@code f(z) = z} where {@code z > 0}, else {@code slope * z}. Error at most 0.5 ulp, the derivative exact.
     *
     * @param slope the slope for negative inputs, in (0, 1); 0.01 is usual
     */
    record LeakyRelu(double slope) implements Activation {
        /** Checks the slope. */
        public LeakyRelu {
            if (!(slope > 0 && slope < 1)) {
                throw new IllegalArgumentException("leaky_relu: slope must be in (0, 1), found " + slope);
            }
        }

        @Override
        public String name() {
            return "leaky_relu";
        }

        @Override
        public String formula() {
            return "z if z > 0, else slope z";
        }
    }

    /** {@code f(z) = 1 / (1 + exp(-z))}, {@code f' = a (1 - a)}. Error at most 2.5 ulp, {@code f'} 2 ε. */
    record Sigmoid() implements Activation {
        @Override
        public String name() {
            return "sigmoid";
        }

        @Override
        public String formula() {
            return "1 / (1 + e^-z)";
        }
    }

    /** {@code f(z) = tanh(z)}, {@code f' = 1 - a²}. Error at most 3 ulp, {@code f'} 6 ε. */
    record Tanh() implements Activation {
        @Override
        public String name() {
            return "tanh";
        }

        @Override
        public String formula() {
            return "(e^z - e^-z) / (e^z + e^-z)";
        }
    }

    /**
     * {@code f(z) = z Φ(z)} with the normal distribution's Φ (Hendrycks and Gimpel, Gaussian Error Linear Units, 2016);
     * {@code f' = Φ(z) + z φ(z)}. Exact, the default of PyTorch and Keras; JAX's is {@link GeluTanh}. Error at most 4 ulp,
     * 8 in plain Java, {@code f'} 4 ε.
     */
    record Gelu() implements Activation {
        @Override
        public String name() {
            return "gelu";
        }

        @Override
        public String formula() {
            return "z Φ(z)";
        }

        @Override
        public boolean keepsSlope() {
            return true;
        }
    }

    /**
     * {@code f(z) = z (1 + tanh(u)) / 2} with {@code u = sqrt(2/π) (z + 0.044715 z³)}, Hendrycks and Gimpel's
     * approximation of {@link Gelu}, computed as {@code z sigmoid(2u)}; {@code f' = s + z 2u' s (1 - s)}. PyTorch's
     * {@code approximate='tanh'}, Keras's {@code approximate=True}. Error at most 4 ulp, for negative z another {@code
     * 2.5 |2u|}, because {@code e^2u} magnifies the rounding of u; {@code f'} 5 ε.
     */
    record GeluTanh() implements Activation {
        @Override
        public String name() {
            return "gelu_tanh";
        }

        @Override
        public String formula() {
            return "z / (1 + e^-2u), u = sqrt(2/π) (z + 0.044715 z³)";
        }

        @Override
        public boolean keepsSlope() {
            return true;
        }
    }

    /**
     * {@code f(z) = z s} with {@code s = 1 / (1 + exp(-z))} (Elfwing, Uchibe and Doya, 2017; Ramachandran, Zoph and Le,
     * 2017, who call it swish); {@code f' = s (1 + z (1 - s))}. Error at most 4 ulp, {@code f'} 4 ε.
     */
    record Silu() implements Activation {
        @Override
        public String name() {
            return "silu";
        }

        @Override
        public String formula() {
            return "z / (1 + e^-z)";
        }

        @Override
        public boolean keepsSlope() {
            return true;
        }
    }

    /**
     * {@code f(z) = z} where {@code z > 0}, else {@code alpha (exp(z) - 1)} (Clevert, Unterthiner and Hochreiter,
     * 2015); {@code f' = 1} where {@code z > 0}, else {@code a + alpha}. Error at most 2.5 ulp, {@code f'} 2 ε.
     *
     * @param alpha minus the limit for negative inputs, positive; 1 is usual, and the only value without a kink
     */
    record Elu(double alpha) implements Activation {
        /** Checks alpha. */
        public Elu {
            if (!(alpha > 0 && alpha <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("elu: alpha must be positive and finite in float32, found " + alpha);
            }
        }

        @Override
        public String name() {
            return "elu";
        }

        @Override
        public String formula() {
            return "z if z > 0, else alpha (e^z - 1)";
        }
    }

    /**
     * {@code f(z) = λ z} where {@code z > 0}, else {@code λ α (exp(z) - 1)} (Klambauer et al., Self-Normalizing Neural
     * Networks, 2017); {@code f' = λ} where {@code z > 0}, else {@code a + λ α}. The constants make mean 0 and variance
     * 1 a fixed point for weights of variance 1 / fan-in; dropout as implemented here, with zeros, disturbs that. Error at
     * most 3.5 ulp, {@code f'} 5 ε.
     */
    record Selu() implements Activation {
        /** λ. */
        public static final double LAMBDA = 1.0507009873554805;

        /** α. */
        public static final double ALPHA = 1.6732632423543772;

        @Override
        public String name() {
            return "selu";
        }

        @Override
        public String formula() {
            return "λ z if z > 0, else λ α (e^z - 1)";
        }
    }

    /**
     * {@code f(z) = ln(1 + exp(z))} (Dugas et al., 2001), computed as {@code max(z, 0) + log1p(exp(-|z|))}; {@code f' =
     * 1 / (1 + exp(-z))}. PyTorch returns {@code z} itself where it is above 20. Error at most 3 ulp, {@code f'} 2 ε.
     */
    record Softplus() implements Activation {
        @Override
        public String name() {
            return "softplus";
        }

        @Override
        public String formula() {
            return "ln(1 + e^z)";
        }

        @Override
        public boolean keepsSlope() {
            return true;
        }
    }

    /**
     * {@code f(z) = z t} with {@code t = tanh(ln(1 + exp(z)))} (Misra, 2019); {@code f' = t + z (1 - t²) / (1 +
     * exp(-z))}. Error at most 5 ulp, {@code f'} 5 ε.
     */
    record Mish() implements Activation {
        @Override
        public String name() {
            return "mish";
        }

        @Override
        public String formula() {
            return "z tanh(ln(1 + e^z))";
        }

        @Override
        public boolean keepsSlope() {
            return true;
        }
    }

    /**
     * {@code f(z) = min(max(z / 6 + 1/2, 0), 1)} (Courbariaux, Bengio and David, BinaryConnect, 2015, with another
     * slope); {@code f' = 1/6} where {@code 0 < a < 1}, else 0. As in PyTorch and Keras 3; Keras 2 has {@code 0.2 z +
     * 0.5}. Error at most 2 ulp, {@code f'} 1 ε.
     */
    record HardSigmoid() implements Activation {
        @Override
        public String name() {
            return "hard_sigmoid";
        }

        @Override
        public String formula() {
            return "min(max(z / 6 + 1/2, 0), 1)";
        }
    }

    /**
     * {@code f(z) = z / (1 + |z|)} (Bergstra et al., 2009), {@code f' = (1 - |a|)²}. Error at most 2 ulp, {@code f'} 2
     * ε.
     */
    record Softsign() implements Activation {
        @Override
        public String name() {
            return "softsign";
        }

        @Override
        public String formula() {
            return "z / (1 + |z|)";
        }
    }

    /**
     * {@code f(z) = z} where {@code z > 0}, else {@code slope z}, with a slope for each unit that is learned (He et
     * al., Delving Deep into Rectifiers, 2015); {@code f' = 1} where {@code z > 0}, else the slope, and {@code
     * ∂f/∂slope = min(0, z)}. PyTorch has one
     * slope for all units unless told otherwise; Keras has one for each, which starts at 0. Error at most 0.5 ulp,
     * {@code f'} exact.
     *
     * @param initialSlope the initial value of the slopes; 0.25 is usual
     */
    record PRelu(double initialSlope) implements Activation {
        /** Checks the slope. */
        public PRelu {
            if (!(Math.abs(initialSlope) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "prelu: initial-slope must be finite in float32, found " + initialSlope);
            }
        }

        @Override
        public String name() {
            return "prelu";
        }

        @Override
        public String formula() {
            return "z if z > 0, else slope z, the slope of each unit learned";
        }
    }

    /**
     * Something between the identity and a function f, {@code z + s (f(z) - z)}, with a share s for each unit that is learned
     * (Holzmüller, Grinsztajn and Steinwart, "Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data",
     * NeurIPS 2024, "parametric activation functions"); computed as {@code s f(z) + (1 - s) z}, so that it is f to the last bit
     * where s is 1, with the derivatives {@code s f'(z) + 1 - s} and {@code ∂/∂s = f(z) - z}. Errors are those of f, times s, and
     * 2 ε of each of the two terms.
     */
    sealed interface Parametric extends Activation permits ParametricSelu, ParametricMish {
        /** Returns f. */
        Activation function();

        /** Returns the initial value of the shares; 1 is usual. */
        double initialShare();

        @Override
        default String name() {
            return "parametric_" + function().name();
        }

        /** Requires a finite share. */
        private static void require(String name, double share) {
            if (!(Math.abs(share) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(name + ": initial-share must be finite in float32, found " + share);
            }
        }
    }

    /**
     * {@link Parametric} with {@link Selu}.
     *
     * @param initialShare the initial value of the shares; 1 is usual
     */
    record ParametricSelu(double initialShare) implements Parametric {
        /** Checks the share. */
        public ParametricSelu {
            Parametric.require("parametric_selu", initialShare);
        }

        @Override
        public Activation function() {
            return new Selu();
        }

        @Override
        public String formula() {
            return "z + s (selu(z) - z), the share s of each unit learned";
        }
    }

    /**
     * {@link Parametric} with {@link Mish}.
     *
     * @param initialShare the initial value of the shares; 1 is usual
     */
    record ParametricMish(double initialShare) implements Parametric {
        /** Checks the share. */
        public ParametricMish {
            Parametric.require("parametric_mish", initialShare);
        }

        @Override
        public Activation function() {
            return new Mish();
        }

        @Override
        public String formula() {
            return "z + s (mish(z) - z), the share s of each unit learned";
        }
    }

    /**
     * A function of a program's own, computed in float64 by plain loops, one number at a time.
     *
     * @param name its name in models
     * @param function f; for any number, from several threads
     * @param derivative {@code f'} as a function of z; at a kink, a number between those on either side
     */
    record Custom(String name, DoubleUnaryOperator function, DoubleUnaryOperator derivative)
            implements Activation, Choice.Own {
        /** Requires all of them. */
        public Custom {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "function");
            Objects.requireNonNull(derivative, "derivative");
        }

        @Override
        public String formula() {
            return "a function of the program";
        }

        @Override
        public boolean keepsSlope() {
            return true;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Custom custom && custom.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Returns whether training stores {@code f'(z)} with {@code f(z)}, because it cannot be computed, or only inaccurately,
     * from {@code a}: the kernel then takes a tensor for it.
     */
    default boolean keepsSlope() {
        return false;
    }

    /** Returns {@link Identity}. */
    static Activation identity() {
        return new Identity();
    }

    /** Returns {@link Relu}. */
    static Activation relu() {
        return new Relu();
    }

    /** Returns {@link LeakyRelu} with the usual slope of 0.01. */
    static Activation leakyRelu() {
        return new LeakyRelu(0.01);
    }

    /** Returns {@link Sigmoid}. */
    static Activation sigmoid() {
        return new Sigmoid();
    }

    /** Returns {@link Tanh}. */
    static Activation tanh() {
        return new Tanh();
    }

    /** Returns {@link Gelu}. */
    static Activation gelu() {
        return new Gelu();
    }

    /** Returns {@link GeluTanh}. */
    static Activation geluTanh() {
        return new GeluTanh();
    }

    /** Returns {@link Silu}. */
    static Activation silu() {
        return new Silu();
    }

    /** Returns {@link Elu} with the usual alpha of 1. */
    static Activation elu() {
        return new Elu(1);
    }

    /** Returns {@link Selu}. */
    static Activation selu() {
        return new Selu();
    }

    /** Returns {@link Softplus}. */
    static Activation softplus() {
        return new Softplus();
    }

    /** Returns {@link Mish}. */
    static Activation mish() {
        return new Mish();
    }

    /** Returns {@link HardSigmoid}. */
    static Activation hardSigmoid() {
        return new HardSigmoid();
    }

    /** Returns {@link Softsign}. */
    static Activation softsign() {
        return new Softsign();
    }

    /** Returns {@link PRelu} with the usual first slope of 0.25. */
    static Activation prelu() {
        return new PRelu(0.25);
    }

    /** Returns {@link ParametricSelu} with the usual first share of 1. */
    static Activation parametricSelu() {
        return new ParametricSelu(1);
    }

    /** Returns {@link ParametricMish} with the usual first share of 1. */
    static Activation parametricMish() {
        return new ParametricMish(1);
    }

    /**
     * Returns {@link Custom}, and makes it known to {@link #choices}, so that models which name it can be loaded; a later one of the same
     * name takes its place.
     *
     * @param name lower case, digits and underscores
     * @param function f
     * @param derivative {@code f'} as a function of z; {@code GradientCheck} compares the two
     * @throws IllegalArgumentException if the name is not of that form, or the library's
     */
    static Activation custom(String name, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        return choices().register(new Custom(name, function, derivative));
    }

    /** Returns all kinds. */
    static Choices<Activation> choices() {
        return ActivationChoices.ALL;
    }
}

/** All activations. */
final class ActivationChoices {
    static final Choices<Activation> ALL = new Choices<>(
            "activation",
            List.of(
                    Activation.identity(),
                    Activation.relu(),
                    Activation.leakyRelu(),
                    Activation.sigmoid(),
                    Activation.tanh(),
                    Activation.gelu(),
                    Activation.geluTanh(),
                    Activation.silu(),
                    Activation.elu(),
                    Activation.selu(),
                    Activation.softplus(),
                    Activation.mish(),
                    Activation.hardSigmoid(),
                    Activation.softsign(),
                    Activation.prelu(),
                    Activation.parametricSelu(),
                    Activation.parametricMish()));

    private ActivationChoices() {}
}

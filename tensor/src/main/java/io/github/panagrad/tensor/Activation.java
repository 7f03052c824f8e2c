package io.github.panagrad.tensor;

/**
 * An element-wise function {@code a = f(z)} of a layer's pre-activation {@code z}.
 *
 * <p>Backpropagation needs {@code f'(z)}; each function here allows it to be computed from {@code a} alone, so that
 * {@code z} need not be kept. Values; threads may share them.
 */
public sealed interface Activation extends Choice {

    /** {@code f(z) = z}, {@code f' = 1}. */
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

    /** {@code f(z) = max(0, z)}, {@code f' = 1} where {@code z > 0}, else 0 (the value chosen at the kink, too). */
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
     * {@code f(z) = z} where {@code z > 0}, else {@code slope * z}.
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

    /** {@code f(z) = 1 / (1 + exp(-z))}, {@code f' = a (1 - a)}. */
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

    /** {@code f(z) = tanh(z)}, {@code f' = 1 - a²}. */
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

    /** Returns all kinds. */
    static Choices<Activation> choices() {
        return ActivationChoices.ALL;
    }
}

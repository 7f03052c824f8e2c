package io.github.panagrad.tensor;

import java.util.List;

/**
 * An element-wise function {@code a = f(z)} of a layer's pre-activation {@code z}.
 *
 * <p>Backpropagation needs {@code f'(z)}; each function here allows it to be computed from {@code a} alone, so that
 * {@code z} need not be kept. Values; threads may share them.
 */
public sealed interface Activation {

    /** Returns the name used on the command line and in model files. */
    String name();

    /** {@code f(z) = z}, {@code f' = 1}. */
    record Identity() implements Activation {
        @Override
        public String name() {
            return "identity";
        }
    }

    /** {@code f(z) = max(0, z)}, {@code f' = 1} where {@code z > 0}, else 0 (the value chosen at the kink, too). */
    record Relu() implements Activation {
        @Override
        public String name() {
            return "relu";
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
    }

    /** {@code f(z) = 1 / (1 + exp(-z))}, {@code f' = a (1 - a)}. */
    record Sigmoid() implements Activation {
        @Override
        public String name() {
            return "sigmoid";
        }
    }

    /** {@code f(z) = tanh(z)}, {@code f' = 1 - a²}. */
    record Tanh() implements Activation {
        @Override
        public String name() {
            return "tanh";
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

    /** Returns one of each kind, with its usual parameters. */
    static List<Activation> all() {
        return List.of(identity(), relu(), leakyRelu(), sigmoid(), tanh());
    }

    /**
     * Returns the activation with a name, with its usual parameters.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    static Activation ofName(String name) {
        for (Activation activation : all()) {
            if (activation.name().equals(name)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("unknown activation '" + name + "': expected one of "
                + String.join(", ", all().stream().map(Activation::name).toList()));
    }
}

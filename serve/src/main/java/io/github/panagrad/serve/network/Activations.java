package io.github.panagrad.serve.network;

import io.github.panagrad.error.Quoted;

/**
 * The activations, by the names that model files have. Each is a loop of its own, so that none is called for a single number. Their
 * formulas are those of the training library's documentation, in float64.
 */
final class Activations {
    private static final double SELU_LAMBDA = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    /** sqrt(2/π), twice. */
    private static final double GELU_TANH = 1.5957691216057308;

    private static final double GELU_TANH_CUBIC = 0.044715;

    private Activations() {}

    /** What an activation learned for each unit. */
    @FunctionalInterface
    interface Learned {
        /** Returns the numbers, one for each unit. */
        double[] of(String label);
    }

    /**
     * Returns an activation.
     *
     * @param text its name with its hyper-parameters
     * @param learned gives what it learned, if anything
     * @throws IllegalArgumentException if it is unknown
     */
    static Activation of(String text, Learned learned) {
        ChoiceText choice = ChoiceText.of(text);
        return switch (choice.name()) {
            case "leaky_relu" -> leakyRelu(choice.parameter("slope"));
            case "elu" -> elu(choice.parameter("alpha"), 1);
            case "prelu" -> {
                choice.parameters("initial-slope");
                yield prelu(learned.of("slope"));
            }
            case "parametric_selu" -> {
                choice.parameters("initial-share");
                yield shared(elu(SELU_ALPHA, SELU_LAMBDA), learned.of("share"));
            }
            case "parametric_mish" -> {
                choice.parameters("initial-share");
                yield shared(mish(), learned.of("share"));
            }
            default -> {
                choice.parameters();
                yield plain(choice.name());
            }
        };
    }

    private static Activation plain(String name) {
        return switch (name) {
            case "identity" -> identity();
            case "relu" -> relu();
            case "sigmoid" -> sigmoid();
            case "tanh" -> tanh();
            case "gelu" -> gelu();
            case "gelu_tanh" -> geluTanh();
            case "silu" -> silu();
            case "selu" -> elu(SELU_ALPHA, SELU_LAMBDA);
            case "softplus" -> softplus();
            case "mish" -> mish();
            case "hard_sigmoid" -> hardSigmoid();
            case "softsign" -> softsign();
            default ->
                throw new IllegalArgumentException(
                        "unknown activation " + Quoted.of(name)
                                + ": use a version of Panagrad that is at least as new as the one that wrote the model; a function of a program's own cannot be served");
        };
    }

    static Activation identity() {
        return (_, _, _, _) -> {};
    }

    private static Activation relu() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = Math.max(z[i], 0);
            }
        };
    }

    private static Activation leakyRelu(double slope) {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = z[i] < 0 ? slope * z[i] : z[i];
            }
        };
    }

    private static Activation prelu(double[] slopes) {
        return (z, _, rows, columns) -> {
            for (int r = 0; r < rows; r++) {
                int row = r * columns;
                for (int c = 0; c < columns; c++) {
                    z[row + c] = z[row + c] < 0 ? slopes[c] * z[row + c] : z[row + c];
                }
            }
        };
    }

    private static Activation sigmoid() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = sigmoid(z[i]);
            }
        };
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static Activation tanh() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = Math.tanh(z[i]);
            }
        };
    }

    private static Activation gelu() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = times(z[i], NormalDistribution.below(z[i]));
            }
        };
    }

    private static Activation geluTanh() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                double x = z[i];
                z[i] = times(x, sigmoid(GELU_TANH * (x + GELU_TANH_CUBIC * x * x * x)));
            }
        };
    }

    private static Activation silu() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = times(z[i], sigmoid(z[i]));
            }
        };
    }

    /** ELU, and with SELU's numbers SELU. */
    private static Activation elu(double alpha, double factor) {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = factor * (z[i] > 0 ? z[i] : alpha * Math.expm1(z[i]));
            }
        };
    }

    private static Activation softplus() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = Math.max(z[i], 0) + Math.log1p(Math.exp(-Math.abs(z[i])));
            }
        };
    }

    /** {@code z tanh(ln(1 + e^z))} with one exponential: {@code tanh(ln(1 + e)) = n / (n + 2)} where {@code n = e (e + 2)}. */
    private static Activation mish() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                double e = Math.exp(Math.min(z[i], 30));
                double n = e * (e + 2);
                z[i] = times(z[i], n / (n + 2));
            }
        };
    }

    private static Activation hardSigmoid() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = Math.min(Math.max(z[i] + 3, 0), 6) / 6;
            }
        };
    }

    private static Activation softsign() {
        return (z, _, rows, columns) -> {
            for (int i = 0; i < rows * columns; i++) {
                z[i] = Double.isInfinite(z[i]) ? Math.signum(z[i]) : z[i] / (1 + Math.abs(z[i]));
            }
        };
    }

    /** {@code s f(z) + (1 - s) z}, with a share s of each unit. */
    private static Activation shared(Activation f, double[] shares) {
        return (z, spare, rows, columns) -> {
            System.arraycopy(z, 0, spare, 0, rows * columns);
            f.apply(spare, spare, rows, columns);
            for (int r = 0; r < rows; r++) {
                int row = r * columns;
                for (int c = 0; c < columns; c++) {
                    z[row + c] = shares[c] * spare[row + c] + times(z[row + c], 1 - shares[c]);
                }
            }
        };
    }

    /** Returns the product, with 0 instead of NaN for infinity times zero. */
    private static double times(double z, double factor) {
        return factor == 0 ? 0 : z * factor;
    }
}

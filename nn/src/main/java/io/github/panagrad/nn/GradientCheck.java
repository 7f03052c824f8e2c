package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the gradients of backpropagation with central differences,
 * {@code (J(θ + ε) − J(θ − ε)) / 2ε} for each parameter θ in turn, in float64.
 *
 * <p>The relative error of a tensor is {@code ‖num − grad‖ / (‖num‖ + ‖grad‖)}. Dropout masks are drawn once and held.
 * A pre-activation within ε of a kink of ReLU spoils the comparison; another seed or another ε helps.
 */
public final class GradientCheck {
    /** The ε of the text. */
    public static final double TEXT_EPSILON = 1e-7;

    /** Where the errors of cutting the series (ε²) and of rounding (1/ε) are both small. */
    public static final double DEFAULT_EPSILON = 1e-5;

    /** The relative error below which a gradient counts as right: the text's. */
    public static final double TOLERANCE = 1e-7;

    private GradientCheck() {}

    /**
     * One tensor's result.
     *
     * @param name such as {@code layers.0.weight}
     * @param parameters how many were changed
     * @param relativeError {@code ‖num − grad‖ / (‖num‖ + ‖grad‖)}; 0 if both are zero
     */
    public record Entry(String name, int parameters, double relativeError) {}

    /**
     * The result of a check.
     *
     * @param entries one for each tensor
     * @param relativeError over all parameters at once
     * @param epsilon the ε used
     */
    public record Report(List<Entry> entries, double relativeError, double epsilon) {
        /** Copies the list. */
        public Report {
            entries = List.copyOf(entries);
        }

        /** Returns the largest relative error of a tensor. */
        public double worst() {
            return entries.stream().mapToDouble(Entry::relativeError).max().orElse(0);
        }

        /**
         * Fails unless every tensor's relative error is below a bound; for use in tests.
         *
         * @throws AssertionError with the whole report
         */
        public void assertBelow(double bound) {
            // Written so that NaN fails.
            if (!entries.stream().allMatch(entry -> entry.relativeError() < bound)) {
                throw new AssertionError("gradient check: relative errors must be below " + bound + "\n" + this);
            }
        }

        /** Returns a line for each tensor. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (Entry entry : entries) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-20s %8d parameters  relative error %.3e%n",
                        entry.name(),
                        entry.parameters(),
                        entry.relativeError()));
            }
            return text.append(
                            String.format(Locale.ROOT, "all together: %.3e, with epsilon %.0e", relativeError, epsilon))
                    .toString();
        }
    }

    /**
     * Checks the gradients of a batch with the text's penalty and the default ε.
     *
     * @param network in float64; its parameters are changed during the check, and restored
     * @param l2 λ of the penalty
     */
    public static Report run(Network network, Dataset batch, double l2) {
        return run(network, batch, List.of(new Regularizer.L2(l2)));
    }

    /** The same with another ε. */
    public static Report run(Network network, Dataset batch, double l2, double epsilon) {
        return run(network, batch, List.of(new Regularizer.L2(l2)), epsilon);
    }

    /** The same with other penalties and the default ε. */
    public static Report run(Network network, Dataset batch, List<Regularizer> regularizers) {
        return run(network, batch, regularizers, DEFAULT_EPSILON);
    }

    /**
     * Checks the gradients of a batch.
     *
     * @param network in float64; its parameters are changed during the check, and restored
     * @param regularizers those that are part of the loss have an effect, the others none
     * @param epsilon how far each parameter is moved
     * @throws IllegalArgumentException if the network is not in float64, or the data does not fit it
     */
    public static Report run(Network network, Dataset batch, List<Regularizer> regularizers, double epsilon) {
        if (network.dtype() != DType.F64) {
            throw new IllegalArgumentException("a gradient check needs float64, but the network is in "
                    + network.dtype().label());
        }
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon must be in (0, 1), found " + epsilon);
        }
        try (Backpropagation backpropagation = new Backpropagation(network, batch, regularizers)) {
            return run(network, backpropagation, epsilon);
        }
    }

    /** Checks the gradients of a prepared batch, with the masks that it holds. */
    public static Report run(Network network, Backpropagation backpropagation, double epsilon) {
        List<Entry> entries = new ArrayList<>();
        Norms all = new Norms();
        backpropagation.run();
        Map<Parameter, double[][]> gradients = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            if (parameter.kind().isTrained()) {
                gradients.put(parameter, backpropagation.gradient(parameter).toArray());
            }
        }
        gradients.forEach((parameter, gradient) -> {
            Norms norms = new Norms();
            Tensor values = network.get(parameter);
            compare(values, gradient, backpropagation, epsilon, norms);
            entries.add(new Entry(parameter.name(), values.size(), norms.relativeError()));
            all.add(norms);
        });
        return new Report(entries, all.relativeError(), epsilon);
    }

    private static void compare(
            Tensor parameter, double[][] gradient, Backpropagation backpropagation, double epsilon, Norms norms) {
        for (int r = 0; r < parameter.rows(); r++) {
            for (int c = 0; c < parameter.columns(); c++) {
                double value = parameter.get(r, c);
                parameter.set(r, c, value + epsilon);
                double above = backpropagation.loss();
                parameter.set(r, c, value - epsilon);
                double below = backpropagation.loss();
                parameter.set(r, c, value);
                norms.add((above - below) / (2 * epsilon), gradient[r][c]);
            }
        }
    }

    /** Sums of squares of the numerical gradient, the gradient, and their difference. */
    private static final class Norms {
        private double numerical;
        private double gradient;
        private double difference;

        void add(double num, double grad) {
            numerical += num * num;
            gradient += grad * grad;
            difference += (num - grad) * (num - grad);
        }

        void add(Norms other) {
            numerical += other.numerical;
            gradient += other.gradient;
            difference += other.difference;
        }

        double relativeError() {
            double size = Math.sqrt(numerical) + Math.sqrt(gradient);
            return size == 0 ? 0 : Math.sqrt(difference) / size;
        }
    }
}

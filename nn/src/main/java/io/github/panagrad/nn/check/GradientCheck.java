package io.github.panagrad.nn.check;

import io.github.panagrad.nn.Backpropagation;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Compares the gradients of backpropagation with central differences,
 * {@code (J(θ + ε) − J(θ − ε)) / 2ε} for each parameter θ in turn, in float64.
 *
 * <p>The relative error of a tensor is {@code ‖num − grad‖ / (‖num‖ + ‖grad‖)}. Dropout masks are drawn once and held.
 *
 * <p>If the loss has a kink within ε, as it does if a pre-activation of ReLU is next to 0, the difference is not a derivative.
 * Such numbers are left out and counted ({@link FiniteDifferences} explains how they are detected, without the gradient). A
 * report in which too many are left out does not pass. If the slope is so small that the rounding of the loss could account for
 * all of a difference, points further away are tried as well.
 */
public final class GradientCheck {
    /** The ε of the lecture notes (section 3). */
    public static final double TEXT_EPSILON = 1e-7;

    /** The ε for which the errors of truncating the series (ε²) and of rounding (1/ε) are both small. */
    public static final double DEFAULT_EPSILON = 1e-5;

    /** The relative error below which a gradient counts as correct, as in the lecture notes (section 3). */
    public static final double TOLERANCE = 1e-7;

    /** The largest share of the numbers that may be left out. */
    public static final double MOST_KINKS = 0.05;

    /** A few numbers may be left out even of the smallest networks. */
    private static final int FEW_KINKS = 3;

    private GradientCheck() {}

    /**
     * One tensor's result.
     *
     * @param name such as {@code layers.0.weight}
     * @param parameters how many numbers were changed
     * @param relativeError {@code ‖num − grad‖ / (‖num‖ + ‖grad‖)}; 0 if both are zero
     * @param kinks how many numbers were left out, because the loss has a kink next to them
     */
    public record Entry(String name, int parameters, double relativeError, int kinks) {}

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

        /** Returns how many numbers were changed. */
        public int parameters() {
            return entries.stream().mapToInt(Entry::parameters).sum();
        }

        /** Returns how many numbers were left out, because the loss has a kink next to them. */
        public int kinks() {
            return entries.stream().mapToInt(Entry::kinks).sum();
        }

        /**
         * Returns whether too many numbers were left out for the others to be conclusive: more than {@link #MOST_KINKS} of
         * them, unless that is at most 3, or more than half of a tensor.
         */
        public boolean hasTooManyKinks() {
            return kinks() > Math.max(FEW_KINKS, MOST_KINKS * parameters())
                    || entries.stream().anyMatch(entry -> 2L * entry.kinks() > entry.parameters());
        }

        /** Returns whether every tensor's relative error is below a bound, and not too many numbers were left out. */
        public boolean isBelow(double bound) {
            // Written so that NaN fails.
            return entries.stream().allMatch(entry -> entry.relativeError() < bound) && !hasTooManyKinks();
        }

        /**
         * Fails unless {@link #isBelow}; for use in tests.
         *
         * @throws AssertionError with the whole report
         */
        public void assertBelow(double bound) {
            if (!isBelow(bound)) {
                throw new AssertionError("gradient check: relative errors must be below " + bound
                        + (hasTooManyKinks() ? ", and fewer numbers left out" : "") + "\n" + this);
            }
        }

        /** Returns a line for each tensor. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (Entry entry : entries) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-20s %8d parameters  relative error %.3e%s%n",
                        entry.name(),
                        entry.parameters(),
                        entry.relativeError(),
                        entry.kinks() == 0 ? "" : "  without " + entry.kinks() + " next to a kink"));
            }
            return text.append(
                            String.format(Locale.ROOT, "all together: %.3e, with epsilon %.0e", relativeError, epsilon))
                    .toString();
        }
    }

    /**
     * Checks the gradients of a batch with the penalty of the lecture notes and the default ε.
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
     * @param regularizers only those that are part of the loss have an effect
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
        return run(network, gradients(network, backpropagation), backpropagation::loss, epsilon);
    }

    /** Returns the gradients of all parameters that are trained, in the order of {@link Network#parameters}. */
    public static Map<Parameter, double[][]> gradients(Network network, Backpropagation backpropagation) {
        backpropagation.run();
        Map<Parameter, double[][]> gradients = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters()) {
            if (parameter.isTrained()) {
                gradients.put(parameter, backpropagation.gradient(parameter).toArray());
            }
        }
        return gradients;
    }

    /**
     * Checks gradients computed in any way.
     *
     * @param network its parameters are changed during the check, and restored
     * @param gradients for each parameter to check, its gradient in the same shape; not modified
     * @param loss computes the loss with the network's current parameters
     * @param epsilon how far each parameter is moved
     */
    public static Report run(
            Network network, Map<Parameter, double[][]> gradients, DoubleSupplier loss, double epsilon) {
        FiniteDifferences differences = new FiniteDifferences(loss, epsilon);
        List<Entry> entries = new ArrayList<>();
        Norms all = new Norms();
        gradients.forEach((parameter, gradient) -> {
            Norms norms = new Norms();
            Tensor values = network.get(parameter);
            int kinks = compare(values, gradient, differences, norms);
            entries.add(new Entry(parameter.name(), values.size(), norms.relativeError(), kinks));
            all.add(norms);
        });
        return new Report(entries, all.relativeError(), epsilon);
    }

    /** Returns how many numbers were left out. */
    private static int compare(Tensor parameter, double[][] gradient, FiniteDifferences differences, Norms norms) {
        double[][] numerical = new double[parameter.rows()][parameter.columns()];
        double squares = 0;
        for (int r = 0; r < parameter.rows(); r++) {
            for (int c = 0; c < parameter.columns(); c++) {
                numerical[r][c] = differences.central(parameter, r, c);
                squares += numerical[r][c] * numerical[r][c];
            }
        }
        // With this error in each number, the tensor's relative error is an eighth of the tolerance.
        double harmless = TOLERANCE / 4 * Math.sqrt(squares / parameter.size());
        int kinks = 0;
        for (int r = 0; r < parameter.rows(); r++) {
            for (int c = 0; c < parameter.columns(); c++) {
                boolean differs = Math.abs(numerical[r][c] - gradient[r][c]) > harmless;
                if (differs && differences.isKink(parameter, r, c, harmless)) {
                    kinks++;
                } else if (differs && differences.rounding() > harmless) {
                    norms.add(
                            nearest(gradient[r][c], numerical[r][c], differences.wider(parameter, r, c)),
                            gradient[r][c]);
                } else {
                    norms.add(numerical[r][c], gradient[r][c]);
                }
            }
        }
        return kinks;
    }

    /** Either is the derivative up to its own error, and a wrong gradient is far from both. */
    private static double nearest(double gradient, double near, double wide) {
        return Math.abs(wide - gradient) < Math.abs(near - gradient) ? wide : near;
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

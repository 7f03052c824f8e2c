package io.github.panagrad.nn.engine;

import io.github.panagrad.nn.optim.ParameterFactors;
import io.github.panagrad.nn.optim.ParameterKind;
import java.util.List;

/**
 * A parameter as its layer describes it. A value.
 *
 * @param label its name within the layer
 * @param kind what it is for
 * @param rows its rows
 * @param columns its columns
 * @param cut how it is divided for its update
 * @param isVector whether it is a single row that represents a vector, in model files too
 * @param isTrained whether an optimiser changes it
 * @param isDecayed whether penalties and weight decay apply
 * @param isNormLimited whether the norm of each of its rows can be limited
 * @param rateFactor the factor of its learning rate
 * @param initial its value before training
 */
public record LayerParameter(
        String label,
        ParameterKind kind,
        int rows,
        int columns,
        Cut cut,
        boolean isVector,
        boolean isTrained,
        boolean isDecayed,
        boolean isNormLimited,
        double rateFactor,
        Initial initial) {
    /** How a parameter is divided between threads for its update. */
    public enum Cut {
        /** Each row belongs to an output of the layer. */
        ROWS,
        /** Each column belongs to an output of the layer. */
        COLUMNS,
        /** Into groups of rows, which do not belong to outputs: the gradient of any rows can be computed alone. */
        TABLE,
        /** Not at all. */
        WHOLE
    }

    /** The value of a parameter before training. */
    public sealed interface Initial {
        /** Drawn by the network's initialiser. */
        record Drawn() implements Initial {}

        /**
         * Drawn from N(0, σ²), whatever the network's initialiser.
         *
         * @param deviation σ
         */
        record Normal(double deviation) implements Initial {}

        /**
         * Drawn from N(0, σ²), and again where it is too far from 0.
         *
         * @param deviation σ
         * @param cut the largest distance from 0, in units of σ
         */
        record CutNormal(double deviation, double cut) implements Initial {}

        /**
         * Drawn uniformly from an interval around 0, whatever the network's initialiser.
         *
         * @param limit the interval's half width
         */
        record Uniform(double limit) implements Initial {}

        /**
         * Drawn from N(0, 1), one number for each row and group of adjacent columns.
         *
         * @param groups the numbers of columns of the groups, which cover all columns
         */
        record Grouped(List<Integer> groups) implements Initial {
            /** Copies the list. */
            public Grouped {
                groups = List.copyOf(groups);
            }
        }

        /**
         * The same number throughout.
         *
         * @param value that number
         */
        record Constant(double value) implements Initial {}
    }

    /** Checks the values. */
    public LayerParameter {
        if (!(rateFactor > 0 && Double.isFinite(rateFactor))) {
            throw new IllegalArgumentException(
                    label + ": the factor of the learning rate must be positive and finite, found " + rateFactor);
        }
    }

    /** Returns a matrix of weights with a row for each output, which is decayed, and which the network's initialiser draws. */
    public static LayerParameter weights(String label, int outputs, int inputs) {
        return new LayerParameter(
                label,
                ParameterKind.WEIGHT,
                outputs,
                inputs,
                Cut.ROWS,
                false,
                true,
                true,
                true,
                1,
                new Initial.Drawn());
    }

    /** Returns a vector with a number for each output, which is not decayed. */
    public static LayerParameter vector(String label, ParameterKind kind, int outputs, double initial) {
        return new LayerParameter(
                label, kind, 1, outputs, Cut.COLUMNS, true, true, false, false, 1, new Initial.Constant(initial));
    }

    /** Returns a matrix that is decayed, and for which {@link GradientViews#rows} gives the rows of a gradient. */
    public static LayerParameter table(String label, ParameterKind kind, int rows, int columns, Initial initial) {
        return new LayerParameter(label, kind, rows, columns, Cut.TABLE, false, true, true, false, 1, initial);
    }

    /** Returns a matrix that is updated as a whole, and decayed. */
    public static LayerParameter whole(String label, ParameterKind kind, int rows, int columns, Initial initial) {
        return new LayerParameter(label, kind, rows, columns, Cut.WHOLE, false, true, true, false, 1, initial);
    }

    /** Returns this as a parameter that the layer updates itself and no optimiser changes. */
    public LayerParameter untrained() {
        return new LayerParameter(label, kind, rows, columns, cut, isVector, false, false, false, rateFactor, initial);
    }

    /** Returns this without penalties and weight decay. */
    public LayerParameter undecayed() {
        return new LayerParameter(
                label, kind, rows, columns, cut, isVector, isTrained, false, isNormLimited, rateFactor, initial);
    }

    /** Returns this with another initial value. */
    public LayerParameter withInitial(Initial value) {
        return new LayerParameter(
                label, kind, rows, columns, cut, isVector, isTrained, isDecayed, isNormLimited, rateFactor, value);
    }

    /** Returns this with a factor of the learning rate, which optimisers that determine their own step length ignore. */
    public LayerParameter withRateFactor(double value) {
        return new LayerParameter(
                label, kind, rows, columns, cut, isVector, isTrained, isDecayed, isNormLimited, value, initial);
    }

    /** Returns the factor of its learning rate, given those of its kind. */
    double rateFactor(ParameterFactors factors) {
        return rateFactor * factors.rate(kind, columns);
    }

    /** Returns the factor of its weight decay, given those of its kind. */
    double decayFactor(ParameterFactors factors) {
        return factors.decay(kind, columns, isDecayed);
    }

    /** Returns how many numbers it holds. */
    public long size() {
        return (long) rows * columns;
    }

    /** Returns whether its update is divided into tiles of outputs. */
    boolean isTiled() {
        return isTrained && (cut == Cut.ROWS || cut == Cut.COLUMNS);
    }
}

package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.quantile.SortedNumbers;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** How numbers become vectors, with what is learned from the training samples. A value. */
public sealed interface NumberEmbedding extends Choice {
    /**
     * Returns the layer for a column of training samples; empty if the column stays a number. Samples of weight 0 are ignored,
     * and a weight counts as that many samples.
     *
     * @param samples the training samples
     * @param column the column of the inputs
     */
    default Optional<Layer> fit(Dataset samples, int column) {
        return fit(samples, column, column);
    }

    /**
     * Returns the same where the samples are not those of the network, such as a part of their columns.
     *
     * @param samples the training samples
     * @param column the column of the samples
     * @param input the column of the network's inputs
     */
    Optional<Layer> fit(Dataset samples, int column, int input);

    /** Numbers stay numbers. */
    record None() implements NumberEmbedding {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public String formula() {
            return "x";
        }

        @Override
        public Optional<Layer> fit(Dataset samples, int column, int input) {
            return Optional.empty();
        }
    }

    /**
     * A {@link PiecewiseLinear} function with its edges at quantiles of the training samples, which are finer where many samples are
     * equal: a column that is mostly 0 has its pieces where it is not.
     *
     * @param bins the most pieces, from 1 to 1024
     * @param dimension the length of the vectors, at least 1
     */
    record Piecewise(int bins, int dimension) implements NumberEmbedding {
        private static final int MAX_BINS = 1024;

        /** How much finer quantiles may be where many coincide. */
        private static final int FINEST = 64;

        /** Checks the values. */
        public Piecewise {
            if (bins < 1 || bins > MAX_BINS) {
                throw new IllegalArgumentException(
                        "piecewise_linear: bins must be from 1 to " + MAX_BINS + ", found " + bins);
            }
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "piecewise_linear: dimension must be at least 1, found " + dimension);
            }
        }

        @Override
        public String name() {
            return "piecewise_linear";
        }

        @Override
        public String formula() {
            return "(w x + c) + Σ e_t(x) V_t, with e_t(x) the share of piece t that is below x";
        }

        @Override
        public Optional<Layer> fit(Dataset samples, int column, int input) {
            double[] edges = edges(samples, column);
            return edges.length < 2
                    ? Optional.empty()
                    : Optional.of(new PiecewiseLinear(
                            input, Arrays.stream(edges).boxed().toList(), dimension));
        }

        /**
         * Returns the edges: all numbers, if they are few; else the quantiles 0, 1/T, …, 1, interpolated between neighbours, with the
         * largest T that gives not too many. T is the number of pieces unless quantiles coincide, because many samples are equal.
         */
        private double[] edges(Dataset samples, int column) {
            int[] counted = IntStream.range(0, samples.size())
                    .filter(i -> weight(samples, i) > 0)
                    .toArray();
            SortedNumbers sorted = new SortedNumbers(
                    Arrays.stream(counted)
                            .mapToDouble(i -> samples.features().get(samples.row(i), column))
                            .toArray(),
                    Arrays.stream(counted).mapToDouble(i -> weight(samples, i)).toArray());
            double[] different = ascending(sorted.different());
            if (different.length <= bins + 1) {
                return different;
            }
            int fits = bins;
            int tooMany = FINEST * bins + 1;
            while (tooMany - fits > 1) {
                int middle = (fits + tooMany) >>> 1;
                if (quantiles(sorted, middle).length <= bins + 1) {
                    fits = middle;
                } else {
                    tooMany = middle;
                }
            }
            return quantiles(sorted, fits);
        }

        private static double[] quantiles(SortedNumbers sorted, int pieces) {
            double[] quantiles = new double[pieces + 1];
            Arrays.setAll(quantiles, t -> sorted.quantile((double) t / pieces));
            return ascending(quantiles);
        }

        /** Returns what is different as float32. */
        private static double[] ascending(double[] numbers) {
            double[] found = new double[numbers.length];
            int length = 0;
            for (double number : numbers) {
                float edge = (float) number;
                if (length == 0 || edge > found[length - 1]) {
                    found[length++] = edge;
                }
            }
            return Arrays.copyOf(found, length);
        }
    }

    /**
     * {@link PeriodicDense}, a few learned waves of x and x itself.
     *
     * @param frequencies how many, from 1 to 1024
     * @param deviation σ of the frequencies at the start, positive and finite
     * @param dimension the length of the vectors, x included, at least 2
     */
    record Pbld(int frequencies, double deviation, int dimension) implements NumberEmbedding {
        /** Checks the values. */
        public Pbld {
            WaveRanges.require("pbld", frequencies, deviation, 2, dimension);
        }

        @Override
        public String name() {
            return "pbld";
        }

        @Override
        public String formula() {
            return "(h V + c, x), h = cos(2π x w + b)";
        }

        @Override
        public Optional<Layer> fit(Dataset samples, int column, int input) {
            return isConstant(samples, column)
                    ? Optional.empty()
                    : Optional.of(new PeriodicDense(input, frequencies, deviation, dimension));
        }
    }

    /**
     * {@link PeriodicRelu}, functions of cosines and sines of x.
     *
     * @param frequencies how many, from 1 to 1024
     * @param deviation σ of the frequencies at the start, positive and finite
     * @param dimension the length of the vectors, at least 1
     */
    record Plr(int frequencies, double deviation, int dimension) implements NumberEmbedding {
        /** Checks the values. */
        public Plr {
            WaveRanges.require("plr", frequencies, deviation, 1, dimension);
        }

        @Override
        public String name() {
            return "plr";
        }

        @Override
        public String formula() {
            return "max(0, [cos 2πcx, sin 2πcx] V + b)";
        }

        @Override
        public Optional<Layer> fit(Dataset samples, int column, int input) {
            return isConstant(samples, column)
                    ? Optional.empty()
                    : Optional.of(new PeriodicRelu(input, frequencies, deviation, dimension));
        }
    }

    /** Returns whether all samples that count have the same number, as float32, in a column. */
    private static boolean isConstant(Dataset samples, int column) {
        boolean isFirst = true;
        float first = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (weight(samples, i) > 0) {
                float x = (float) samples.features().get(samples.row(i), column);
                if (!isFirst && x != first) {
                    return false;
                }
                first = x;
                isFirst = false;
            }
        }
        return true;
    }

    private static double weight(Dataset samples, int sample) {
        return samples.isWeighted() ? samples.weight(samples.row(sample)) : 1;
    }

    /** Returns {@link None}. */
    static NumberEmbedding none() {
        return new None();
    }

    /** Returns {@link Piecewise} with 48 pieces and vectors of 16 numbers. */
    static NumberEmbedding piecewiseLinear() {
        return new Piecewise(48, 16);
    }

    /** Returns {@link Pbld} with the paper's 16 frequencies, a deviation of 0.1, and vectors of 4 numbers. */
    static NumberEmbedding pbld() {
        return new Pbld(16, 0.1, 4);
    }

    /** Returns {@link Plr} with the usual 48 frequencies, a deviation of 0.01, and vectors of 24 numbers. */
    static NumberEmbedding plr() {
        return new Plr(48, 0.01, 24);
    }

    /** Returns all kinds. */
    static Choices<NumberEmbedding> choices() {
        return NumberEmbeddingChoices.ALL;
    }
}

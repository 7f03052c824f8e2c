package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;

/** How weights are initialised; biases start at zero, or at a constant ({@link Network#fillBiases}). A value. */
public sealed interface Initializer extends Choice {
    /**
     * Fills a layer's weights, as a pure function of the key and their shape.
     *
     * @param weights fanOut x fanIn; written
     */
    void fill(Tensor weights, RandomKey key);

    /**
     * Normal with mean 0 and a fixed standard deviation; the lecture notes use 0.01.
     *
     * @param deviation positive
     */
    record Normal(double deviation) implements Initializer {
        /** Checks the deviation. */
        public Normal {
            if (!(deviation > 0 && Double.isFinite(deviation))) {
                throw new IllegalArgumentException("normal: deviation must be positive and finite, found " + deviation);
            }
        }

        @Override
        public String name() {
            return "normal";
        }

        @Override
        public String formula() {
            return "N(0, deviation²)";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.normal(weights, key, deviation);
        }
    }

    /**
     * Variance {@code 2 / fanIn}, for ReLU (He et al., "Delving Deep into Rectifiers", ICCV 2015).
     *
     * @param isNormal normal, else uniform with the same variance
     */
    record He(boolean isNormal) implements Initializer {
        @Override
        public String name() {
            return isNormal ? "he" : "he_uniform";
        }

        @Override
        public String formula() {
            return isNormal ? "N(0, 2 / fanIn)" : "U(-a, a) with a² = 6 / fanIn";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.scaled(weights, key, isNormal, 2, weights.columns());
        }
    }

    /**
     * Variance {@code 2 / (fanIn + fanOut)}, for sigmoid and tanh (Glorot and Bengio, "Understanding the difficulty of
     * training deep feedforward neural networks", AISTATS 2010).
     *
     * @param isNormal normal, else uniform with the same variance
     */
    record Glorot(boolean isNormal) implements Initializer {
        @Override
        public String name() {
            return isNormal ? "glorot" : "glorot_uniform";
        }

        @Override
        public String formula() {
            return isNormal ? "N(0, 2 / (fanIn + fanOut))" : "U(-a, a) with a² = 6 / (fanIn + fanOut)";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.scaled(weights, key, isNormal, 2, (double) weights.columns() + weights.rows());
        }
    }

    /**
     * Variance {@code 1 / fanIn}, which preserves the variance of the inputs where the activation is near the identity (LeCun,
     * Bottou, Orr and Müller, "Efficient BackProp", Neural Networks: Tricks of the Trade, 1998).
     *
     * @param isNormal normal, else uniform with the same variance
     */
    record LeCun(boolean isNormal) implements Initializer {
        @Override
        public String name() {
            return isNormal ? "lecun" : "lecun_uniform";
        }

        @Override
        public String formula() {
            return isNormal ? "N(0, 1 / fanIn)" : "U(-a, a) with a² = 3 / fanIn";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.scaled(weights, key, isNormal, 1, weights.columns());
        }
    }

    /**
     * Normal with mean 0, redrawn if it is more than two standard deviations away.
     *
     * @param deviation the standard deviation before truncation, positive; after it, 0.8796 of that remains
     */
    record TruncatedNormal(double deviation) implements Initializer {
        /** Where it is truncated, in standard deviations. */
        private static final double CUT = 2;

        /** Checks the deviation. */
        public TruncatedNormal {
            if (!(deviation > 0 && Double.isFinite(deviation))) {
                throw new IllegalArgumentException(
                        "truncated_normal: deviation must be positive and finite, found " + deviation);
            }
        }

        @Override
        public String name() {
            return "truncated_normal";
        }

        @Override
        public String formula() {
            return "N(0, deviation²), within 2 deviations";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.truncatedNormal(weights, key, deviation, CUT);
        }
    }

    /**
     * Orthogonal rows of length {@code gain}, or columns if there are fewer of them: uniformly distributed over all such
     * matrices (Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
     * networks", ICLR 2014). Takes time proportional to {@code fanIn * fanOut * min(fanIn, fanOut)}.
     *
     * @param gain positive
     */
    record Orthogonal(double gain) implements Initializer {
        /** Checks the gain. */
        public Orthogonal {
            if (!(gain > 0 && Double.isFinite(gain))) {
                throw new IllegalArgumentException("orthogonal: gain must be positive and finite, found " + gain);
            }
        }

        @Override
        public String name() {
            return "orthogonal";
        }

        @Override
        public String formula() {
            return "gain Q with orthonormal rows or columns, whichever are fewer";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.orthogonal(weights, key, gain);
        }
    }

    /**
     * Adapted to the training samples, one layer after the other: weights are drawn from a normal distribution and scaled so that each
     * unit's weighted sum has the standard deviation 1 over the samples, and each bias is minus the average of that sum over 5
     * random samples with random weights ("he+5"), so that the unit's activation bends in the midst of the data (Holzmüller,
     * Grinsztajn and Steinwart, "Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data", NeurIPS 2024; after
     * Steinwart, "A Sober Look at Neural Network Initializations", 2019). Normalised layers, and the output layers of members, start
     * as without samples.
     *
     * <p>Without samples the weights have the variance {@code 1 / fanIn}, and the biases are 0.
     */
    record DataDriven() implements Initializer {
        @Override
        public String name() {
            return "data_driven";
        }

        @Override
        public String formula() {
            return "N(0, 1), each unit scaled to deviation 1 over the training samples; biases from 5 of them";
        }

        @Override
        public void fill(Tensor weights, RandomKey key) {
            InitialWeights.scaled(weights, key, true, 1, weights.columns());
        }
    }

    /** Returns {@link DataDriven}. */
    static Initializer dataDriven() {
        return new DataDriven();
    }

    /** Returns {@link Normal}. */
    static Initializer normal(double deviation) {
        return new Normal(deviation);
    }

    /** Returns {@link He}, normal. */
    static Initializer he() {
        return new He(true);
    }

    /** Returns {@link He}, uniform. */
    static Initializer heUniform() {
        return new He(false);
    }

    /** Returns {@link Glorot}, normal. */
    static Initializer glorot() {
        return new Glorot(true);
    }

    /** Returns {@link Glorot}, uniform. */
    static Initializer glorotUniform() {
        return new Glorot(false);
    }

    /** Returns {@link LeCun}, normal. */
    static Initializer leCun() {
        return new LeCun(true);
    }

    /** Returns {@link LeCun}, uniform. */
    static Initializer leCunUniform() {
        return new LeCun(false);
    }

    /** Returns {@link TruncatedNormal}. */
    static Initializer truncatedNormal(double deviation) {
        return new TruncatedNormal(deviation);
    }

    /** Returns {@link Orthogonal} with gain 1. */
    static Initializer orthogonal() {
        return new Orthogonal(1);
    }

    /** Returns all kinds; the lecture notes' deviation of 0.01 is the default of {@link Normal} and {@link TruncatedNormal}. */
    static Choices<Initializer> choices() {
        return InitializerChoices.ALL;
    }
}

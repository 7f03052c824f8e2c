package io.github.panagrad.nn;

import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.Choices;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;

/** How weights start; biases start at zero. A value. */
public sealed interface Initializer extends Choice {
    /** Returns the scale of a layer's weights: a standard deviation, or half the width of a uniform distribution. */
    double scale(int fanIn, int fanOut);

    /** Returns whether the weights are normal, not uniform. */
    boolean isNormal();

    /**
     * Fills a layer's weights; element {@code (r, c)} is a pure function of the key and its position.
     *
     * @param weights fanOut x fanIn; written
     */
    default void fill(Tensor weights, RandomKey key) {
        double scale = scale(weights.columns(), weights.rows());
        for (int r = 0; r < weights.rows(); r++) {
            for (int c = 0; c < weights.columns(); c++) {
                long position = (long) r * weights.columns() + c;
                double unit = isNormal() ? key.normal(position) : 2 * key.uniform(position) - 1;
                weights.set(r, c, scale * unit);
            }
        }
    }

    /**
     * Normal with mean 0 and a fixed standard deviation; the text's choice is 0.01.
     *
     * @param deviation positive
     */
    record Normal(double deviation) implements Initializer {
        /** Checks the deviation. */
        public Normal {
            if (!(deviation > 0 && Double.isFinite(deviation))) {
                throw new IllegalArgumentException("normal: the deviation must be positive, found " + deviation);
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
        public double scale(int fanIn, int fanOut) {
            return deviation;
        }

        @Override
        public boolean isNormal() {
            return true;
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
        public double scale(int fanIn, int fanOut) {
            return Math.sqrt((isNormal ? 2.0 : 6.0) / fanIn);
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
        public double scale(int fanIn, int fanOut) {
            return Math.sqrt((isNormal ? 2.0 : 6.0) / ((double) fanIn + fanOut));
        }
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

    /** Returns all kinds; the text's deviation of 0.01 is usual for {@link Normal}. */
    static Choices<Initializer> choices() {
        return InitializerChoices.ALL;
    }
}

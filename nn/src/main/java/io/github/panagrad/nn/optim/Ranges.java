package io.github.panagrad.nn.optim;

/** Checks hyper-parameters; messages name the owner, the parameter, the range and the value. */
final class Ranges {
    /** In float32 a smaller ε could become 0 after the bias correction, giving 0 / 0 for a gradient of 0. */
    private static final double LEAST_EPSILON = 1e-30;

    private static final double LARGEST_EPSILON = 1e30;

    private Ranges() {}

    /** Requires a value in [0, 1). */
    static void share(String owner, String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(owner + ": " + name + " must be in [0, 1), found " + value);
        }
    }

    /** Requires a finite value above 0. */
    static void positive(String owner, String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(owner + ": " + name + " must be positive and finite, found " + value);
        }
    }

    /** Requires an ε, which keeps a quotient finite, to be representable in float32. */
    static void epsilon(String owner, double value) {
        if (!(value >= LEAST_EPSILON && value <= LARGEST_EPSILON)) {
            throw new IllegalArgumentException(
                    owner + ": epsilon must be from " + LEAST_EPSILON + " to " + LARGEST_EPSILON + ", found " + value);
        }
    }

    /** Requires a finite value of at least 0. */
    static void notNegative(String owner, String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " must be finite and not negative, found " + value);
        }
    }

    /** Requires a whole number of at least a minimum. */
    static void atLeast(String owner, String name, long minimum, long value) {
        if (value < minimum) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " must be at least " + minimum + ", found " + value);
        }
    }

    /** Requires a whole number within a range. */
    static void within(String owner, String name, long minimum, long maximum, long value) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " must be from " + minimum + " to " + maximum + ", found " + value);
        }
    }

    /** Requires the minimum learning rate of a schedule to be from 0 to its maximum. */
    static void minimumRate(String owner, double min, double initial) {
        if (!(min >= 0 && min <= initial)) {
            throw new IllegalArgumentException(
                    owner + ": min must be from 0 to the learning rate " + initial + ", found " + min);
        }
    }

    /** Requires a finite value of at least 1. */
    static void divisor(String owner, String name, double value) {
        if (!(value >= 1 && Double.isFinite(value))) {
            throw new IllegalArgumentException(owner + ": " + name + " must be finite and at least 1, found " + value);
        }
    }
}

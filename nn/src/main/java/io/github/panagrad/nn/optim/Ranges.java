package io.github.panagrad.nn.optim;

/** Checks of hyper-parameters; messages name the owner, the parameter, the range and the value. */
final class Ranges {
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

    /** Requires a finite value of at least 0. */
    static void notNegative(String owner, String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " must be finite and not negative, found " + value);
        }
    }
}

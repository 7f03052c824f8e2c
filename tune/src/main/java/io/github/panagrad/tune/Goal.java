package io.github.panagrad.tune;

/** Which values are better. */
public enum Goal {
    /** Smaller ones, such as of a loss. */
    MINIMIZE("minimize", 1),
    /** Greater ones, such as of an accuracy. */
    MAXIMIZE("maximize", -1);

    private final String label;
    private final int sign;

    Goal(String label, int sign) {
        this.label = label;
        this.sign = sign;
    }

    /** Returns its name for people. */
    public String label() {
        return label;
    }

    /** Returns a number that is less for a better value; infinite for NaN. */
    double loss(double value) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : sign * value;
    }
}

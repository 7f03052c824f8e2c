package io.github.panagrad.pipeline;

import java.util.Locale;

/** The replacement for a missing number. */
public enum MissingNumbers {
    /** The mean of the training rows' values. */
    MEAN,
    /** The median of the training rows' values. */
    MEDIAN;

    /** Returns the name for users, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

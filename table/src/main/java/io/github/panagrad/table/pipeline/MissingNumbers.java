package io.github.panagrad.table.pipeline;

import java.util.Locale;

/** What stands in for a missing number. */
public enum MissingNumbers {
    /** The mean of the training rows' values. */
    MEAN,
    /** The median of the training rows' values. */
    MEDIAN;

    /** Returns the name for users, in small letters. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.github.panagrad.pipeline;

import java.util.Locale;

/** The kind of a target. */
public enum Task {
    /**
     * Text and booleans are classes. Numbers are classes if they are 0, 1, ... K-1 without gaps, K is from 2 to
     * 1000, and there are at least two training rows for each class; else they are values.
     */
    AUTO,
    /** Each distinct target is a class. */
    CLASSIFICATION,
    /** Targets are numbers. */
    REGRESSION;

    /** Returns the name for users, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.github.panagrad.table;

import java.util.Locale;

/** What happens to rows whose target is missing. */
public enum MissingTarget {
    /** They are an error. */
    FAIL,
    /** They are no samples. */
    DROP;

    /** Returns the name as users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

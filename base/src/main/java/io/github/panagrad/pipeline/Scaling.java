package io.github.panagrad.pipeline;

import java.util.Locale;

/** How a number x of a column becomes an input. All statistics are computed on the training rows' non-missing values. */
public enum Scaling {
    /** {@code (x - mean) / sd}, with the standard deviation of the population (divided by n), as in scikit-learn. */
    STANDARDIZE,
    /**
     * {@code (x - median) / (q3 - q1)}, quartiles interpolated as NumPy does by default. Where both quartiles are the same,
     * as in columns that are mostly 0, the standard deviation replaces their difference.
     */
    ROBUST,
    /**
     * {@code c / sqrt(1 + (c/3)²)} with {@code c = (x - median) / (q3 - q1)}, so that nothing is beyond 3 and numbers near the median
     * are as for {@link #ROBUST} (Holzmüller, Grinsztajn and Steinwart, "Better by Default: Strong Pre-Tuned MLPs and Boosted
     * Trees on Tabular Data", NeurIPS 2024). Where both quartiles are the same, half of the range replaces their difference.
     */
    ROBUST_CLIP,
    /** {@code (x - min) / (max - min)}, which is 0 to 1 for training rows and may be beyond for others. */
    MIN_MAX,
    /**
     * The standard normal distribution's quantile for x's rank. Ranks between those of 1000
     * values are interpolated; equal values have their middle rank; values beyond all training values become as the last.
     */
    QUANTILE_NORMAL,
    /** The share of training values below x, 0 to 1, found as for {@link #QUANTILE_NORMAL}. */
    QUANTILE_UNIFORM,
    /** x as it is. */
    NONE;

    /** Returns the name for users, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it needs the quantiles of the training rows. */
    public boolean needsQuantiles() {
        return this == ROBUST || this == ROBUST_CLIP || this == QUANTILE_NORMAL || this == QUANTILE_UNIFORM;
    }
}

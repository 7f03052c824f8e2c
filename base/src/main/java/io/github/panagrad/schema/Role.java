package io.github.panagrad.schema;

/** What a column is for. */
public enum Role {
    /** The network learns from it. */
    FEATURE,
    /** The column to predict; one at most. */
    TARGET,
    /** Factors of each sample's loss; one column at most, numeric. */
    WEIGHT,
    /** Says which rows are validation rows; one column at most. */
    SPLIT,
    /** Not read. */
    IGNORED
}

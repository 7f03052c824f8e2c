package io.github.panagrad.table;

/** What a column is for. */
public enum Role {
    /** The network learns from it. */
    FEATURE,
    /** What is to be predicted; one column at most. */
    TARGET,
    /** What each sample's loss is multiplied by; one column at most, numeric. */
    WEIGHT,
    /** Says which rows validate; one column at most. */
    SPLIT,
    /** Read past. */
    IGNORED
}

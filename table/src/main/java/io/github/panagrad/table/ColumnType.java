package io.github.panagrad.table;

/** What the values of a column are. */
public enum ColumnType {
    /** Numbers. */
    NUMERIC,
    /** Text, each different one a category. */
    CATEGORICAL,
    /** True or false, kept as 1 and 0. */
    BOOLEAN
}

package io.github.panagrad.table;

/** The type of a column's values. */
public enum ColumnType {
    /** Numbers. */
    NUMERIC,
    /** Text, each distinct one a category. */
    CATEGORICAL,
    /** True or false, kept as 1 and 0. */
    BOOLEAN
}

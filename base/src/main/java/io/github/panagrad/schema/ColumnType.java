package io.github.panagrad.schema;

/** The type of a column's values. */
public enum ColumnType {
    /** Numbers. */
    NUMERIC,
    /** Text, each distinct one a category. */
    CATEGORICAL,
    /** True or false, kept as 1 and 0. */
    BOOLEAN,
    /** Dates and times, kept as seconds since 1970. */
    DATE
}

package io.github.panagrad.table.parquet;

import org.jspecify.annotations.Nullable;

/**
 * The values of a column, run by run. What the methods return holds for the run of the last {@link #next}, from {@link #first} on,
 * and only as many values as that said; where a value is null there is anything. Used by one thread.
 */
sealed interface ParquetValues permits LibraryValues, PageValues {
    /**
     * Moves on to the next run.
     *
     * @param most values at most, which the column must have
     * @return how many values it has, at least 1
     */
    int next(int most);

    /** Returns where the first value is in the arrays. */
    int first();

    /** Returns whether a value is null. */
    boolean hasNulls();

    /** Returns whether the value at a place of the arrays is null. */
    boolean isNull(int i);

    /** Returns the values of a column of truth values. */
    boolean[] booleans();

    /** Returns the values of a column of 32 bits. */
    int[] ints();

    /** Returns the values of a column of 64 bits. */
    long[] longs();

    /** Returns the values of a column of floats. */
    float[] floats();

    /** Returns the values of a column of doubles. */
    double[] doubles();

    /** Returns the bytes among which the values of a column of texts or other bytes are. */
    byte[] bytes();

    /** Returns where a value begins among the bytes. */
    int start(int i);

    /** Returns where a value ends among the bytes. */
    int end(int i);

    /** Returns the distinct values of the run's page, or null if it does not say which of them each value is. */
    @Nullable
    BinaryDictionary dictionary();

    /** Returns which of the dictionary's values each value is. */
    int[] indices();
}

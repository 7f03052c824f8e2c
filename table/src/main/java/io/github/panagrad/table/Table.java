package io.github.panagrad.table;

import io.github.panagrad.schema.Schema;
import java.util.List;

/**
 * Rows of mixed columns, column by column. Immutable; threads may share it. Whoever opens a table closes it; closing twice
 * is harmless, and reading after that throws {@link IllegalStateException}.
 *
 * <p>Columns are numbered from 0 as in {@link #schema()}, rows from 0. Ignored columns have no values.
 */
public interface Table extends AutoCloseable {
    /** Returns the columns. */
    Schema schema();

    /** Returns the number of rows. */
    int rows();

    /**
     * Reads values of a column of numbers, booleans or dates, missing ones as NaN, booleans as 0 and 1, dates as seconds since 1970.
     *
     * @param column the column
     * @param from the first row
     * @param count the number of rows
     * @param into takes them, from index 0; written
     * @throws IllegalArgumentException if the column is categorical or ignored
     */
    void numbers(int column, int from, int count, double[] into);

    /**
     * Reads values of a categorical column as positions in {@link #categories}, missing ones as -1.
     *
     * @param column the column
     * @param from the first row
     * @param count the number of rows
     * @param into takes them, from index 0; written
     * @throws IllegalArgumentException if the column is not categorical
     */
    void codes(int column, int from, int count, int[] into);

    /** Returns the distinct texts of a categorical column in the order of their first appearance. */
    List<String> categories(int column);

    /** Returns where a row comes from, for messages, such as {@code adult.csv, line 17}. */
    String place(int row);

    /**
     * Returns what was assumed when the table was read and could have been meant otherwise: a sentence each, which names the
     * option of the command line that says otherwise.
     */
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close();
}

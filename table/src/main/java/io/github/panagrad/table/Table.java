package io.github.panagrad.table;

import io.github.panagrad.schema.Schema;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import java.util.Objects;

/**
 * Rows of mixed columns, column by column. Immutable; threads may share it. Whoever opens a table closes it; closing twice
 * is harmless, and reading after that throws {@link IllegalStateException}.
 *
 * <p>Columns are numbered from 0 as in {@link #schema()}, rows from 0. Ignored columns have no values.
 */
public interface Table extends AutoCloseable {
    /**
     * Returns the table in a file of CSV or JSON lines, plain or gzip, or in a Parquet file. It is read when that is needed, by
     * whoever knows what the columns are for: a model that is fitted reads it with its target, a trained one with the types of
     * its training table. It holds memory, and needs closing, only if its values are asked for here.
     *
     * @throws TableException if there is no such file
     */
    static Table read(Path file) {
        return read(List.of(Objects.requireNonNull(file, "file")), ReadOptions.defaults());
    }

    /**
     * Returns the table in several files with the same columns.
     *
     * @param files at least one
     * @param options how they are read
     * @throws TableException if there is no such file
     */
    static Table read(List<Path> files, ReadOptions options) {
        return Openers.first().read(files, options);
    }

    /**
     * Returns records as a table, on the heap, with a column for each component. Numbers are numeric, truth values boolean; texts,
     * characters and enums categorical; {@link java.time.LocalDate}, {@link java.time.LocalDateTime}, {@link java.time.Instant},
     * {@link java.time.OffsetDateTime}, {@link java.time.ZonedDateTime} and {@link java.util.Date} are dates, and {@link
     * java.time.LocalTime} is a time of the day. A component may be an {@link java.util.Optional} of one of these; null and
     * empty are missing values.
     *
     * @param type the class of the records
     * @param rows at least one; read
     * @throws TableException if a component has another type, the records cannot be read, or there are none
     */
    static <R extends Record> Table of(Class<R> type, List<R> rows) {
        return Openers.first().of(type, rows);
    }

    /**
     * Reads the remaining rows of a query's result into a table on the heap, one after the other. Numbers are numeric, truth
     * values boolean, texts categorical, dates and timestamps dates, times a time of the day; NULL is a missing value.
     *
     * @param rows of any JDBC driver; remains the caller's, who closes it
     * @throws TableException if a column has another type or no name of its own, there are no rows, or the driver fails
     */
    static Table of(ResultSet rows) {
        return Openers.first().ofResult(rows);
    }

    /** Opens tables. A service that this library provides itself: the readers depend on this package, which cannot name them. */
    interface Opener {
        /** Does what {@link Table#read(List, ReadOptions)} says. */
        Table read(List<Path> files, ReadOptions options);

        /** Does what {@link Table#of(Class, List)} says. */
        <R extends Record> Table of(Class<R> type, List<R> rows);

        /**
         * Does what {@link Table#of(ResultSet)} says.
         *
         * @param rows a {@link ResultSet}, which the signature does not name, because services are also loaded where the module
         *     {@code java.sql} is absent
         */
        Table ofResult(AutoCloseable rows);
    }

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

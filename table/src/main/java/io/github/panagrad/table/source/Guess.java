package io.github.panagrad.table.source;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.NumberForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a column seems to hold.
 *
 * @param type the type of its first values
 * @param isFirm whether a later value that does not fit is an error rather than a reason to reconsider the type
 * @param hasOwnWords whether truth values are written as two words other than true and false, such as yes and no
 * @param problem a message saying what is wrong with the column unless its type is given; or null
 * @param form how its numbers are written
 * @param note what was assumed that could have been meant otherwise, with its place; or null
 * @param dates how its dates are written, or would be if it is said to have dates
 */
public record Guess(
        ColumnType type,
        boolean isFirm,
        boolean hasOwnWords,
        @Nullable String problem,
        NumberForm form,
        @Nullable String note,
        DateForm dates) {
    /** A column with more different numbers than this is meant to hold numbers; with fewer, it may hold codes. */
    public static final int CODES = 20;

    /** Returns the guess for a column whose type is stored in the file. */
    public static Guess known(ColumnType type) {
        return new Guess(type, true, false, null, NumberForm.PLAIN, null, DateForm.ISO);
    }

    /**
     * Returns the guess for a column that cannot be used.
     *
     * @param note what to say where it is left out for that reason
     */
    public static Guess unusable(String problem, String note) {
        return new Guess(ColumnType.CATEGORICAL, true, false, problem, NumberForm.PLAIN, note, DateForm.ISO);
    }

    /** Returns whether the column cannot be used, whatever its type is said to be. */
    public boolean isUnusable() {
        return problem != null && isFirm;
    }

    /** Returns the guess for a column of texts, whose later values all fit. */
    public static Guess texts(@Nullable String note) {
        return new Guess(ColumnType.CATEGORICAL, false, false, null, NumberForm.PLAIN, note, DateForm.ISO);
    }

    /** Returns the guess for a column that has mistakes. */
    public static Guess mistaken(String problem) {
        return new Guess(ColumnType.CATEGORICAL, false, false, problem, NumberForm.PLAIN, null, DateForm.ISO);
    }

    /** Returns the guess for a column of truth values. */
    public static Guess truths(boolean hasOwnWords, @Nullable String note) {
        return new Guess(ColumnType.BOOLEAN, false, hasOwnWords, null, NumberForm.PLAIN, note, DateForm.ISO);
    }

    /** Returns the guess for a column of numbers. */
    public static Guess numbers(boolean isFirm, NumberForm form, @Nullable String note) {
        return new Guess(ColumnType.NUMERIC, isFirm, false, null, form, note, DateForm.ISO);
    }

    /** Returns the guess for a column of dates. */
    public static Guess dates(boolean isFirm, List<String> missing, DateForm dates, String note) {
        return new Guess(ColumnType.DATE, isFirm, false, null, NumberForm.PLAIN.withMissing(missing), note, dates);
    }

    /** Returns this guess for a column whose dates are written in a form if it is said to have dates. */
    public Guess withDates(DateForm value) {
        return new Guess(type, isFirm, hasOwnWords, problem, form, note, value);
    }
}

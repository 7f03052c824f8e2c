package io.github.panagrad.table.source;

import io.github.panagrad.table.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * What a column seems to hold.
 *
 * @param type the type of its first values
 * @param isFirm whether a later value that does not fit is an error rather than a reason to reconsider the type
 * @param hasOwnWords whether truth values are written as two words other than true and false, such as yes and no
 * @param problem a message saying what is wrong with the column unless its type is given; or null
 */
public record Guess(
        ColumnType type,
        boolean isFirm,
        boolean hasOwnWords,
        @Nullable String problem) {
    /** A column with more different numbers than this is meant to hold numbers; with fewer, it may hold codes. */
    public static final int CODES = 20;

    /** Returns the guess for a column whose type is stored in the file. */
    public static Guess known(ColumnType type) {
        return new Guess(type, true, false, null);
    }
}

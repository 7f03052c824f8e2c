package io.github.panagrad.table.source;

import io.github.panagrad.table.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * What a column seems to hold.
 *
 * @param type the type of its first values
 * @param isFirm whether a later value that does not fit is an error, and not a reason to think again
 * @param hasOwnWords whether truth values are written in two words of the user's own, such as yes and no
 * @param problem what is wrong with the column if it is used without being told its type, as a message; or null
 */
public record Guess(
        ColumnType type,
        boolean isFirm,
        boolean hasOwnWords,
        @Nullable String problem) {
    /** A column with more different numbers than this is meant to hold numbers; with fewer, it may hold codes. */
    public static final int CODES = 20;

    /** A column whose type the file itself tells. */
    public static Guess known(ColumnType type) {
        return new Guess(type, true, false, null);
    }
}

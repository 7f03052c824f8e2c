package io.github.panagrad.schema.text;

import java.util.Locale;
import java.util.Set;

/** The texts that mark a missing value where all others are numbers, in upper or lower case; elsewhere they may be words. */
public final class MissingMarks {
    private static final Set<String> MARKS =
            Set.of("<na>", "#n/a", "n/a", "na", "\\n", "-", "--", ".", "nan", "null", "none", "nil", "missing", "?");

    private static final int MAX_CHARACTERS = 8;

    private MissingMarks() {}

    /** Returns whether a text, its ends stripped, is one of them. */
    public static boolean isMark(String text) {
        return text.length() <= MAX_CHARACTERS && MARKS.contains(text.toLowerCase(Locale.ROOT));
    }
}

package io.github.panagrad.table.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file, to detect how it is divided.
 *
 * @param text its first characters
 * @param isWhole whether the file has no more
 * @param start where its records begin: after a line that only names the delimiter, as spreadsheets write it
 * @param announced the delimiter that such a line names, or null
 * @param comment the character that lines without fields begin with, or null
 */
record CsvBeginning(
        String text,
        boolean isWhole,
        int start,
        @Nullable Character announced,
        @Nullable Character comment) {
    /** A letter or a digit would be the name of a column. */
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("(\"?)sep=([^\\p{Alnum}\"'\\r\\n])\\1(?:\\r\\n|\\r|\\n)", Pattern.CASE_INSENSITIVE);

    static CsvBeginning of(String text, boolean isWhole, @Nullable Character comment) {
        Matcher found = ANNOUNCEMENT.matcher(text);
        return found.lookingAt()
                ? new CsvBeginning(text, isWhole, found.end(), found.group(2).charAt(0), comment)
                : new CsvBeginning(text, isWhole, 0, null, comment);
    }
}

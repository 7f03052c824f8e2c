package io.github.panagrad.table;

import io.github.panagrad.error.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * How CSV files are divided into fields. A value.
 *
 * @param delimiter the character between fields, or null to detect it: comma, semicolon, tab, bar or space
 * @param quote the character around fields that contain delimiters or line breaks, doubled within them; or null to detect
 *     it: {@code "} or {@code '}
 * @param header whether the first line holds names
 */
public record CsvFormat(
        @Nullable Character delimiter, @Nullable Character quote, Header header) {
    /** Everything is detected. */
    public static final CsvFormat AUTO = new CsvFormat(null, null, Header.AUTO);

    /** Checks the characters. */
    public CsvFormat {
        require("delimiter", delimiter);
        require("quote", quote);
        if (delimiter != null && delimiter.equals(quote)) {
            throw new IllegalArgumentException(
                    "delimiter and quote must differ, found " + Quoted.of(delimiter.toString()) + " for both");
        }
    }

    private static void require(String what, @Nullable Character character) {
        if (character != null && (character == '\n' || character == '\r' || Character.isLetterOrDigit(character))) {
            throw new IllegalArgumentException("the " + what
                    + " must not be a letter, a digit or a line break, found character " + (int) character);
        }
    }
}

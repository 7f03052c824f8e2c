package io.github.panagrad.table;

import org.jspecify.annotations.Nullable;

/**
 * How the text of CSV files is divided. A value.
 *
 * @param delimiter what separates fields, or null to find it out: one of comma, semicolon, tab, bar and space
 * @param quote what stands around fields that hold delimiters or line breaks, and is doubled within them; or null to find
 *     it out: {@code "} or {@code '}
 * @param header whether the first line has names
 */
public record CsvFormat(
        @Nullable Character delimiter, @Nullable Character quote, Header header) {
    /** Everything is to be found out. */
    public static final CsvFormat AUTO = new CsvFormat(null, null, Header.AUTO);

    /** Checks the characters. */
    public CsvFormat {
        require("delimiter", delimiter);
        require("quote", quote);
        if (delimiter != null && delimiter.equals(quote)) {
            throw new IllegalArgumentException("delimiter and quote must differ, found '" + delimiter + "' for both");
        }
    }

    private static void require(String what, @Nullable Character character) {
        if (character != null && (character == '\n' || character == '\r' || Character.isLetterOrDigit(character))) {
            throw new IllegalArgumentException("the " + what
                    + " must not be a letter, a digit or a line break, found character " + (int) character);
        }
    }
}

package io.github.panagrad.schema;

import io.github.panagrad.error.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * How CSV files are divided into fields. A value.
 *
 * @param delimiter the character between fields, or null to detect it: comma, semicolon, tab, bar or space
 * @param quote the character around fields that contain delimiters or line breaks, doubled within them; or null to detect
 *     it: {@code "} or {@code '}
 * @param header whether the first line holds names
 * @param comment the character with which lines begin that are left out, or null if there are no such lines
 */
public record CsvFormat(
        @Nullable Character delimiter,
        @Nullable Character quote,
        Header header,
        @Nullable Character comment) {
    /** Everything is detected, and there are no comments. */
    public static final CsvFormat AUTO = new CsvFormat(null, null, Header.AUTO, null);

    /** Checks the characters. */
    public CsvFormat {
        require("delimiter", delimiter);
        require("quote", quote);
        require("beginning of a comment", comment);
        requireOther("delimiter and quote", delimiter, quote);
        requireOther("delimiter and beginning of a comment", delimiter, comment);
        requireOther("quote and beginning of a comment", quote, comment);
    }

    private static void requireOther(String what, @Nullable Character one, @Nullable Character other) {
        if (one != null && one.equals(other)) {
            throw new IllegalArgumentException(what + " must differ, found " + Quoted.of(one.toString()) + " for both");
        }
    }

    private static void require(String what, @Nullable Character character) {
        if (character != null && (character == '\n' || character == '\r' || Character.isLetterOrDigit(character))) {
            throw new IllegalArgumentException("the " + what + " must not be a letter, a digit or a line break, found "
                    + (Character.isLetterOrDigit(character) ? Quoted.of(character.toString()) : "a line break"));
        }
    }

    /** Returns this format, completed by another one where it leaves something to be detected. */
    public CsvFormat orElse(CsvFormat other) {
        return new CsvFormat(
                delimiter == null ? other.delimiter : delimiter,
                quote == null ? other.quote : quote,
                header == Header.AUTO ? other.header : header,
                comment == null ? other.comment : comment);
    }
}

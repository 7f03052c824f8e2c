package io.github.panagrad.table.csv;

import org.jspecify.annotations.Nullable;

/**
 * How the lines of a file are divided. A value.
 *
 * @param delimiter the character between fields
 * @param quote the character around fields that contain delimiters or line breaks
 * @param hasSpacesBeforeQuotes whether a field may have spaces before its quote, which takes longer to read
 * @param isQuoteDoubtful whether the quote may be an apostrophe after all: it then holds no line breaks
 * @param comment the character that lines without fields begin with, or null
 * @param start how many characters the first line has that only names the delimiter, its line break included, or 0
 */
record CsvDialect(
        char delimiter,
        char quote,
        boolean hasSpacesBeforeQuotes,
        boolean isQuoteDoubtful,
        @Nullable Character comment,
        int start) {}

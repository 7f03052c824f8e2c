package io.github.panagrad.table.csv;

/**
 * How the lines of a file are divided. A value.
 *
 * @param delimiter the character between fields
 * @param quote the character around fields that contain delimiters or line breaks
 * @param hasSpacesBeforeQuotes whether a field may have spaces before its quote, which takes longer to read
 */
record CsvDialect(char delimiter, char quote, boolean hasSpacesBeforeQuotes) {}

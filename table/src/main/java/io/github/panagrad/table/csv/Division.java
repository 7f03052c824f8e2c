package io.github.panagrad.table.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the beginning of a file divides into records and fields with a given delimiter and quote.
 *
 * @param delimiter the delimiter
 * @param quote the quote
 * @param hasSpacesBeforeQuotes whether there are spaces before quotes
 * @param fields how many fields most records have
 * @param share of the records with that many fields, 0 to 1
 * @param firstFields how many fields the first record has
 * @param numbers how many fields are numbers, perhaps with commas in them
 * @param quoted how many fields are quoted
 * @param malformed how many quotes are not closed or have text after them
 * @param overLines how many quoted fields have line breaks in them
 * @param areCommasText whether there are commas and all are between digits or before a space
 * @param oddHash the first line with another number of fields than most among those that the file begins with and that
 *     begin with #, or null
 */
record Division(
        char delimiter,
        char quote,
        boolean hasSpacesBeforeQuotes,
        int fields,
        double share,
        int firstFields,
        int numbers,
        int quoted,
        int malformed,
        int overLines,
        boolean areCommasText,
        @Nullable HashLine oddHash) {
    /**
     * A line that begins with #.
     *
     * @param line its number, counted after a line that names the delimiter
     * @param fields how many fields it has
     */
    record HashLine(int line, int fields) {}

    /** Divides the first records of a text. */
    static Division of(CsvBeginning beginning, char delimiter, char quote, int mostRecords) {
        Divider divider = new Divider(beginning, delimiter, quote);
        Map<Integer, Integer> counts = new HashMap<>();
        List<HashLine> hashes = new ArrayList<>();
        int records = 0;
        int lines = 0;
        int firstFields = 0;
        int quoted = 0;
        int malformed = 0;
        while (records < mostRecords && divider.next()) {
            // The last record may be cut off, and counts only if it is the only one.
            if (!beginning.isWhole() && divider.isAtEnd() && records > 0) {
                break;
            }
            lines++;
            quoted = divider.quoted;
            malformed = divider.malformed;
            if (divider.fields == 0) {
                continue;
            }
            counts.merge(divider.fields, 1, Integer::sum);
            if (records == 0) {
                firstFields = divider.fields;
            }
            if (divider.isHash && hashes.size() == records) {
                hashes.add(new HashLine(lines, divider.fields));
            }
            records++;
        }
        int most = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            int best = counts.getOrDefault(most, 0);
            if (entry.getValue() > best || (entry.getValue() == best && entry.getKey() > most)) {
                most = entry.getKey();
            }
        }
        int usual = most;
        return new Division(
                delimiter,
                quote,
                divider.spaced > 0,
                most,
                records == 0 ? 0 : (double) counts.getOrDefault(most, 0) / records,
                firstFields,
                divider.numbers,
                quoted,
                malformed,
                divider.overLines,
                divider.commas > 0 && divider.commas == divider.textCommas,
                hashes.stream()
                        .filter(hash -> hash.fields() != usual)
                        .findFirst()
                        .orElse(null));
    }

    /** Goes through a text record by record. */
    private static final class Divider {
        private final String text;
        private final char delimiter;
        private final char quote;
        private final @Nullable Character comment;
        private int at;
        private int fields;
        private boolean isHash;
        private int numbers;
        private int quoted;
        private int malformed;
        private int overLines;
        private int spaced;
        private int commas;
        private int textCommas;

        Divider(CsvBeginning beginning, char delimiter, char quote) {
            text = beginning.text();
            at = beginning.start();
            comment = beginning.comment();
            this.delimiter = delimiter;
            this.quote = quote;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        /** Counts the fields of the next record, 0 if its line is empty or a comment; returns whether there is one. */
        boolean next() {
            if (isAtEnd()) {
                return false;
            }
            int start = at;
            isHash = text.charAt(start) == '#';
            if (comment != null && text.charAt(start) == comment) {
                while (!isAtEnd() && !isLineBreak(at)) {
                    at++;
                }
                fields = 0;
                endLine();
                return true;
            }
            fields = 1;
            while (!isAtEnd()) {
                field();
                if (isAtEnd() || text.charAt(at) != delimiter) {
                    break;
                }
                at++;
                fields++;
            }
            if (text.substring(start, at).isBlank()) {
                fields = 0;
            }
            endLine();
            return true;
        }

        private void endLine() {
            boolean isPair = text.startsWith("\r\n", at);
            at += isPair ? 2 : isAtEnd() ? 0 : 1;
        }

        /** Goes to the end of a field: a delimiter, a line break or the end. */
        private void field() {
            int from = at;
            while (from < text.length() && text.charAt(from) == ' ' && delimiter != ' ') {
                from++;
            }
            if (from < text.length() && text.charAt(from) == quote) {
                spaced += from > at ? 1 : 0;
                at = from + 1;
                inQuotes();
                return;
            }
            for (; !isAtEnd() && !isEndOfField(at); at++) {
                note();
            }
            numbers += isNumber(from, at) ? 1 : 0;
            if (!isAtEnd() && delimiter == ',' && text.charAt(at) == ',') {
                note();
            }
        }

        private void note() {
            if (text.charAt(at) == ',') {
                commas++;
                boolean isText = (isDigit(at - 1) && isDigit(at + 1)) || text.startsWith(", ", at);
                textCommas += isText ? 1 : 0;
            }
        }

        private boolean isNumber(int from, int to) {
            boolean hasDigit = false;
            for (int i = from; i < to; i++) {
                if (isDigit(i)) {
                    hasDigit = true;
                } else if (".,+-eE ".indexOf(text.charAt(i)) < 0) {
                    return false;
                }
            }
            return hasDigit;
        }

        private void inQuotes() {
            int open = at;
            while (true) {
                int close = text.indexOf(quote, at);
                if (close < 0) {
                    malformed++;
                    at = text.length();
                    return;
                }
                at = close + 1;
                if (isAtEnd() || text.charAt(at) != quote) {
                    break;
                }
                at++;
            }
            quoted++;
            numbers += isNumber(open, at - 1) ? 1 : 0;
            overLines += text.indexOf('\n', open, at - 1) >= 0 || text.indexOf('\r', open, at - 1) >= 0 ? 1 : 0;
            for (boolean isFirst = true; !isAtEnd() && !isEndOfField(at); at++) {
                if (isFirst && text.charAt(at) != ' ') {
                    malformed++;
                    isFirst = false;
                }
            }
        }

        private boolean isEndOfField(int i) {
            return text.charAt(i) == delimiter || isLineBreak(i);
        }

        private boolean isLineBreak(int i) {
            return text.charAt(i) == '\n' || text.charAt(i) == '\r';
        }

        private boolean isDigit(int i) {
            return i >= 0 && i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
    }
}

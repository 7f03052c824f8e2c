package io.github.panagrad.table.csv;

import java.util.HashMap;
import java.util.Map;

/**
 * How the beginning of a file divides into records and fields with a given delimiter and quote.
 *
 * @param dialect the delimiter and quote, and whether there are spaces before quotes
 * @param fields how many fields most records have
 * @param share of the records with that many fields, 0 to 1
 * @param quoted how many fields are quoted
 * @param malformed how many quotes are not closed or have text after them
 * @param areCommasDecimal whether there are commas and all are between digits
 */
record Division(CsvDialect dialect, int fields, double share, int quoted, int malformed, boolean areCommasDecimal) {
    private static final int MAX_RECORDS = 1000;

    /** Divides a text. */
    static Division of(String text, boolean isWhole, char delimiter, char quote) {
        Divider divider = new Divider(text, delimiter, quote);
        Map<Integer, Integer> counts = new HashMap<>();
        int records = 0;
        while (records < MAX_RECORDS && divider.next()) {
            // The last record may be cut off, and counts only if it is the only one.
            if (!isWhole && divider.isAtEnd() && records > 0) {
                break;
            }
            if (divider.fields > 0) {
                counts.merge(divider.fields, 1, Integer::sum);
                records++;
            }
        }
        int most = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            int best = counts.getOrDefault(most, 0);
            if (entry.getValue() > best || (entry.getValue() == best && entry.getKey() > most)) {
                most = entry.getKey();
            }
        }
        return new Division(
                new CsvDialect(delimiter, quote, divider.spaced > 0),
                most,
                records == 0 ? 0 : (double) counts.getOrDefault(most, 0) / records,
                divider.quoted,
                divider.malformed,
                divider.commas > 0 && divider.commas == divider.decimalCommas);
    }

    /** Goes through a text record by record. */
    private static final class Divider {
        private final String text;
        private final char delimiter;
        private final char quote;
        private int at;
        private int fields;
        private int quoted;
        private int malformed;
        private int spaced;
        private int commas;
        private int decimalCommas;

        Divider(String text, char delimiter, char quote) {
            this.text = text;
            this.delimiter = delimiter;
            this.quote = quote;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        /** Counts the fields of the next record, 0 if its line is empty; returns whether there is one. */
        boolean next() {
            if (isAtEnd()) {
                return false;
            }
            int start = at;
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
            at += at < text.length() ? 1 : 0;
            return true;
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
            if (!isAtEnd() && delimiter == ',' && text.charAt(at) == ',') {
                note();
            }
        }

        private void note() {
            if (text.charAt(at) == ',') {
                commas++;
                decimalCommas += isDigit(at - 1) && isDigit(at + 1) ? 1 : 0;
            }
        }

        private void inQuotes() {
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
            for (boolean isFirst = true; !isAtEnd() && !isEndOfField(at); at++) {
                if (isFirst && text.charAt(at) != ' ') {
                    malformed++;
                    isFirst = false;
                }
            }
        }

        private boolean isEndOfField(int i) {
            char c = text.charAt(i);
            return c == delimiter || c == '\n' || c == '\r';
        }

        private boolean isDigit(int i) {
            return i >= 0 && i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
    }
}

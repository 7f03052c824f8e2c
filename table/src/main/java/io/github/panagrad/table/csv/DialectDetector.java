package io.github.panagrad.table.csv;

import io.github.panagrad.table.CsvFormat;
import io.github.panagrad.table.TableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Detects how the lines of a file are divided, from its beginning.
 *
 * <p>A delimiter fits if nine of ten records have the same number of fields, more than one. The one that gives the most
 * fields wins, but a space only if no other fits; and a comma not if another fits and all commas are between digits:
 * then they are decimal commas. If no delimiter fits, the file has one column or is malformed: the comma is used.
 *
 * <p>The quote is {@code '} if there are fields in properly closed single quotes and no fields in {@code "}.
 */
final class DialectDetector {
    private static final int CHARACTERS = 1 << 18;
    private static final double FITS = 0.9;
    private static final char[] DELIMITERS = {',', ';', '\t', '|', ' '};

    private DialectDetector() {}

    /**
     * Returns how a file's lines are divided.
     *
     * @param format what is already known
     * @throws TableException if the file cannot be read, or is not text
     */
    static CsvDialect detect(Path file, CsvFormat format) {
        String start;
        try {
            start = CsvText.start(file, CHARACTERS);
        } catch (IOException e) {
            throw CsvPass.unreadable(file, 1, e);
        }
        int zero = start.indexOf('\0');
        if (zero >= 0) {
            throw new TableException(file + " is not a text file: character " + (zero + 1)
                    + " has code 0; expected CSV (or Parquet, which begins with PAR1)");
        }
        return detect(start, start.length() < CHARACTERS, format);
    }

    /** The same for a text that may be cut off. */
    static CsvDialect detect(String start, boolean isWhole, CsvFormat format) {
        Character quote = format.quote();
        if (quote != null) {
            return best(start, isWhole, format, quote).dialect();
        }
        Division standard = best(start, isWhole, format, '"');
        Division single = best(start, isWhole, format, '\'');
        boolean isSingle = single.quoted() > 0
                && single.malformed() == 0
                && standard.quoted() == 0
                && single.share() >= standard.share();
        return (isSingle ? single : standard).dialect();
    }

    private static Division best(String start, boolean isWhole, CsvFormat format, char quote) {
        Character given = format.delimiter();
        if (given != null) {
            return Division.of(start, isWhole, given, quote);
        }
        List<Division> all = new ArrayList<>();
        for (char delimiter : DELIMITERS) {
            if (delimiter != quote) {
                all.add(Division.of(start, isWhole, delimiter, quote));
            }
        }
        Division comma = all.getFirst();
        List<Division> fitting = new ArrayList<>(all.stream()
                .filter(division -> division.fields() > 1 && division.share() >= FITS)
                .toList());
        if (fitting.isEmpty()) {
            return all.stream()
                    .filter(division ->
                            division.fields() > 1 && division.dialect().delimiter() != ' ')
                    .max(Comparator.comparingDouble(Division::share))
                    .orElse(comma);
        }
        if (fitting.size() > 1) {
            fitting.removeIf(division -> division.dialect().delimiter() == ' ');
        }
        if (fitting.size() > 1 && comma.areCommasDecimal()) {
            fitting.remove(comma);
        }
        Division most = fitting.getFirst();
        for (Division division : fitting) {
            most = division.fields() > most.fields() ? division : most;
        }
        return most;
    }
}

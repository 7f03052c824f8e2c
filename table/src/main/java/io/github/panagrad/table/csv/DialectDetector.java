package io.github.panagrad.table.csv;

import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Detects how the lines of a file are divided, from its beginning.
 *
 * <p>A delimiter fits if nine of ten records have the same number of fields, more than one. Where the first record, which
 * may be a header, has as many with some of those that fit, the others do not; a space only fits if no other does; and a comma
 * does not if another fits and all commas are between digits or before spaces: then they are decimal commas or text. The
 * one that finds the most numbers wins, then the one with the most fields, then the one with which more records have them. If
 * no delimiter fits, the file has one column or is malformed: the comma is used.
 *
 * <p>The quote is {@code '} if there are fields in properly closed single quotes, none of them over several lines, and no
 * fields in {@code "}.
 */
final class DialectDetector {
    private static final int CHARACTERS = 1 << 18;
    private static final int MAX_RECORDS = 1000;
    private static final double FITS = 0.9;
    private static final char[] DELIMITERS = {',', ';', '\t', '|', ' '};

    private static final Comparator<Division> BETTER = Comparator.comparingInt(Division::numbers)
            .thenComparingInt(Division::fields)
            .thenComparingInt(Division::quoted)
            .thenComparingDouble(Division::share);

    private final CsvBeginning beginning;
    private final CsvFormat format;

    private DialectDetector(CsvBeginning beginning, CsvFormat format) {
        this.beginning = beginning;
        this.format = format;
    }

    /**
     * Returns how a file's lines are divided.
     *
     * @param format what is already known
     * @throws TableException if the file cannot be read, is not text, or begins with what seems to be a comment
     */
    static CsvDialect detect(Path file, CsvFormat format) {
        String start;
        try {
            start = TextFile.start(file, CHARACTERS);
        } catch (IOException e) {
            throw TextFile.unreadable(file, 1, e);
        }
        int zero = start.indexOf('\0');
        if (zero >= 0) {
            throw new TableException(file + " is not a text file: character " + (zero + 1)
                    + " has code 0; expected CSV (or Parquet, which begins with PAR1)");
        }
        CsvBeginning beginning = CsvBeginning.of(start, start.length() < CHARACTERS, format.comment());
        return new DialectDetector(beginning, format).dialect(file);
    }

    private CsvDialect dialect(Path file) {
        Division division = division();
        Division.HashLine hash = division.oddHash();
        if (hash != null) {
            throw new TableException(file + ", line " + (hash.line() + (beginning.start() > 0 ? 1 : 0))
                    + ": begins with # and has " + Nouns.count(hash.fields(), "field")
                    + ", unlike the others, which have "
                    + division.fields() + "; if it is a comment, leave such lines out with --comment '#'");
        }
        return new CsvDialect(
                division.delimiter(),
                division.quote(),
                division.hasSpacesBeforeQuotes(),
                format.quote() == null && division.quote() == '\'',
                beginning.comment(),
                beginning.start());
    }

    private Division division() {
        Character quote = format.quote();
        if (quote != null) {
            return best(quote);
        }
        Division standard = best('"');
        if (isComment('\'')) {
            return standard;
        }
        Division single = best('\'');
        // Within texts the other quotes seem to be some, if the texts are divided at spaces or in no way that fits.
        boolean doesFit = standard.share() >= FITS && standard.delimiter() != ' ';
        boolean isStandard = standard.quoted() > 0 && (doesFit || single.share() < FITS);
        // A mistake in a row may divide it otherwise, where spaces happen to divide all rows alike.
        boolean isBetter =
                single.share() >= standard.share() || (!doesFit && single.share() >= FITS && single.delimiter() != ' ');
        boolean isSingle = single.quoted() > 0 && !isStandard && isBetter;
        return isSingle && areApostrophesQuotes(single.delimiter()) ? single : standard;
    }

    /** An apostrophe is at the beginning of a name, such as 't Hart, or at the end of one, somewhere in the whole sample. */
    private boolean areApostrophesQuotes(char delimiter) {
        Division all = Division.of(beginning, delimiter, '\'', Integer.MAX_VALUE);
        return all.malformed() == 0 && all.overLines() == 0;
    }

    private boolean isComment(char c) {
        Character comment = beginning.comment();
        return comment != null && comment == c;
    }

    private Division best(char quote) {
        Character given = format.delimiter() == null ? beginning.announced() : format.delimiter();
        if (given != null && given != quote) {
            return Division.of(beginning, given, quote, MAX_RECORDS);
        }
        List<Division> all = new ArrayList<>();
        for (char delimiter : DELIMITERS) {
            if (delimiter != quote && !isComment(delimiter)) {
                all.add(Division.of(beginning, delimiter, quote, MAX_RECORDS));
            }
        }
        Division usual = all.getFirst();
        List<Division> fitting = fitting(all);
        if (fitting.isEmpty()) {
            return all.stream()
                    .filter(division -> division.fields() > 1 && division.delimiter() != ' ')
                    .max(Comparator.comparingDouble(Division::share))
                    .orElse(usual);
        }
        Division best = fitting.getFirst();
        for (Division division : fitting) {
            best = BETTER.compare(division, best) > 0 ? division : best;
        }
        return best;
    }

    private static List<Division> fitting(List<Division> all) {
        List<Division> fitting = new ArrayList<>(all.stream()
                .filter(division -> division.fields() > 1 && division.share() >= FITS)
                .toList());
        if (fitting.stream()
                .anyMatch(division -> division.firstFields() == division.fields() && division.delimiter() != ' ')) {
            fitting.removeIf(division -> division.firstFields() != division.fields());
        }
        if (fitting.size() > 1) {
            fitting.removeIf(division -> division.delimiter() == ' ');
        }
        List<Division> sound =
                fitting.stream().filter(division -> division.malformed() == 0).toList();
        fitting.removeIf(division ->
                division.malformed() > 0 && sound.stream().anyMatch(other -> other.quoted() >= division.quoted()));
        if (fitting.size() > 1) {
            List<Division> others = fitting.stream()
                    .filter(division -> division.delimiter() != ',')
                    .toList();
            fitting.removeIf(division ->
                    division.delimiter() == ',' && division.areCommasText() && !hasMoreQuotes(division, others));
        }
        return fitting;
    }

    /** Whether quotes are around fields as they should be, and are not where the fields are divided in any other way. */
    private static boolean hasMoreQuotes(Division division, List<Division> others) {
        return division.quoted() > 0
                && division.malformed() == 0
                && others.stream().allMatch(other -> other.malformed() > 0 || other.quoted() < division.quoted());
    }
}

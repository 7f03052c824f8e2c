package io.github.panagrad.table.csv;

import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.ColumnChoices;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.Guess;
import io.github.panagrad.table.source.SourceColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Samples the first rows of a file to infer its columns. Used for one file, by one thread. */
final class CsvSampler extends CsvPass.Handler {
    /** At most this many rows, or the characters below, are sampled. */
    static final int ROWS = 10_000;

    private static final int CHARACTERS = 4 << 20;
    private static final int MAX_COLUMNS = 100_000;

    private final Path file;
    private final CellReader cells;
    private final int mostRows;
    /** The first line as cells and, where it is a header, as names, from which only blanks are stripped. */
    private final List<String> first = new ArrayList<>();

    private final List<String> firstNames = new ArrayList<>();
    private final List<ColumnSample> samples = new ArrayList<>();
    /** The first record that is not the same as the first line. */
    private final List<String> second = new ArrayList<>();

    private RepeatedLine repeated = new RepeatedLine(List.of());
    private int repetitions;
    private boolean hasSecond;
    private boolean isHash;
    private long firstLine;
    private int rows;
    private long characters;
    private boolean isBlank;

    /**
     * Makes a sampler.
     *
     * @param mostRows how many rows it looks at, the first included
     */
    CsvSampler(Path file, CellReader cells, int mostRows) {
        this.file = file;
        this.cells = cells;
        this.mostRows = mostRows;
    }

    @Override
    void begin() {
        isBlank = true;
        isHash = false;
        repeated.begin();
    }

    @Override
    boolean isDone() {
        return rows >= mostRows || characters >= CHARACTERS;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        if (index == 0) {
            isBlank = !quoted && CsvRows.isBlank(text, offset, length);
            isHash = !quoted && length > 0 && text[offset] == '#';
        }
        characters += length + 1L;
        if (rows == 0) {
            if (index == MAX_COLUMNS) {
                throw new TableException(
                        file + ", line " + line() + ": found more than " + MAX_COLUMNS + " columns; is it a CSV file?");
            }
            String whole = new String(text, offset, length);
            first.add(cells.strip(whole));
            firstNames.add(whole.strip());
            samples.add(new ColumnSample(cells));
        } else if (index < samples.size()) {
            if (!repeated.withholds(index, text, offset, length)) {
                addWithheld();
                add(index, text, offset, length);
            }
        } else if (index - samples.size() >= CsvPass.MOST_SURPLUS_FIELDS) {
            throw CsvPass.fields(file, line(), samples.size(), index + 1, isHash);
        }
    }

    private void addWithheld() {
        int withheld = repeated.release();
        for (int c = 0; c < withheld; c++) {
            add(c, repeated.field(c), 0, repeated.field(c).length);
        }
    }

    private void add(int column, char[] text, int offset, int length) {
        if (!hasSecond) {
            second.add(cells.strip(new String(text, offset, length)));
        }
        samples.get(column).add(text, offset, length, first.get(column), line());
    }

    @Override
    protected Boolean buildRecord() {
        boolean isEmptyLine = getFieldCount() <= 1 && isBlank;
        if (isEmptyLine && rows == 0) {
            first.clear();
            firstNames.clear();
            samples.clear();
        } else if (isEmptyLine && !hasSecond) {
            second.clear();
        } else if (!isEmptyLine) {
            if (rows > 0 && getFieldCount() != samples.size()) {
                // At once: a line that is no row would also spoil the types.
                throw CsvPass.fields(file, line(), samples.size(), getFieldCount(), isHash);
            }
            if (rows == 0) {
                firstLine = line();
                repeated = new RepeatedLine(firstNames);
            } else if (repeated.isWhole()) {
                repetitions++;
            } else {
                addWithheld();
                hasSecond = true;
            }
            rows++;
        }
        return true;
    }

    /**
     * Returns the columns.
     *
     * @param choices the names by which the user wants columns
     * @param notes takes what was assumed and could have been meant otherwise; written
     * @throws TableException if the file has no line at all
     */
    SourceColumns columns(Header header, ColumnChoices choices, List<String> notes) {
        if (rows == 0) {
            throw new TableException(file + " is empty: expected rows of fields");
        }
        boolean hasNames = switch (header) {
            case YES -> true;
            case NO -> false;
            case AUTO -> isHeader(choices, notes);
        };
        List<String> names = hasNames
                ? names()
                : IntStream.range(0, first.size()).mapToObj(Integer::toString).toList();
        if (!hasNames) {
            addFirst(1 + repetitions);
        }
        List<Guess> guesses = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            guesses.add(new ColumnGuess(samples.get(c), file, names.get(c)).guess());
        }
        return new SourceColumns(names, hasNames, guesses);
    }

    /** Programs that write row numbers leave that column's name empty; some then call the others 0, 1, 2 and so on. */
    private List<String> names() {
        Set<String> taken = new HashSet<>(firstNames);
        return IntStream.range(0, first.size())
                .mapToObj(c -> {
                    String position = Integer.toString(c);
                    String name = firstNames.get(c);
                    return !name.isEmpty() ? name : taken.contains(position) ? "column " + position : position;
                })
                .toList();
    }

    /** Returns the fields of the first line, without blanks at their ends. */
    List<String> firstFields() {
        return firstNames;
    }

    private boolean isHeader(ColumnChoices choices, List<String> notes) {
        HeaderGuess guess = new HeaderGuess(first, firstNames, second, samples, repetitions, rows - 1 - repetitions);
        if (repetitions > 0 && !guess.isNamed(choices) && !guess.isRepeatedHeader()) {
            // They are rows.
            addFirst(repetitions);
            repetitions = 0;
        }
        boolean isHeader = guess.isHeader(choices);
        String note = isHeader ? guess.note(file.toString()) : null;
        if (note != null) {
            notes.add(note);
        }
        return isHeader;
    }

    /** Adds the first line to what is below it. */
    private void addFirst(int times) {
        for (int c = 0; c < first.size(); c++) {
            char[] text = firstNames.get(c).toCharArray();
            for (int i = 0; i < times; i++) {
                samples.get(c).add(text, 0, text.length, first.get(c), firstLine);
            }
        }
    }
}

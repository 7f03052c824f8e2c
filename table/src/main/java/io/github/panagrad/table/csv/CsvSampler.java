package io.github.panagrad.table.csv;

import io.github.panagrad.table.Header;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.Guess;
import io.github.panagrad.table.source.SourceColumns;
import io.github.panagrad.table.text.CellReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    }

    @Override
    boolean isDone() {
        return rows >= mostRows || characters >= CHARACTERS;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        if (index == 0) {
            isBlank = !quoted && CsvRows.isBlank(text, offset, length);
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
            samples.get(index).add(text, offset, length, first.get(index), line());
        } else if (index - samples.size() >= CsvPass.MOST_SURPLUS_FIELDS) {
            throw CsvPass.fields(file, line(), samples.size(), index + 1);
        }
    }

    @Override
    protected Boolean buildRecord() {
        boolean isEmptyLine = getFieldCount() <= 1 && isBlank;
        if (isEmptyLine && rows == 0) {
            first.clear();
            firstNames.clear();
            samples.clear();
        } else if (!isEmptyLine) {
            if (rows == 0) {
                firstLine = line();
            }
            rows++;
        }
        return true;
    }

    /**
     * Returns the columns.
     *
     * @throws TableException if the file has no line at all
     */
    SourceColumns columns(Header header) {
        if (rows == 0) {
            throw new TableException(file + " is empty: expected rows of fields");
        }
        boolean hasNames = switch (header) {
            case YES -> true;
            case NO -> false;
            case AUTO -> isHeader();
        };
        List<String> names = hasNames
                ? IntStream.range(0, first.size()).mapToObj(this::name).toList()
                : IntStream.range(0, first.size()).mapToObj(Integer::toString).toList();
        if (!hasNames) {
            for (int c = 0; c < first.size(); c++) {
                char[] text = firstNames.get(c).toCharArray();
                samples.get(c).add(text, 0, text.length, null, firstLine);
            }
        }
        List<Guess> guesses = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            guesses.add(new ColumnGuess(samples.get(c), file, names.get(c)).guess());
        }
        return new SourceColumns(names, hasNames, guesses);
    }

    /** Programs that write row numbers leave that column's name empty. */
    private String name(int column) {
        return firstNames.get(column).isEmpty() ? Integer.toString(column) : firstNames.get(column);
    }

    private boolean isHeader() {
        int votes = 0;
        boolean isVoted = false;
        for (int c = 0; c < first.size(); c++) {
            int vote = samples.get(c).voteForHeader(first.get(c));
            votes += vote;
            isVoted |= vote != 0;
        }
        if (isVoted) {
            return votes > 0;
        }
        boolean hasNumber = first.stream().anyMatch(text -> {
            char[] characters = text.toCharArray();
            return CellReader.isNumber(characters, 0, characters.length);
        });
        return !hasNumber
                && firstNames.stream().noneMatch(String::isEmpty)
                && new HashSet<>(firstNames).size() == firstNames.size()
                && samples.stream().noneMatch(ColumnSample::hasFirstBelow);
    }
}

package io.github.panagrad.table.csv;

import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.TextCells;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a file field by field into a table, without allocating. Used for one file, by
 * one thread.
 */
final class CsvRows extends CsvPass.Handler {
    private static final char[] NO_TEXT = new char[0];

    private final Path file;
    private final TableBuilder builder;
    private final TextCells cells;
    private final int fields;
    private final boolean isQuoteDoubtful;
    private final RepeatedLine header;
    private long repetitions;
    private long firstRepetition;
    private boolean isInHeader;
    private boolean isBlank;
    private boolean isHash;
    private boolean hasField;

    /**
     * Makes a reader of rows.
     *
     * @param header the fields of the header, without blanks at their ends, or none if there is no header
     */
    CsvRows(Path file, CsvDialect dialect, FieldMap map, Schema schema, List<String> header, TableBuilder builder) {
        this.file = file;
        this.builder = builder;
        this.header = new RepeatedLine(header);
        isInHeader = !header.isEmpty();
        isQuoteDoubtful = dialect.isQuoteDoubtful();
        cells = new TextCells(file, map, schema, header.isEmpty(), builder);
        fields = map.fields();
    }

    @Override
    void begin() {
        isBlank = true;
        isHash = false;
        header.begin();
        hasField = false;
    }

    @Override
    boolean isDone() {
        return builder.isFull();
    }

    /** Returns whether all characters are blank. */
    static boolean isBlank(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (!CellReader.isBlank(text[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        if (index == 0) {
            hasField = true;
            isBlank = !quoted && isBlank(text, offset, length);
            isHash = !quoted && length > 0 && text[offset] == '#';
        }
        if (quoted && isQuoteDoubtful) {
            requireOneLine(text, offset, length);
        }
        if (isInHeader || index >= fields) {
            if (index - fields >= CsvPass.MOST_SURPLUS_FIELDS) {
                throw CsvPass.fields(file, line(), fields, index + 1, isHash);
            }
            return;
        }
        if (header.withholds(index, text, offset, length)) {
            return;
        }
        int withheld = header.release();
        for (int f = 0; f < withheld; f++) {
            cells.put(f, header.field(f), 0, header.field(f).length, line());
        }
        cells.put(index, text, offset, length, line());
    }

    private void requireOneLine(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                throw new TableException(
                        file + ", line " + line() + ": a quote (') that begins in this line is closed in"
                                + " another; if it is an apostrophe, say that the quote is another with --quote '\"', otherwise"
                                + " that it is this one with --quote \"'\"");
            }
        }
    }

    @Override
    protected Boolean buildRecord() {
        int found = getFieldCount();
        if (found <= 1 && isBlank) {
            // In a file of one column an empty line is a row without a value; in others it is nothing.
            if (fields > 1 || isInHeader) {
                return true;
            }
            if (!hasField) {
                handleField(0, NO_TEXT, 0, 0, false);
            }
        } else if (found != fields) {
            throw CsvPass.fields(file, line(), fields, found, isHash);
        }
        if (isInHeader) {
            isInHeader = false;
        } else if (header.isWhole()) {
            firstRepetition = repetitions == 0 ? line() : firstRepetition;
            repetitions++;
        } else {
            builder.endRow(line());
        }
        return true;
    }

    /** Returns a sentence about lines that were left out because they repeat the header, or null if there are none. */
    @Nullable
    String note() {
        return repetitions == 0
                ? null
                : file + ": left out " + Nouns.count(repetitions, "line") + " that "
                        + (repetitions == 1 ? "repeats the header, line " : "repeat the header, the first is line ")
                        + firstRepetition + "; with --header no all lines are rows";
    }
}

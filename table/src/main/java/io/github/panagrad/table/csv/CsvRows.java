package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.store.TableBuilder;
import io.github.panagrad.table.text.CellReader;
import io.github.panagrad.table.text.Nouns;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a file field by field into a table, without allocating. Used for one file, by
 * one thread.
 */
final class CsvRows extends CsvPass.Handler {
    private static final byte SKIPPED = 0;
    private static final byte NUMBER = 1;
    private static final byte CATEGORY = 2;
    private static final byte TRUTH = 3;
    private static final char[] NO_TEXT = new char[0];

    private final Path file;
    private final Schema schema;
    private final boolean hasHeader;
    private final TableBuilder builder;
    private final CellReader[] cells;
    private final int[] columns;
    private final byte[] kinds;
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
        this.schema = schema;
        this.builder = builder;
        this.header = new RepeatedLine(header);
        hasHeader = !header.isEmpty();
        isInHeader = hasHeader;
        isQuoteDoubtful = dialect.isQuoteDoubtful();
        cells = new CellReader[map.fields()];
        columns = new int[map.fields()];
        kinds = new byte[map.fields()];
        for (int f = 0; f < columns.length; f++) {
            columns[f] = map.column(f);
            cells[f] = builder.cells(Math.max(columns[f], 0));
            kinds[f] = columns[f] == FieldMap.NONE
                    ? SKIPPED
                    : kind(schema.columns().get(columns[f]));
        }
    }

    private static byte kind(Column column) {
        if (column.role() == Role.IGNORED) {
            return SKIPPED;
        }
        return switch (column.type()) {
            case NUMERIC -> NUMBER;
            case CATEGORICAL -> CATEGORY;
            case BOOLEAN -> TRUTH;
        };
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
        if (isInHeader || index >= kinds.length) {
            if (index - kinds.length >= CsvPass.MOST_SURPLUS_FIELDS) {
                throw CsvPass.fields(file, line(), kinds.length, index + 1, isHash);
            }
            return;
        }
        if (header.withholds(index, text, offset, length)) {
            return;
        }
        int withheld = header.release();
        for (int f = 0; f < withheld; f++) {
            put(f, header.field(f), 0, header.field(f).length);
        }
        put(index, text, offset, length);
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

    private void put(int index, char[] text, int offset, int length) {
        switch (kinds[index]) {
            case NUMBER -> {
                double value = cells[index].number(text, offset, offset + length);
                builder.number(
                        columns[index],
                        Double.isInfinite(value) ? noNumber(columns[index], new String(text, offset, length)) : value);
            }
            case CATEGORY -> builder.category(columns[index], text, offset, offset + length);
            case TRUTH -> {
                double value = cells[index].truth(text, offset, offset + length);
                builder.number(
                        columns[index],
                        Double.isInfinite(value)
                                ? misfit(columns[index], new String(text, offset, length), CellReader.Problem.NO_TRUTH)
                                : value);
            }
            default -> {}
        }
    }

    private double noNumber(int column, String text) {
        CellReader.Problem problem = builder.cells(column).problem(text);
        if (problem != CellReader.Problem.NO_NUMBER) {
            throw new TableException(
                    place(column) + problem.message(builder.cells(column).strip(text))
                            + "; correct it, or add it to the texts for missing values");
        }
        if (builder.mark(column, builder.cells(column).strip(text), place(column))) {
            return Double.NaN;
        }
        return misfit(column, text, problem);
    }

    private double misfit(int column, String text, CellReader.Problem problem) {
        String found = builder.cells(column).strip(text);
        if (!builder.misfit(column, new TableBuilder.Misfit(place(column), Quoted.of(found)))) {
            throw new TableException(place(column) + problem.message(found)
                    + "; correct it, add it to the texts for missing values, or say that the column is categorical"
                    + (!hasHeader && builder.rows() == 0 ? ", or that the first line is a header" : ""));
        }
        return Double.NaN;
    }

    private String place(int column) {
        return file + ", line " + line() + ", column "
                + Quoted.of(schema.columns().get(column).name()) + ": ";
    }

    @Override
    protected Boolean buildRecord() {
        int found = getFieldCount();
        if (found <= 1 && isBlank) {
            // In a file of one column an empty line is a row without a value; in others it is nothing.
            if (kinds.length > 1 || isInHeader) {
                return true;
            }
            if (!hasField) {
                handleField(0, NO_TEXT, 0, 0, false);
            }
        } else if (found != kinds.length) {
            throw CsvPass.fields(file, line(), kinds.length, found, isHash);
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

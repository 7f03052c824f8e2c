package io.github.panagrad.table.csv;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.table.Column;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.store.TableBuilder;
import io.github.panagrad.table.text.CellReader;
import java.nio.file.Path;

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
    private final CellReader cells;
    private final int[] columns;
    private final byte[] kinds;
    private boolean isInHeader;
    private boolean isBlank;
    private boolean hasField;

    CsvRows(Path file, FieldMap map, Schema schema, boolean hasHeader, TableBuilder builder) {
        this.file = file;
        this.schema = schema;
        this.hasHeader = hasHeader;
        this.builder = builder;
        isInHeader = hasHeader;
        cells = builder.cells();
        columns = new int[map.fields()];
        kinds = new byte[map.fields()];
        for (int f = 0; f < columns.length; f++) {
            columns[f] = map.column(f);
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
        }
        if (isInHeader || index >= kinds.length) {
            if (index - kinds.length >= CsvPass.MOST_SURPLUS_FIELDS) {
                throw CsvPass.fields(file, line(), kinds.length, index + 1);
            }
            return;
        }
        switch (kinds[index]) {
            case NUMBER -> {
                double value = cells.number(text, offset, offset + length);
                builder.number(
                        columns[index],
                        Double.isInfinite(value) ? noNumber(columns[index], new String(text, offset, length)) : value);
            }
            case CATEGORY -> builder.category(columns[index], text, offset, offset + length);
            case TRUTH -> {
                double value = cells.truth(text, offset, offset + length);
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
        CellReader.Problem problem = cells.problem(text);
        if (problem != CellReader.Problem.NO_NUMBER) {
            throw new TableException(place(column) + problem.message(cells.strip(text))
                    + "; correct it, or add it to the texts for missing values");
        }
        return misfit(column, text, problem);
    }

    private double misfit(int column, String text, CellReader.Problem problem) {
        String found = cells.strip(text);
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
            throw CsvPass.fields(file, line(), kinds.length, found);
        }
        if (isInHeader) {
            isInHeader = false;
        } else {
            builder.endRow(line());
        }
        return true;
    }
}

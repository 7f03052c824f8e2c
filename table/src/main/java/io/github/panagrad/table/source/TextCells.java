package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.Decimals;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;

/** Puts the texts of a file's fields into a table, without allocating. Used for one file, by one thread. */
public final class TextCells {
    private static final byte SKIPPED = 0;
    private static final byte NUMBER = 1;
    private static final byte CATEGORY = 2;
    private static final byte OTHER = 3;

    private final Path file;
    private final Schema schema;
    private final TableBuilder builder;
    private final boolean mayBeHeader;
    private final CellReader[] cells;
    private final int[] columns;
    private final byte[] kinds;

    /**
     * Makes a reader of cells.
     *
     * @param map which column of the table each of the file's columns is
     * @param mayBeHeader whether the first row may be a header that was not recognised
     */
    public TextCells(Path file, FieldMap map, Schema schema, boolean mayBeHeader, TableBuilder builder) {
        this.file = file;
        this.schema = schema;
        this.builder = builder;
        this.mayBeHeader = mayBeHeader;
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
            case BOOLEAN, DATE -> OTHER;
        };
    }

    /** Returns whether a field is in the table. */
    public boolean isKept(int field) {
        return kinds[field] != SKIPPED;
    }

    /**
     * Puts a field into the current row.
     *
     * @param line where the record begins
     * @throws TableException if the text does not fit the column, and its type was not a guess
     */
    public void put(int field, char[] text, int offset, int length, long line) {
        switch (kinds[field]) {
            case NUMBER -> {
                double value = cells[field].number(text, offset, offset + length);
                builder.number(
                        columns[field],
                        Double.isInfinite(value)
                                ? unusable(columns[field], new String(text, offset, length), line)
                                : value);
            }
            case CATEGORY -> builder.category(columns[field], text, offset, offset + length);
            case OTHER -> {
                ColumnType type = schema.columns().get(columns[field]).type();
                double value = cells[field].value(type, text, offset, offset + length);
                builder.number(
                        columns[field],
                        Double.isInfinite(value)
                                ? unusable(columns[field], new String(text, offset, length), line)
                                : value);
            }
            default -> {}
        }
    }

    /**
     * Puts a field that is a number, and is not written as the column's texts are, into the current row.
     *
     * @param line where the record begins
     * @throws TableException if the number does not fit the column, and its type was not a guess
     */
    public void putNumber(int field, char[] text, int offset, int length, long line) {
        double value = kinds[field] == NUMBER ? Decimals.parse(text, offset, length) : Double.NaN;
        if (Double.isFinite(value)) {
            builder.number(columns[field], cells[field].number(value));
        } else {
            put(field, text, offset, length, line);
        }
    }

    /** Puts no value into the current row. */
    public void putMissing(int field) {
        builder.missing(columns[field]);
    }

    /** Whether a text that is no value of its column marks a missing one, or shows that the column's type is another. */
    private double unusable(int column, String text, long line) {
        CellReader reader = builder.cells(column);
        ColumnType type = schema.columns().get(column).type();
        String problem = reader.problem(type, text);
        if (type == ColumnType.NUMERIC && reader.problem(text) != CellReader.Problem.NO_NUMBER) {
            throw new TableException(
                    place(column, line) + problem + "; correct it, or add it to the texts for missing values");
        }
        if (type != ColumnType.BOOLEAN && builder.mark(column, stripped(column, text), place(column, line))) {
            return Double.NaN;
        }
        String remedy = type == ColumnType.DATE ? ", say how the dates are written with --date" : "";
        return misfit(column, text, problem, remedy, line);
    }

    private String stripped(int column, String text) {
        return builder.cells(column).strip(text);
    }

    private double misfit(int column, String text, String problem, String remedy, long line) {
        String found = stripped(column, text);
        if (!builder.misfit(column, new TableBuilder.Misfit(place(column, line), Quoted.of(found)))) {
            throw new TableException(
                    place(column, line) + problem + "; correct it, add it to the texts for missing values"
                            + remedy + ", or say that the column is categorical"
                            + (mayBeHeader && builder.rows() == 0 ? ", or that the first line is a header" : ""));
        }
        return Double.NaN;
    }

    private String place(int column, long line) {
        return file + ", line " + line + ", column "
                + Quoted.of(schema.columns().get(column).name()) + ": ";
    }
}

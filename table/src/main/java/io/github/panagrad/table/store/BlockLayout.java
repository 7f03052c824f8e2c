package io.github.panagrad.table.store;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Storage;

/**
 * Where the values of a block of rows are stored in it: first the columns of numbers, as doubles, then the columns of
 * categories, as ints, each column's values contiguous. Immutable.
 */
public final class BlockLayout {
    /** The form in which a column's cells are kept. */
    public enum Cells {
        /** Doubles. */
        NUMBERS,
        /** Ints. */
        CODES,
        /** Not at all. */
        NONE
    }

    private static final long BLOCK_BYTES = 1 << 24;

    /** What is read from a file should be long runs. */
    private static final int FILE_ROWS = 1 << 16;

    /** A block in memory is filled while it is in the processor's cache. */
    private static final int MEMORY_ROWS = 1 << 13;

    private final Cells[] cells;
    private final int[] positions;
    private final int rows;
    private final int numbers;
    private final int codes;

    private BlockLayout(Schema schema, int limit) {
        int columns = schema.columns().size();
        cells = new Cells[columns];
        positions = new int[columns];
        int numberColumns = 0;
        int codeColumns = 0;
        for (int c = 0; c < columns; c++) {
            Column column = schema.columns().get(c);
            cells[c] = column.role() == Role.IGNORED
                    ? Cells.NONE
                    : column.type() == ColumnType.CATEGORICAL ? Cells.CODES : Cells.NUMBERS;
            positions[c] = cells[c] == Cells.CODES ? codeColumns : numberColumns;
            numberColumns += cells[c] == Cells.NUMBERS ? 1 : 0;
            codeColumns += cells[c] == Cells.CODES ? 1 : 0;
        }
        numbers = numberColumns;
        codes = codeColumns;
        rows = Math.clamp(BLOCK_BYTES / Math.max(1, bytes(1)), 1, limit);
    }

    /**
     * Returns the layout for a table, with as many rows in a block as fit into 16 MB.
     *
     * @param mostRows at most so many rows, and at most 65,536 in a file or 8,192 in memory
     */
    public static BlockLayout of(Schema schema, Storage storage, int mostRows) {
        return new BlockLayout(
                schema,
                Math.min(
                        mostRows,
                        switch (storage) {
                            case Storage.Memory _ -> MEMORY_ROWS;
                            case Storage.File _ -> FILE_ROWS;
                        }));
    }

    /** Returns the number of rows of a full block. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns, whether kept or not. */
    public int columns() {
        return cells.length;
    }

    /** Returns what a column's cells are kept as. */
    public Cells cells(int column) {
        return cells[column];
    }

    /** Returns the size of a block. */
    public long bytes(int rowsInBlock) {
        return (long) rowsInBlock * (numbers * (long) Double.BYTES + codes * (long) Integer.BYTES);
    }

    /** Returns where a column begins in a block, in bytes. */
    public long offset(int column, int rowsInBlock) {
        return cells[column] == Cells.NUMBERS
                ? (long) positions[column] * rowsInBlock * Double.BYTES
                : (long) numbers * rowsInBlock * Double.BYTES + (long) positions[column] * rowsInBlock * Integer.BYTES;
    }
}

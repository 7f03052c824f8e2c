package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A table on the heap. Immutable; threads may share it. */
final class HeapTable implements Table {
    private final String name;
    private final Schema schema;
    private final int rows;
    private final double[][] numbers;
    private final int[][] codes;
    private final List<List<String>> categories;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private HeapTable(String name, Schema schema, List<ColumnBuffer> columns) {
        this.name = name;
        this.schema = schema;
        rows = columns.getFirst().size();
        numbers = columns.stream().map(ColumnBuffer::numbers).toArray(double[][]::new);
        codes = columns.stream().map(ColumnBuffer::codes).toArray(int[][]::new);
        categories = columns.stream().map(ColumnBuffer::categories).toList();
    }

    /** Collects rows. Used by one thread. */
    static final class Builder {
        private final String name;
        private final Schema schema;
        private final List<ColumnBuffer> columns = new ArrayList<>();

        /**
         * Begins a table whose texts mark missing values as those of files do.
         *
         * @param name what it is called in messages
         * @throws TableException if two columns have the same name, or one has none
         */
        Builder(String name, List<Column> columns) {
            this.name = name;
            try {
                schema = new Schema(columns, true, Schema.DEFAULT_MISSING, "");
            } catch (IllegalArgumentException e) {
                throw new TableException(name + ": " + e.getMessage(), e);
            }
            List<CellReader> cells = CellReader.of(schema);
            for (int c = 0; c < columns.size(); c++) {
                this.columns.add(new ColumnBuffer(columns.get(c), cells.get(c)));
            }
        }

        /** Returns the columns, of which each is given a value for each row. */
        List<ColumnBuffer> columns() {
            return columns;
        }

        /**
         * Returns the table.
         *
         * @throws TableException if it has no rows
         */
        HeapTable build() {
            if (columns.getFirst().size() == 0) {
                throw new TableException(name + " has no rows");
            }
            return new HeapTable(name, schema, columns);
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        requireReadable(column, false);
        Objects.checkFromIndexSize(from, count, rows);
        System.arraycopy(numbers[column], from, into, 0, count);
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        requireReadable(column, true);
        Objects.checkFromIndexSize(from, count, rows);
        System.arraycopy(codes[column], from, into, 0, count);
    }

    @Override
    public List<String> categories(int column) {
        requireReadable(column, true);
        return categories.get(column);
    }

    private void requireReadable(int column, boolean isCategorical) {
        if (isClosed.get()) {
            throw new IllegalStateException("the table was closed");
        }
        Column asked = schema.columns().get(Objects.checkIndex(column, numbers.length));
        if ((asked.type() == ColumnType.CATEGORICAL) != isCategorical) {
            throw new IllegalArgumentException("column " + Quoted.of(asked.name()) + " is " + asked.type()
                    + ", which has no " + (isCategorical ? "codes" : "numbers"));
        }
    }

    @Override
    public String place(int row) {
        return name + ", row " + (Objects.checkIndex(row, rows) + 1);
    }

    @Override
    public void close() {
        isClosed.set(true);
    }

    @Override
    public String toString() {
        return name + " of " + rows + " rows";
    }
}

package io.github.panagrad.table.input;

import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import java.util.List;

/** A table as another one, but for what a subclass changes. Closing it leaves the other table open. */
public abstract class TableView implements Table {
    private final Table table;

    /** Takes a table, which remains the caller's. */
    protected TableView(Table table) {
        this.table = table;
    }

    /** Returns the other table. */
    protected final Table table() {
        return table;
    }

    @Override
    public abstract Schema schema();

    @Override
    public final int rows() {
        return table.rows();
    }

    @Override
    public void numbers(int column, int from, int count, double[] into) {
        table.numbers(column, from, count, into);
    }

    @Override
    public void codes(int column, int from, int count, int[] into) {
        table.codes(column, from, count, into);
    }

    @Override
    public List<String> categories(int column) {
        return table.categories(column);
    }

    @Override
    public final String place(int row) {
        return table.place(row);
    }

    @Override
    public final void close() {}
}

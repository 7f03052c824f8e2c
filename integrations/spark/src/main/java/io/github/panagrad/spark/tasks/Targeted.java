package io.github.panagrad.spark.tasks;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import java.util.ArrayList;
import java.util.List;

/** A table whose target is known. Closing it leaves the table open. */
final class Targeted implements Table {
    private final Table table;
    private final Schema schema;

    Targeted(Table table, int target) {
        this.table = table;
        List<Column> columns = new ArrayList<>(table.schema().columns());
        columns.replaceAll(column -> column.role() == Role.TARGET ? column.withRole(Role.FEATURE) : column);
        columns.set(target, columns.get(target).withRole(Role.TARGET));
        schema = table.schema().withColumns(columns);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int rows() {
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
    public String place(int row) {
        return table.place(row);
    }

    @Override
    public void close() {}
}

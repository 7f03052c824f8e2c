package io.github.panagrad.table.input;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.source.ColumnFinder;
import io.github.panagrad.table.source.RowNumbers;
import io.github.panagrad.table.source.SourceColumns;
import java.util.ArrayList;
import java.util.List;

/** A table that was read already, with its columns used for something else. Closing it leaves the table open. */
public final class RoleTable extends TableView {
    private final Schema schema;
    private final List<String> notes;

    private RoleTable(Table table, Schema schema, List<String> notes) {
        super(table);
        this.schema = schema;
        this.notes = List.copyOf(notes);
    }

    /**
     * Returns a table with a target: the other columns are features, apart from those that it ignores or that only number its rows,
     * and its weight. As for files, a column that only numbers the rows is not learned from.
     *
     * @param target by name or by position from 0
     * @param ignored columns to leave out, likewise
     * @throws TableException if the table has no such column, or has no values of the target
     */
    public static Table withTarget(Table table, String target, List<String> ignored) {
        List<Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Column column : table.schema().columns()) {
            columns.add(column.role() == Role.TARGET ? column.withRole(Role.FEATURE) : column);
            names.add(column.name());
        }
        ColumnFinder finder = new ColumnFinder("the table", new SourceColumns(names, true, List.of()));
        for (String name : ignored) {
            int c = finder.find("column to ignore", name);
            columns.set(c, columns.get(c).withRole(Role.IGNORED));
        }
        int t = finder.find("target", target);
        if (columns.get(t).role() != Role.FEATURE) {
            throw new TableException(
                    "column " + Quoted.of(target) + " is the target, but it is to be left out, too, or was when the"
                            + " table was read; learn from another, or do not ignore it");
        }
        columns.set(t, columns.get(t).withRole(Role.TARGET));
        Table roled = new RoleTable(table, table.schema().withColumns(columns), table.notes());
        List<String> notes = new ArrayList<>(table.notes());
        for (int c : RowNumbers.of(roled)) {
            notes.add(RowNumbers.note(columns.get(c)));
            columns.set(c, columns.get(c).withRole(Role.IGNORED));
        }
        return new RoleTable(table, table.schema().withColumns(columns), notes);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}

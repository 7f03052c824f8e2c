package io.github.panagrad.spark.tasks;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.input.TableView;
import java.util.ArrayList;
import java.util.List;

/** A table whose target is known. Closing it leaves the table open. */
final class Targeted extends TableView {
    private final Schema schema;

    Targeted(Table table, int target) {
        super(table);
        List<Column> columns = new ArrayList<>(table.schema().columns());
        columns.replaceAll(column -> column.role() == Role.TARGET ? column.withRole(Role.FEATURE) : column);
        columns.set(target, columns.get(target).withRole(Role.TARGET));
        schema = table.schema().withColumns(columns);
    }

    @Override
    public Schema schema() {
        return schema;
    }
}

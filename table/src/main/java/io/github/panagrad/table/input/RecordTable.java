package io.github.panagrad.table.input;

import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import java.util.List;

/** Records as a table. */
final class RecordTable {
    private RecordTable() {}

    static <R extends Record> Table of(Class<R> type, List<R> rows) {
        RecordFields fields = RecordFields.of(type);
        String name = "the list of " + type.getSimpleName();
        HeapTable.Builder table = new HeapTable.Builder(name, fields.columns());
        int number = 0;
        for (R row : rows) {
            number++;
            if (row == null) {
                throw new TableException(name + ", row " + number + " is null; leave it out");
            }
            for (int c = 0; c < table.columns().size(); c++) {
                table.columns().get(c).add(fields.value(row, c));
            }
        }
        return table.build();
    }
}

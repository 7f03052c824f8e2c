package io.github.panagrad.table.input;

import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import java.util.Objects;

/** Opens files, records and results of queries. */
public final class InputOpener implements Table.Opener {
    /** For the service loader. */
    public InputOpener() {}

    @Override
    public Table read(List<Path> files, ReadOptions options) {
        return new TableFile(files, Objects.requireNonNull(options, "options"));
    }

    @Override
    public <R extends Record> Table of(Class<R> type, List<R> rows) {
        return RecordTable.of(Objects.requireNonNull(type, "type"), Objects.requireNonNull(rows, "rows"));
    }

    @Override
    public Table ofResult(AutoCloseable rows) {
        return ResultSetTable.of((ResultSet) Objects.requireNonNull(rows, "rows"));
    }
}

package io.github.panagrad.table.source;

import io.github.panagrad.table.Schema;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;

/** A file of rows. It may be read several times. */
public interface TableSource {
    /** Returns the file. */
    Path file();

    /** Returns what its columns are. */
    SourceColumns columns();

    /**
     * Reads all rows.
     *
     * @param map which column of the table each of the file's columns is
     * @param schema the columns of the table
     * @param into receives the rows; written
     * @throws io.github.panagrad.table.TableException if the file cannot be read, or a value does not fit its column
     */
    void read(FieldMap map, Schema schema, TableBuilder into);
}

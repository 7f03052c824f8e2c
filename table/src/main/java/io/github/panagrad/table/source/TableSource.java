package io.github.panagrad.table.source;

import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;
import java.util.List;

/** A file of rows. It may be read several times. */
public interface TableSource {
    /** Returns the file. */
    Path file();

    /** Returns what its columns are. */
    SourceColumns columns();

    /** Returns whether the order of its columns means something, so that they can be found by their positions. */
    default boolean hasOrder() {
        return true;
    }

    /** Returns how its lines are divided, if it has lines. */
    default CsvFormat format() {
        return CsvFormat.AUTO;
    }

    /** Returns what was assumed about the file so far and could have been meant otherwise, a sentence each. */
    default List<String> notes() {
        return List.of();
    }

    /** Returns what to do if the file has too few columns. */
    default String remedyForFewColumns() {
        return "expected a target and at least one more column";
    }

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

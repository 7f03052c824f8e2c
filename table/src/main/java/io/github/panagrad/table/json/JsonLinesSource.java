package io.github.panagrad.table.json;

import io.github.panagrad.schema.Schema;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.source.Beginning;
import io.github.panagrad.table.source.FieldMap;
import io.github.panagrad.table.source.JsonShape;
import io.github.panagrad.table.source.SourceColumns;
import io.github.panagrad.table.source.TableSource;
import io.github.panagrad.table.store.TableBuilder;
import java.nio.file.Path;
import java.util.List;

/** A file with an object of numbers, texts and truth values on each line, plain or gzip. */
public final class JsonLinesSource implements TableSource {
    private static final int SAMPLED_VALUES = 10_000;

    private final Path file;
    private final List<String> keys;
    private final SourceColumns columns;

    private JsonLinesSource(Path file, List<String> keys, SourceColumns columns) {
        this.file = file;
        this.keys = List.copyOf(keys);
        this.columns = columns;
    }

    /** Returns whether a file is one of objects on lines. */
    public static boolean isJsonLines(Beginning beginning) {
        return JsonShape.of(beginning) == JsonShape.LINES;
    }

    /**
     * Reads the columns of a file, all of it.
     *
     * @throws io.github.panagrad.table.TableException if the file cannot be read, or a line is not an object
     */
    public static JsonLinesSource open(Path file, CellReader cells) {
        JsonColumns found = new JsonColumns(file, cells, SAMPLED_VALUES);
        JsonPass.run(file, found);
        return new JsonLinesSource(file, found.keys(), found.columns());
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public SourceColumns columns() {
        return columns;
    }

    /** Keys come in any order. */
    @Override
    public boolean hasOrder() {
        return false;
    }

    @Override
    public void read(FieldMap map, Schema schema, TableBuilder into) {
        into.begin(file.toString(), "line");
        JsonPass.run(file, new JsonRows(file, keys, map, schema, into));
    }
}

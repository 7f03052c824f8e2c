package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.SchemaFile;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Schema files: read, written and read again, and used for a table. */
final class SchemaTarget implements FuzzTarget {
    private final Path csv;
    private final byte[] schema;

    SchemaTarget(Path csv) {
        this.csv = csv;
        this.schema = SchemaFile.toJson(TableReader.inferSchema(List.of(csv), ReadOptions.defaults()))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public String suffix() {
        return ".json";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(schema);
    }

    @Override
    public List<String> words() {
        return List.of(
                "number",
                "category",
                "boolean",
                "target",
                "feature",
                "ignored",
                "weight",
                "split",
                "values",
                "score",
                "id");
    }

    @Override
    public void read(Path input, byte[] content) {
        Schema read = SchemaFile.read(input);
        if (!read.equals(SchemaFile.fromJson(SchemaFile.toJson(read)))) {
            throw new IllegalStateException("a schema is not the same after it was written and read");
        }
        try (StoredTable table =
                TableReader.read(List.of(csv), ReadOptions.defaults().withSchema(read))) {
            table.rows();
        }
    }
}

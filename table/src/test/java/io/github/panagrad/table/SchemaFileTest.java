package io.github.panagrad.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.NumberForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFileTest {
    @TempDir
    Path folder;

    private static final Schema SCHEMA = new Schema(
            List.of(
                    new Column("age \"x\" é", ColumnType.NUMERIC, Role.FEATURE),
                    new Column("job", ColumnType.CATEGORICAL, Role.IGNORED),
                    new Column("flag", ColumnType.BOOLEAN, Role.SPLIT),
                    new Column("w", ColumnType.NUMERIC, Role.WEIGHT),
                    new Column("y", ColumnType.CATEGORICAL, Role.TARGET)),
            true,
            List.of("?", "NA"),
            ".");

    @Test
    void isReadBackEqual() throws IOException {
        Path file = folder.resolve("schema.json");
        SchemaFile.write(file, SCHEMA);
        assertEquals(SCHEMA, SchemaFile.read(file));
        assertEquals(SCHEMA, SchemaFile.fromJson(SchemaFile.toJson(SCHEMA)));
        // Readable: each column begins a line.
        assertEquals(
                5,
                Files.readString(file)
                        .lines()
                        .filter(line -> line.contains("\"name\""))
                        .count());
    }

    @Test
    void keepsHowNumbersAreWritten() {
        NumberForm form = new NumberForm("US$", " \"%", "'", List.of("-", "\\N"));
        Schema schema =
                new Schema(List.of(new Column("x", ColumnType.NUMERIC, Role.FEATURE, form)), true, List.of("NA"), "");
        assertEquals(schema, SchemaFile.fromJson(SchemaFile.toJson(schema)));
        assertFalse(SchemaFile.toJson(SCHEMA).contains("prefix"));
    }

    @Test
    void whatIsUsualMayBeLeftOut() {
        Schema schema = SchemaFile.fromJson("{\"header\":false,\"columns\":[{\"name\":\"0\",\"type\":\"numeric\"}]}");
        assertEquals(
                new Schema(
                        List.of(new Column("0", ColumnType.NUMERIC, Role.FEATURE)), false, Schema.DEFAULT_MISSING, ""),
                schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "'' # expected {, found nothing",
                "[] # expected {, found [",
                "{\"header\":true} # 'columns' is missing",
                "{\"columns\":[]} # 'header' is missing",
                "{\"header\":true,\"columns\":[]} # at least one column",
                "{\"header\":1,\"columns\":[]} # header: expected true or false, found a number",
                "{\"header\":true,\"colums\":[]} # unknown field 'colums'",
                "{\"header\":true,\"header\":true} # Duplicate",
                "{\"header\":true,\"columns\":[{\"name\":\"a\"}]} # 'type' is missing",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"number\"}]} # expected one of numeric",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"numeric\",\"x\":\"y\"}]} # unknown field 'x' in a column",
                "{\"header\":true,\"columns\":[{\"name\":\"\",\"type\":\"numeric\"}]} # must not be blank",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"numeric\",\"thousands\":\"..\"}]} # thousands: expected one character",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"numeric\",\"thousands\":\"5\"}]} # thousands: expected one character",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"numeric\",\"missing\":\"-\"}]} # missing: expected [, found a text",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"boolean\",\"suffix\":\"%\"}]} # only a numeric column",
                "{\"header\":true,\"columns\":[{\"name\":\"a\",\"type\":\"numeric\"},{\"name\":\"a\",\"type\":\"numeric\"}]} # two columns",
                "{\"header\":true,} # line 1, column",
                "{\"header\":true,\"missing\":[1],\"columns\":[]} # an element of missing: expected a text"
            })
    void whatIsWrongIsNamed(String json, String part) {
        Tables.requireRefused(() -> SchemaFile.fromJson(json.equals("''") ? "" : json), "the schema, line 1", part);
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Tables.requireRefused(() -> SchemaFile.read(folder.resolve("none")), "none", "no such file");
        Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff, 1, 2});
        Tables.requireRefused(() -> SchemaFile.read(binary), "UTF-8");
    }
}

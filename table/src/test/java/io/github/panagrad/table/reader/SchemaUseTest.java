package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables read with a schema: as a trained model does. */
class SchemaUseTest {
    @TempDir
    Path folder;

    private static Schema schema(boolean hasHeader) {
        return new Schema(
                List.of(
                        new Column("age", ColumnType.NUMERIC, Role.FEATURE),
                        new Column("job", ColumnType.CATEGORICAL, Role.FEATURE),
                        new Column("note", ColumnType.CATEGORICAL, Role.IGNORED),
                        new Column("w", ColumnType.NUMERIC, Role.WEIGHT),
                        new Column("member", ColumnType.BOOLEAN, Role.FEATURE),
                        new Column("y", ColumnType.CATEGORICAL, Role.TARGET)),
                hasHeader,
                List.of("?"),
                "");
    }

    private StoredTable read(String text, Schema schema, boolean targetRequired) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        return TableReader.read(
                List.of(file), ReadOptions.defaults().withSchema(schema).withTargetRequired(targetRequired));
    }

    private StoredTable read(String text) throws IOException {
        return read(text, schema(true), false);
    }

    @Test
    void columnsAreFoundByNameInAnyOrder() throws IOException {
        try (StoredTable table = read("y,extra,member,job,age\nb,?,1,x,30\n?,1,F,?,?\n")) {
            assertEquals(List.of("age", "job", "note", "w", "member", "y"), Tables.names(table));
            assertEquals("NCxxBC", Tables.types(table));
            assertEquals(List.of("30.0", "-"), Tables.column(table, 0));
            assertEquals(List.of("x", "-"), Tables.column(table, 1));
            assertEquals(List.of("1.0", "0.0"), Tables.column(table, 4));
            assertEquals(List.of("b", "-"), Tables.column(table, 5));
        }
    }

    @Test
    void aTargetMayBeLackingWhereItIsNotRequired() throws IOException {
        try (StoredTable table = read("member,job,age\n1,x,30\n")) {
            assertEquals("NCxxBx", Tables.types(table));
            assertTrue(table.schema().indexOf(Role.TARGET).isEmpty());
        }
        Tables.requireRefused(() -> read("member,job,age\n1,x,30\n", schema(true), true), "lacks the column 'y'");
    }

    @Test
    void whatIsMissingOrRenamedIsNamed() {
        Tables.requireRefused(
                () -> read("member,job,y\n1,x,b\n"), "t.csv lacks the column 'age'", "'member', 'job', 'y'");
        Tables.requireRefused(
                () -> read("Member,job,ages,y\n1,x,3,b\n"),
                "lacks the columns 'age', 'member'",
                "if that is its column 'ages', rename it to 'age'");
        // Names of one letter are all alike.
        Tables.requireRefused(
                () -> read("member,job,x,age\n1,x,3,3\n", schema(true), true), "its columns are 'member'");
        Tables.requireRefused(() -> read("30,x,1,2,3,4\n"), "lacks the columns", "'age'");
        Tables.requireRefused(() -> read("member,job,age,age\n1,x,3,3\n"), "columns 2 and 3", "both called 'age'");
    }

    @Test
    void aValueOfAnotherTypeIsNamed() {
        Tables.requireRefused(
                () -> read("member,job,age\n1,x,30\n\n1,x,old\n"),
                "t.csv, line 4, column 'age': expected a number, found 'old'");
        Tables.requireRefused(
                () -> read("member,job,age\n2,x,30\n"), "line 2, column 'member': expected true or false", "found '2'");
    }

    @Test
    void withoutHeaderColumnsAreFoundByPosition() throws IOException {
        Schema schema = schema(false);
        try (StoredTable table = read("30,x,n,0.5,yes,b\n", schema, true)) {
            assertEquals("NCxNBC", Tables.types(table));
        }
        // The target alone may be lacking, or target and weight.
        try (StoredTable table = read("30,x,n,0.5,yes\n", schema, false)) {
            assertEquals("NCxNBx", Tables.types(table));
            assertEquals(List.of("0.5"), Tables.column(table, 3));
        }
        try (StoredTable table = read("30,x,n,yes\n", schema, false)) {
            assertEquals("NCxxBx", Tables.types(table));
            assertEquals(List.of("1.0"), Tables.column(table, 4));
        }
        try (StoredTable table = read("30,x,n,yes,b\n", schema, true)) {
            assertEquals("NCxxBC", Tables.types(table));
        }
        Tables.requireRefused(
                () -> read("30,x,n\n", schema, false),
                "expected 6 columns",
                "optional: the target or the weight",
                "found 3");
        Tables.requireRefused(() -> read("1,2,3,4,5,6,7\n", schema, false), "expected 6 columns", "found 7");
        Tables.requireRefused(
                () -> read("age,job,note,w,member,y\n1,x,n,1,yes,b\n", schema, true),
                "'age'",
                "first line is a header");
    }

    @Test
    void aHeaderThatTheSchemaDoesNotHaveCanBeSkipped() throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "a,b,c,d,e,f\n30,x,n,0.5,yes,b\n");
        ReadOptions options = ReadOptions.defaults().withSchema(schema(false)).withHeader(Header.YES);
        try (StoredTable table = TableReader.read(List.of(file), options)) {
            assertEquals(List.of("30.0"), Tables.column(table, 0));
        }
    }

    @Test
    void stripAndMissingCanBeSaidBesideASchema() throws IOException {
        Path file = Files.writeString(folder.resolve("s.csv"), "member,job,age,y\n1,none,30,<=50K.\n");
        ReadOptions options =
                ReadOptions.defaults().withSchema(schema(true)).withStrip(".").withMissing(List.of("none"));
        try (StoredTable table = TableReader.read(List.of(file), options)) {
            assertEquals(List.of("<=50K"), Tables.column(table, 5));
            assertEquals(List.of("-"), Tables.column(table, 1));
        }
    }

    @Test
    void choicesBesideASchemaAreRefused() {
        ReadOptions options = ReadOptions.defaults().withSchema(schema(true));
        assertThrows(IllegalArgumentException.class, () -> options.withTarget("y"));
    }
}

package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import io.github.panagrad.tensor.RandomKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that look like rows, rows that look like headers, and headers that come again. */
class CsvHeaderTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    @TempDir
    Path folder;

    private StoredTable read(String text, ReadOptions options) {
        try {
            return TableReader.read(List.of(Files.writeString(folder.resolve("t.csv"), text)), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredTable read(String text) {
        return read(text, DEFAULTS);
    }

    /** Rows of a word, then numbers below a limit with so many decimals. */
    private static String rows(int count, int columns, int below, int decimals) {
        RandomKey key = RandomKey.of(count + 31L * columns);
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < count; r++) {
            text.append("w").append(r % 3);
            for (int c = 0; c < columns; c++) {
                text.append(',').append(key.below((long) r * columns + c, below));
                text.append(decimals == 0 ? "" : "." + (1 + r % 9));
            }
            text.append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region,2019,2020,2021",
                "region,1950,1960,1990",
                "region,2030,2031,total",
                ",0,1,2",
                "w,1,2,3",
                "w,10,20,30"
            })
    void wholeNumbersThatCountUpAboveOthersAreNames(String header) {
        int columns = header.split(",", -1).length - 1;
        try (StoredTable table = read(header + "\n" + rows(50, columns, 90, 1))) {
            assertTrue(table.schema().hasHeader());
            assertEquals(50, table.rows());
            String note = table.notes().getFirst();
            assertTrue(
                    note.contains("t.csv: the first line is read as a header") && note.contains("--header no"), note);
            assertTrue(note.contains("'" + header.split(",", -1)[1] + "'"), note);
        }
        String numbers = header.replace("total", "2032");
        try (StoredTable table = read(numbers + "\n" + rows(50, columns, 90, 1), DEFAULTS.withHeader(Header.NO))) {
            assertEquals(51, table.rows());
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void aColumnWithoutANameBesideOneCalledByItsPosition() {
        try (StoredTable table = read(",0,1,2\n" + rows(9, 3, 90, 1))) {
            assertEquals(List.of("column 0", "0", "1", "2"), Tables.names(table));
        }
    }

    @Test
    void countedColumnsOfWholeNumbersHaveNames() {
        String header = "kind,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23";
        try (StoredTable table = read(header + "\n" + rows(40, 24, 9, 0))) {
            assertTrue(table.schema().hasHeader());
            assertEquals(40, table.rows());
        }
        // Below years are numbers, some of which could be years.
        try (StoredTable table = read("kind,2001,2002\n" + rows(200, 2, 30_000, 0))) {
            assertTrue(table.schema().hasHeader());
        }
    }

    /** A guess must not lose a row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Years above years.
                "a,2019,2020\nb,2018,2021\nc,2017,2019\n",
                // A series, and one of decimals.
                "1,2,3,4,5\n2,3,4,5,6\n3,4,5,6,7\n",
                "0,1,2\n0.5,1.5,2.5\n1,2,3\n1.5,2.5,3.5\n",
                // The ranks that judges give.
                "1,2,3,4,5\n5,4,3,2,1\n2,1,3,5,4\n1,3,2,5,4\n",
                // Down, not in steps, with decimals, negative, with zeros in front.
                "3,2,1\n0.1,0.2,0.4\n0.5,0.6,0.1\n",
                "1,2,4\n0.1,0.2,0.4\n0.5,0.6,0.1\n",
                "1,2.5,4\n0.1,0.2,0.4\n0.5,0.6,0.1\n",
                "-1,0,1\n0.1,0.2,0.4\n0.5,0.6,0.1\n",
                "01,02,03\n0.1,0.2,0.4\n0.5,0.6,0.1\n",
                // Two are too few, and one year is.
                "x,1,2\ny,0.5,0.25\nz,0.5,0.75\n",
                "x,2020,a\ny,17.5,b\nz,19.5,a\n"
            })
    void rowsOfNumbersAreRows(String text) {
        try (StoredTable table = read(text)) {
            assertFalse(table.schema().hasHeader(), text);
            assertEquals(text.lines().count(), table.rows());
            assertEquals(List.of(), table.notes());
        }
    }

    private static String repeated(String header, int... counts) {
        StringBuilder text = new StringBuilder();
        for (int count : counts) {
            text.append(header).append('\n').append(rows(count, 2, 6, 0));
        }
        return text.toString();
    }

    @Test
    void aHeaderThatComesAgainIsLeftOut() {
        for (String header : List.of("kind,n,y", "\"kind\", n ,y", "kind,2019,2020", ",n,y")) {
            try (StoredTable table = read(repeated(header, 20, 1, 30, 3))) {
                assertEquals("CNN", Tables.types(table), header);
                assertEquals(54, table.rows());
                assertTrue(table.place(20).endsWith("t.csv, line 23"), table.place(20));
                String note = table.notes().getLast();
                assertTrue(
                        note.contains("t.csv: left out 3 lines that repeat the header, the first is line 22")
                                && note.contains("--header no"),
                        note);
            }
        }
        try (StoredTable table = read(repeated("kind,n,y", 9, 9), DEFAULTS.withHeader(Header.NO))) {
            assertEquals(20, table.rows());
            assertEquals("CCC", Tables.types(table));
            // The names are words among numbers then.
            assertTrue(
                    table.notes().stream().allMatch(note -> note.contains("among numbers")), table.notes()::toString);
        }
    }

    @Test
    void aHeaderThatComesAgainBelowTheSampleOrInText() {
        try (StoredTable table = read(repeated("kind,n,y", 11_000, 100))) {
            assertEquals("CNN", Tables.types(table));
            assertEquals(11_100, table.rows());
            assertTrue(table.notes().getFirst().contains("left out 1 line that repeats the header, line 11002"));
        }
        String words = "red,round,soft\nblue,long,hard\n".repeat(30);
        try (StoredTable table = read("colour,shape,state\n" + words + "colour,shape,state\n" + words)) {
            assertEquals(List.of("colour", "shape", "state"), Tables.names(table));
            assertEquals(120, table.rows());
            assertEquals(List.of("red", "blue"), table.categories(0));
        }
    }

    /** The fields before the one that differs are not lost. */
    @Test
    void aRowThatBeginsLikeTheHeaderIsARow() {
        try (StoredTable table = read("kind,n,m,y\n" + "kind,1,2,3\nkind,2,2,4\nb,5,6,7\n".repeat(3))) {
            assertEquals("CNNN", Tables.types(table));
            assertEquals(9, table.rows());
            assertEquals(List.of("kind", "b"), table.categories(0));
            assertEquals(List.of("1.0", "2.0", "5.0"), Tables.column(table, 1).subList(0, 3));
            assertEquals(List.of(), table.notes());
        }
        Tables.requireRefused(() -> read("kind,n,y\na,1,2\nkind,n\n"), "line 3: expected 3 fields", "found 2");
        Tables.requireRefused(() -> read("kind,n,y\na,1,2\nkind,n,y,z\n"), "line 3: expected 3 fields", "found 4");
    }

    /** A row may come again: no line of these is a header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,1\ny,2\nx,1\nz,1\n",
                "x,y\nx,y\nw,z\n",
                "a,b\nc,d\ne,f\na,b\n",
                "x,q\ny,5\nx,q\nz,4\nx,7\n",
                "0,0,1\n0,1,1\n0,0,1\n1,0,0\n",
                "a,a,b\na,a,b\nc,1,2\nd,3,4\ne,5,6\n"
            })
    void rowsThatComeAgainAreRows(String text) {
        try (StoredTable table = read(text)) {
            assertFalse(table.schema().hasHeader(), text);
            assertEquals(text.lines().count(), table.rows());
        }
    }

    @Test
    void filesOfOneTableHaveTheirOwnRepetitions() throws IOException {
        Path a = Files.writeString(folder.resolve("a.csv"), repeated("kind,n,y", 6, 6));
        Path b = Files.writeString(folder.resolve("b.csv"), repeated("kind,n,y", 7, 7, 7));
        Schema schema;
        try (StoredTable table = TableReader.read(List.of(a, b, a), DEFAULTS)) {
            assertEquals(6 + 6 + 21 + 12, table.rows());
            assertEquals(2, table.notes().size(), table.notes()::toString);
            schema = table.schema();
        }
        try (StoredTable table = TableReader.read(List.of(b), DEFAULTS.withSchema(schema))) {
            assertEquals(21, table.rows());
            assertTrue(table.notes().getFirst().contains("b.csv: left out 2 lines"), table.notes()::toString);
        }
    }

    @Test
    void aColumnThatIsAskedForByNameMakesAHeader() {
        // Nothing else says so: all is text, and a name comes again.
        String text = "who,what\nwho,cat\nme,dog\nyou,cat\n";
        try (StoredTable table = read(text)) {
            assertFalse(table.schema().hasHeader());
        }
        for (ReadOptions options : List.of(
                DEFAULTS.withTarget("what"),
                DEFAULTS.withTarget("who"),
                DEFAULTS.withFeatures(List.of("who")),
                DEFAULTS.withTypes(Map.of("what", ColumnType.CATEGORICAL)))) {
            try (StoredTable table = read(text, options)) {
                assertTrue(table.schema().hasHeader());
                assertEquals(3, table.rows());
            }
        }
        // A position is no name.
        try (StoredTable table = read("1,a\n2,b\n3,a\n", DEFAULTS.withTarget("1"))) {
            assertEquals(3, table.rows());
        }
        try (StoredTable table = read("a,7,9\n1,2,3\n4,5,6\n", DEFAULTS.withTarget("9"))) {
            assertEquals(List.of("a", "7", "9"), Tables.names(table));
        }
        Tables.requireRefused(() -> read(text, DEFAULTS.withTarget("none")), "target 'none'", "no header");
    }
}

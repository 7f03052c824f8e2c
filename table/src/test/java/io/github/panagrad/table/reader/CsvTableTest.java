package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.Header;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    @TempDir
    Path folder;

    private StoredTable read(String text, ReadOptions options) throws IOException {
        return TableReader.read(List.of(Files.writeString(folder.resolve("t.csv"), text)), options);
    }

    private StoredTable read(String text) throws IOException {
        return read(text, ReadOptions.defaults());
    }

    private static void require(Table table, String types, String... columns) {
        assertEquals(types, Tables.types(table));
        for (int c = 0; c < columns.length; c++) {
            assertEquals(List.of(columns[c].split("/", -1)), Tables.column(table, c), "column " + c);
        }
    }

    /** The same table of a number, a category and a truth value, written in many ways. */
    static Stream<String> ways() {
        return Stream.of(
                "n,c,t\n1.5,red,yes\n-2,blue,no\n",
                "n,c,t\n1.5,red,yes\n-2,blue,no",
                "\ufeffn,c,t\r\n1.5,red,yes\r\n\r\n-2,blue,no\r\n\r\n",
                "\n  \nn , c, t\n1.5 , red , yes\n  \n-2,  blue, no\n   \n",
                "n;c;t\n1.5;red;yes\n-2;blue;no\n",
                "n\tc\tt\n1.5\tred\tyes\n-2\tblue\tno\n",
                "n|c|t\r1.5|red|yes\r-2|blue|no\r",
                "n c t\n1.5 red yes\n-2 blue no\n",
                "\"n\",\"c\",\"t\"\n\"1.5\",\"red\",\"yes\"\n\"-2\",\"blue\",\"no\"\n",
                "'n','c','t'\n'1.5','red','yes'\n'-2','blue','no'\n",
                "n, \"c\", \"t\"\n1.5, \"red\", \"yes\"\n-2, \"blue\", \"no\"\n");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void readsOneTableWrittenInManyWays(String text) throws IOException {
        try (StoredTable table = read(text)) {
            assertEquals(List.of("n", "c", "t"), Tables.names(table));
            require(table, "NCC", "1.5/-2.0", "red/blue", "yes/no");
            assertEquals(2, table.schema().indexOf(Role.TARGET).orElseThrow());
            assertTrue(table.schema().hasHeader());
        }
    }

    /** A column of the same words, as a feature and as the target. */
    @ParameterizedTest
    @CsvSource({
        "no, yes, BC",
        "N, Y, BC",
        "f, t, BC",
        "false, true, BB",
        "FALSE, True, BB",
        "no, true, BB",
    })
    void aTargetKeepsTheWordsOfItsOwn(String no, String yes, String types) throws IOException {
        String text = "a,b\n" + (no + "," + yes + "\n" + yes + "," + no + "\n").repeat(2);
        try (StoredTable table = read(text)) {
            String expected = types.equals("BC") ? yes + "/" + no : "1.0/0.0";
            require(table, types, "0.0/1.0/0.0/1.0", expected + "/" + expected);
        }
        try (StoredTable table = read(text, ReadOptions.defaults().withTypes(Map.of("b", ColumnType.BOOLEAN)))) {
            require(table, "BB", "0.0/1.0/0.0/1.0", "1.0/0.0/1.0/0.0");
        }
    }

    @Test
    void aTargetOfManySpellingsHasTwoValues() throws IOException {
        try (StoredTable table = read("a,b\n1,yes\n2,No\n3,Yes\n4,no\n")) {
            require(table, "NB", "1.0/2.0/3.0/4.0", "1.0/0.0/1.0/0.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsUnicodeWithByteOrderMarkAndGzip(String charset) throws IOException {
        byte[] text = "\ufeffn,c\n1,Curaçao €\n2,日本\n".getBytes(Charset.forName(charset));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        for (byte[] content : List.of(text, bytes.toByteArray())) {
            Path file = Files.write(folder.resolve("u.data"), content);
            try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
                require(table, "NC", "1.0/2.0", "Curaçao €/日本");
            }
        }
    }

    @Test
    void quotesHoldDelimitersLineBreaksAndQuotes() throws IOException {
        try (StoredTable table = read("a,b\n1,\"x, \"\"y\"\"\nz\"\n2,plain\n")) {
            require(table, "NC", "1.0/2.0", "x, \"y\"\nz/plain");
            assertTrue(table.place(0).endsWith("t.csv, line 2"));
            assertTrue(table.place(1).endsWith("t.csv, line 4"));
        }
    }

    @Test
    void aCommaWithinQuotesOrNumbersIsNoDelimiter() throws IOException {
        try (StoredTable table = read("name;x\n\"a, b, c\";1\n\"d, e, f\";2\n")) {
            require(table, "CN", "a, b, c/d, e, f", "1.0/2.0");
        }
        try (StoredTable table = read("1,5;2,5\n3,5;4,5\n")) {
            require(table, "NN", "1.5/3.5", "2.5/4.5");
        }
        try (StoredTable table = read("a;b\n1,5;2,5 €\n3,25;1.004,5 €\n")) {
            require(table, "NN", "1.5/3.25", "2.5/1004.5");
        }
        Tables.requireRefused(() -> readUnchecked("a;b\n1,5;2\n3.5;4\n"), "decimal point", "'1,5'", "line 2");
    }

    private StoredTable readUnchecked(String text) {
        return readUnchecked(text, ReadOptions.defaults());
    }

    private StoredTable readUnchecked(String text, ReadOptions options) {
        try {
            return read(text, options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void missingValuesAreMissingInEveryType() throws IOException {
        String text = "n,c,t,e\n1,?,yes,\n ? ,a,NA,\nNaN,,,\"\"\n4,null,no,N/A\n";
        try (StoredTable table = read(text)) {
            require(table, "NCBN", "1.0/-/-/4.0", "-/a/-/-", "1.0/-/-/0.0", "-/-/-/-");
        }
        // Other texts instead: then ? is a category.
        ReadOptions other = ReadOptions.defaults().withMissing(List.of("-9"));
        try (StoredTable table = read("n,c\n-9,?\n2,-9\n", other)) {
            require(table, "NC", "-/2.0", "?/-");
        }
    }

    @Test
    void stripsTheEndsOfTexts() throws IOException {
        try (StoredTable table =
                read("a,b\n1%, <=50K.\n2,>50K\n", ReadOptions.defaults().withStrip(".%"))) {
            require(table, "NC", "1.0/2.0", "<=50K/>50K");
            assertEquals(".%", table.schema().strip());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,a\n2,b\n",
                "red,1\nblue,2\n",
                "M,0.5\nF,0.25\n",
                "x,y\nx,z\nw,y\n",
                "yes,no\nno,yes\n",
                "?,1\n2,2\n"
            })
    void takesNoHeaderWhereThereIsNone(String text) throws IOException {
        try (StoredTable table = read(text)) {
            assertFalse(table.schema().hasHeader());
            assertEquals(List.of("0", "1"), Tables.names(table));
            assertEquals(text.lines().count(), table.rows());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n", "a,2\n1,x\n3,y\n", "kind,color\nx,red\ny,red\n", ",b\n0,2\n1,3\n"})
    void takesAHeaderWhereThereIsOne(String text) throws IOException {
        try (StoredTable table = read(text)) {
            assertTrue(table.schema().hasHeader(), text);
            assertEquals(text.lines().count() - 1, table.rows());
        }
    }

    @Test
    void headerCanBeSaid() throws IOException {
        try (StoredTable table = read("a,b\nc,d\n", ReadOptions.defaults().withHeader(Header.NO))) {
            require(table, "CC", "a/c", "b/d");
        }
        try (StoredTable table = read("1,2\n3,4\n", ReadOptions.defaults().withHeader(Header.YES))) {
            require(table, "NN", "3.0", "4.0");
            assertEquals(List.of("1", "2"), Tables.names(table));
        }
    }

    @Test
    void columnsAreChosenByNameOrPosition() throws IOException {
        String text = "a,b,c,2\n1,2,3,4\n5,6,7,8\n";
        // A name wins: column 2 is the last.
        ReadOptions options =
                ReadOptions.defaults().withTarget("2").withIgnored(List.of("b")).withWeight("0");
        try (StoredTable table = read(text, options)) {
            require(table, "NxNN");
            assertEquals(3, table.schema().indexOf(Role.TARGET).orElseThrow());
            assertEquals(0, table.schema().indexOf(Role.WEIGHT).orElseThrow());
            assertThrows(IllegalArgumentException.class, () -> table.numbers(1, 0, 1, new double[1]));
            assertThrows(IllegalArgumentException.class, () -> table.codes(0, 0, 1, new int[1]));
        }
        // The last column that has no other use is the target.
        try (StoredTable table = read(text, ReadOptions.defaults().withSplit("3"))) {
            assertEquals(2, table.schema().indexOf(Role.TARGET).orElseThrow());
        }
        try (StoredTable table = read(text, ReadOptions.defaults().withFeatures(List.of("b")))) {
            assertEquals("xNxN", Tables.types(table));
        }
        try (StoredTable table = read(text, ReadOptions.defaults().withoutTarget())) {
            assertTrue(table.schema().indexOf(Role.TARGET).isEmpty());
        }
        ReadOptions typed =
                ReadOptions.defaults().withTypes(Map.of("a", ColumnType.CATEGORICAL, "1", ColumnType.NUMERIC));
        try (StoredTable table = read(text, typed)) {
            require(table, "CNNN", "1/5", "2.0/6.0");
        }
    }

    @Test
    void aWrongGuessIsCorrectedByASecondPass() throws IOException {
        StringBuilder text = new StringBuilder("id,code,flag,late,y\n");
        for (int r = 0; r < 12_000; r++) {
            text.append(r).append(',').append(r == 11_000 ? "A7" : Integer.toString(r % 9));
            text.append(',').append(r == 11_500 ? "perhaps" : "yes").append(',').append(r < 11_000 ? "" : "x");
            text.append(',').append(r % 2).append('\n');
        }
        for (Storage storage : List.of(Storage.memory(), Storage.file(folder))) {
            try (StoredTable table =
                    read(text.toString(), ReadOptions.defaults().withStorage(storage))) {
                assertEquals("xCCCN", Tables.types(table));
                assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "A7"), table.categories(1));
                assertEquals(List.of("yes", "perhaps"), table.categories(2));
                assertEquals(List.of("x"), table.categories(3));
                assertEquals(12_000, table.rows());
            }
        }
        // In a column with many different numbers it is a mistake.
        String wrong = text.toString().replace("\n11999,", "\n1199q,");
        Tables.requireRefused(
                () -> readUnchecked(wrong), "t.csv, line 12001, column 'id'", "expected a number, found '1199q'");
        // Also where the first rows did not show it.
        StringBuilder zeros = new StringBuilder("a,b\n");
        for (int r = 0; r < 12_000; r++) {
            zeros.append(r < 10_500 ? 0 : r).append(r == 11_000 ? "x" : "").append(",1\n");
        }
        Tables.requireRefused(() -> readUnchecked(zeros.toString()), "line 11002, column 'a'", "'11000x'", "different");
    }

    @Test
    void aMistakeAmongNumbersIsRefused() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int r = 0; r < 100; r++) {
            text.append(r).append(r == 50 ? "o" : "").append(",1\n");
        }
        Tables.requireRefused(() -> readUnchecked(text.toString()), "line 52, column 'a'", "found '50o' among numbers");
        ReadOptions without = ReadOptions.defaults().withIgnored(List.of("a"));
        assertThrows(TableException.class, () -> readUnchecked(text.toString(), without), "no feature is left");
        try (StoredTable table =
                readUnchecked(text.toString(), ReadOptions.defaults().withMissing(List.of("50o")))) {
            assertEquals("NN", Tables.types(table));
        }
    }

    @Test
    void severalFilesAreOneTable() throws IOException {
        Path a = Files.writeString(folder.resolve("a.csv"), "x,c,y\n1,red,0\n2,blue,1\n");
        Path b = Files.writeString(folder.resolve("b.csv"), "y;c;x;more\n1;green;3;?\n");
        try (StoredTable table = TableReader.read(List.of(a, b, a), ReadOptions.defaults())) {
            require(table, "NCN", "1.0/2.0/3.0/1.0/2.0", "red/blue/green/red/blue", "0.0/1.0/1.0/0.0/1.0");
            assertEquals(a + ", line 3", table.place(1));
            assertEquals(b + ", line 2", table.place(2));
            assertEquals(a + ", line 2", table.place(3));
        }
        Path c = Files.writeString(folder.resolve("c.csv"), "x,y\n1,0\n");
        Tables.requireRefused(
                () -> TableReader.read(List.of(a, c), ReadOptions.defaults()), "c.csv lacks the column 'c'");
    }

    @Test
    void rowsCanBeLimited() throws IOException {
        for (int limit : new int[] {1, 2, 3, 9}) {
            try (StoredTable table =
                    read("1,2\n3,4\n5,6\n", ReadOptions.defaults().withRowLimit(limit))) {
                assertEquals(Math.min(limit, 3), table.rows());
            }
        }
    }

    @Test
    void aClosedTableSaysSo() throws IOException {
        for (Storage storage : List.of(Storage.memory(), Storage.file(folder))) {
            StoredTable table = read("1,2\n3,4\n", ReadOptions.defaults().withStorage(storage));
            assertEquals(storage, table.storage());
            assertEquals(32, table.bytes());
            table.close();
            table.close();
            assertThrows(IllegalStateException.class, () -> table.numbers(0, 0, 1, new double[1]));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of("t.csv"), left.map(p -> p.getFileName().toString()).toList());
        }
    }

    @Test
    void inferenceReadsNoMoreThanTheFirstRows() throws IOException {
        Path file = Files.writeString(
                folder.resolve("long.csv"), "a,b\n" + "1,x\n".repeat(10_000) + "broken\n", StandardCharsets.UTF_8);
        Schema schema = TableReader.inferSchema(List.of(file), ReadOptions.defaults());
        assertEquals(
                List.of(ColumnType.NUMERIC, ColumnType.CATEGORICAL),
                schema.columns().stream().map(Column::type).toList());
        assertThrows(TableException.class, () -> TableReader.read(List.of(file), ReadOptions.defaults()));
    }
}

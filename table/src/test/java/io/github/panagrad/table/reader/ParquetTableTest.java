package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.schema.Column;
import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.schema.DateForm;
import io.github.panagrad.schema.Role;
import io.github.panagrad.schema.Schema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parquet files that DuckDB 1.5.6 wrote. The values of {@code types-*.parquet} are formulas of the row r from 0 to 99; where r
 * modulo 7 is 3, half of the columns are null.
 */
class ParquetTableTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                ParquetTableTest.class.getResourceAsStream("/io/github/panagrad/table/parquet/" + name + ".parquet"))) {
            return stream.readAllBytes();
        }
    }

    private Path file(String name) throws IOException {
        return Files.write(folder.resolve(name + ".parquet"), bytes(name));
    }

    private static void require(Table table, String name, boolean hasNulls, IntFunction<Object> expected) {
        List<String> values = IntStream.range(0, table.rows())
                .mapToObj(r -> hasNulls && r % 7 == 3 ? "-" : expected.apply(r).toString())
                .toList();
        assertEquals(values, Tables.column(table, table.schema().indexOf(name).orElseThrow()), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"types-uncompressed", "types-snappy", "types-zstd", "types-gzip", "types-lz4_raw"})
    void readsAllTypes(String name) throws IOException {
        for (int blockRows : new int[] {1, 17, 65_536}) {
            Storage storage = blockRows == 17 ? Storage.file(folder) : Storage.memory();
            ReadOptions options = ReadOptions.defaults().withStorage(storage);
            try (StoredTable table = TableReader.read(List.of(file(name)), options, blockRows)) {
                assertEquals(100, table.rows());
                assertEquals("BNNNNNNNNNCCDDD", Tables.types(table));
                require(table, "truth", true, r -> r % 3 == 0 ? 1.0 : 0.0);
                require(table, "tiny", false, r -> r - 50.0);
                require(table, "whole", true, r -> r * 1000.0 - 7);
                require(table, "large", false, r -> (double) (r * 10_000_000_000L - 3));
                require(table, "unsigned", false, r -> r + 4e9);
                require(table, "single", false, r -> r / 8.0);
                require(table, "double", true, r -> r / 10.0);
                require(table, "small_decimal", false, r -> (r - 50) / 100.0);
                require(table, "decimal", true, r -> (r - 50) / 1000.0);
                require(table, "wide_decimal", false, r -> r / 4.0);
                require(table, "text", true, r -> "text " + r % 5 + (r % 2 == 0 ? " é€" : ""));
                require(table, "mood", false, r -> List.of("sad", "ok", "happy").get(r % 3));
                require(table, "day", false, r -> r * 86_400.0);
                require(table, "moment", true, r -> r * 0.5);
                require(table, "clock", false, r -> (double) r);
                assertEquals(folder.resolve(name + ".parquet") + ", row 18", table.place(17));
            }
        }
    }

    @Test
    void datesTakeTheTypesThatAreAskedFor() throws IOException {
        ReadOptions numbers = ReadOptions.defaults()
                .withTypes(Map.of(
                        "day", ColumnType.NUMERIC,
                        "moment", ColumnType.NUMERIC,
                        "large", ColumnType.DATE,
                        "clock", ColumnType.DATE));
        try (StoredTable table = TableReader.read(List.of(file("types-snappy")), numbers)) {
            // As numbers, dates are days.
            require(table, "day", false, r -> (double) r);
            require(table, "moment", true, r -> r * 0.5);
            require(table, "large", false, r -> (double) (r * 10_000_000_000L - 3));
            assertEquals(List.of(), table.notes());
        }
        ReadOptions texts = ReadOptions.defaults().withDates(Map.of("text", DateForm.ISO));
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("types-snappy")), texts),
                "row 1, column 'text': expected a date such as 2024-03-05, perhaps with a time, found 'text 0");
    }

    private Path made(MadeParquet.Kind kind, @Nullable Object... values) throws IOException {
        List<@Nullable Object> ones = IntStream.range(0, values.length)
                .<@Nullable Object>mapToObj(i -> 1.0 * i)
                .toList();
        return MadeParquet.write(
                folder.resolve("made.parquet"),
                List.of(
                        new MadeParquet.Column("x", kind, Arrays.asList(values)),
                        new MadeParquet.Column("y", MadeParquet.Kind.DOUBLE, ones)),
                2);
    }

    private StoredTable dates(Path file, String form) {
        return TableReader.read(List.of(file), ReadOptions.defaults().withDates(Map.of("x", DateForm.of(form))));
    }

    /** Numbers with the digits of dates are dates in the form that is given, and in no other. */
    @Test
    void numbersAreDatesInTheirForm() throws IOException {
        Path days = made(MadeParquet.Kind.INT64, 20240305L, null, 19691231L);
        try (StoredTable table = dates(days, "yyyyMMdd")) {
            assertEquals(List.of("1.7095968E9", "-", "-86400.0"), Tables.column(table, 0));
        }
        try (StoredTable table = dates(days, "iso")) {
            assertEquals(List.of("2.0240305E7", "-", "1.9691231E7"), Tables.column(table, 0));
        }
        for (String form : List.of("yyyy-MM-dd", "d.M.yyyy", "ddMMyyyy", "yyyyMM")) {
            Tables.requireRefused(
                    () -> dates(days, form),
                    "row 1, column 'x': expected a date of the form '" + form + "', found '2024");
        }
        try (StoredTable table = dates(made(MadeParquet.Kind.DOUBLE, 5032024.0, 25122023.0), "ddMMyyyy")) {
            assertEquals(List.of("1.7095968E9", "1.7034624E9"), Tables.column(table, 0));
        }
        try (StoredTable table = dates(made(MadeParquet.Kind.INT32, 5, 930, 2359), "HHmm")) {
            assertEquals(List.of("300.0", "34200.0", "86340.0"), Tables.column(table, 0));
        }
        for (Object wrong : new Object[] {20241305.0, 20240305.5, -20240305.0, 1e300}) {
            Path file = made(MadeParquet.Kind.DOUBLE, 20240305.0, wrong);
            Tables.requireRefused(() -> dates(file, "yyyyMMdd"), "row 2, column 'x': expected a date of the form");
        }
    }

    private static @Nullable Object[] texts(int rows, IntFunction<@Nullable String> text) {
        return IntStream.range(0, rows).<@Nullable Object>mapToObj(text).toArray();
    }

    private StoredTable read(Path file) {
        return TableReader.read(List.of(file), ReadOptions.defaults().withTarget("y"));
    }

    /** Texts that are dates are dates, and that is said, as in other files. */
    @Test
    void datesAreFoundAmongTexts() throws IOException {
        IntFunction<@Nullable String> days = r -> r % 5 == 3 ? null : (1 + r % 28) + "." + (1 + r / 28 % 12) + ".2024";
        Path file = made(MadeParquet.Kind.TEXT, texts(100, days));
        try (StoredTable table = read(file)) {
            assertEquals("DN", Tables.types(table));
            assertEquals(
                    DateForm.of("d.M.yyyy"), table.schema().columns().getFirst().dates());
            assertEquals(
                    List.of("1.7040672E9", "1.7041536E9", "1.70424E9", "-"),
                    Tables.column(table, 0).subList(0, 4));
            assertEquals(
                    List.of(file + ", row 1, column 'x': '1.1.2024' and others are read as dates of the form d.M.yyyy;"
                            + " --categorical x reads the column as text"),
                    table.notes());
            ReadOptions known = ReadOptions.defaults().withSchema(table.schema());
            try (StoredTable again = TableReader.read(List.of(file), known)) {
                assertEquals(Tables.column(table, 0), Tables.column(again, 0));
            }
        }
        ReadOptions asText = ReadOptions.defaults().withTypes(Map.of("x", ColumnType.CATEGORICAL));
        try (StoredTable table = TableReader.read(List.of(file), asText)) {
            assertEquals("CN", Tables.types(table));
            assertEquals(List.of(), table.notes());
        }
        Path doubtful =
                made(MadeParquet.Kind.TEXT, texts(60, r -> (1 + r * 7 % 12) + "/" + (1 + r * 5 % 12) + "/2024"));
        try (StoredTable table = read(doubtful)) {
            assertTrue(
                    table.notes().getFirst().contains("which is a guess; --date 'x=d/M/yyyy' reads the day first"),
                    table.notes().toString());
        }
    }

    @Test
    void mistakesAndMarksAmongTextsThatAreDates() throws IOException {
        IntFunction<@Nullable String> days = r -> "2024-" + (10 + r / 28 % 3) + "-" + (10 + r % 18);
        for (int rows : new int[] {100, 10_500}) {
            int at = rows - 3;
            Path wrong = made(MadeParquet.Kind.TEXT, texts(rows, r -> r == at ? "2024-02-30" : days.apply(r)));
            Tables.requireRefused(() -> read(wrong), "row " + (at + 1) + ", column 'x': ", "found '2024-02-30'");
            Path marked = made(MadeParquet.Kind.TEXT, texts(rows, r -> r == at ? "missing" : days.apply(r)));
            try (StoredTable table = read(marked)) {
                assertEquals("DN", Tables.types(table));
                assertEquals("-", Tables.column(table, 0).get(at));
                assertTrue(
                        table.notes().toString().contains("'missing'"),
                        table.notes().toString());
            }
        }
        // So few dates may as well be categories.
        Path few = made(MadeParquet.Kind.TEXT, texts(10_500, r -> r == 10_400 ? "later" : "2024-03-0" + (1 + r % 7)));
        try (StoredTable table = read(few)) {
            assertEquals("CN", Tables.types(table));
            assertEquals("later", Tables.column(table, 0).get(10_400));
            assertTrue(
                    table.notes().getFirst().contains("row 10401, column 'x': found 'later', unlike in the first rows"),
                    table.notes().toString());
        }
    }

    /** What else texts look like does not matter: the file says that they are texts. */
    @ParameterizedTest
    @ValueSource(strings = {"%d", "0%d", "$%d", "%d,5", "2024%d", "n%d", "true", "%d%%", "5/6/%d"})
    void otherTextsStayTexts(String pattern) throws IOException {
        Path file = made(MadeParquet.Kind.TEXT, texts(60, r -> String.format(Locale.ROOT, pattern, 10 + r)));
        try (StoredTable table = read(file)) {
            assertEquals("CN", Tables.types(table));
            assertEquals(
                    String.format(Locale.ROOT, pattern, 10),
                    Tables.column(table, 0).getFirst());
            assertEquals(pattern.startsWith("5/6") ? 1 : 0, table.notes().size());
        }
    }

    @Test
    void datesAreNoTimesOfTheDay() throws IOException {
        Path days = made(MadeParquet.Kind.DATE, 19_787, null);
        try (StoredTable table = dates(days, "d.M.yyyy")) {
            assertEquals(List.of("1.7095968E9", "-"), Tables.column(table, 0));
        }
        Tables.requireRefused(() -> dates(days, "time"), "column 'x' holds dates, expected times of the day");
        Path times = made(MadeParquet.Kind.TIME, 52_200_000_000L, null);
        try (StoredTable table = dates(times, "h:mm a")) {
            assertEquals(List.of("52200.0", "-"), Tables.column(table, 0));
        }
        Tables.requireRefused(() -> dates(times, "d.M.yyyy"), "column 'x' holds times of the day, expected dates");
    }

    @Test
    void readsSeveralRowGroups() throws IOException {
        try (StoredTable table = TableReader.read(List.of(file("groups")), ReadOptions.defaults(), 300)) {
            assertEquals(5000, table.rows());
            require(table, "r", false, r -> (double) r);
            require(table, "half", false, r -> r * 0.5);
            require(table, "kind", false, r -> "c" + r % 3);
        }
        try (StoredTable table =
                TableReader.read(List.of(file("groups")), ReadOptions.defaults().withRowLimit(2500))) {
            assertEquals(2500, table.rows());
        }
    }

    @Test
    void aFileIsKnownByItsContent() throws IOException {
        Path file = Files.write(folder.resolve("data.bin"), bytes("groups"));
        try (StoredTable table = TableReader.read(List.of(file, file("groups")), ReadOptions.defaults())) {
            assertEquals(10_000, table.rows());
        }
    }

    @Test
    void columnsTakeTheTypesOfASchema() throws IOException {
        Schema schema = new Schema(
                List.of(
                        new Column("r", ColumnType.CATEGORICAL, Role.FEATURE),
                        new Column("half", ColumnType.CATEGORICAL, Role.FEATURE),
                        new Column("kind", ColumnType.CATEGORICAL, Role.TARGET)),
                true,
                List.of("c1"),
                "");
        ReadOptions options = ReadOptions.defaults().withSchema(schema).withRowLimit(4);
        Path csv = Files.writeString(folder.resolve("more.csv"), "half,kind,r\n7,c9,1\n");
        try (StoredTable table = TableReader.read(List.of(csv, file("groups")), options)) {
            assertEquals(List.of("1", "0", "1", "2"), Tables.column(table, 0));
            assertEquals(List.of("7", "0", "0.5", "1"), Tables.column(table, 1));
            assertEquals(List.of("c9", "c0", "-", "c2"), Tables.column(table, 2));
        }
        ReadOptions numeric = ReadOptions.defaults().withTypes(Map.of("kind", ColumnType.NUMERIC));
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("groups")), numeric),
                "row 1, column 'kind'",
                "expected a number, found 'c0'");
        ReadOptions truth = ReadOptions.defaults().withTypes(Map.of("r", ColumnType.BOOLEAN));
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("groups")), truth),
                "row 3, column 'r'",
                "expected true or false",
                "found '2'");
    }

    @Test
    void nestedAndBinaryColumnsAreLeftOut() throws IOException {
        try (StoredTable table = TableReader.read(List.of(file("nested")), ReadOptions.defaults())) {
            assertEquals("NNxx", Tables.types(table));
            require(table, "a.b", false, r -> r % 10.0);
            assertEquals(2, table.notes().size());
            assertTrue(table.notes().getFirst().contains("column 'list' is nested"), table.notes()::getFirst);
            assertEquals(Role.TARGET, table.schema().columns().get(1).role());
        }
        try (StoredTable table = TableReader.read(List.of(file("binary")), ReadOptions.defaults())) {
            assertEquals("NCxN", Tables.types(table));
            assertTrue(table.notes().getFirst().contains("column 'u' holds FIXED_LEN_BYTE_ARRAY (UUID)"));
        }
        ReadOptions without = ReadOptions.defaults().withIgnored(List.of("list", "struct"));
        try (StoredTable table = TableReader.read(List.of(file("nested")), without)) {
            assertEquals(List.of(), table.notes());
        }
        ReadOptions only = ReadOptions.defaults().withFeatures(List.of("r")).withTarget("a.b");
        try (StoredTable table = TableReader.read(List.of(file("nested")), only)) {
            assertEquals(List.of(), table.notes());
        }
    }

    @Test
    void unreadableColumnsThatAreAskedForAreRefused() throws IOException {
        ReadOptions defaults = ReadOptions.defaults();
        for (ReadOptions asking : List.of(
                defaults.withTarget("list"),
                defaults.withFeatures(List.of("r", "list")),
                defaults.withWeight("list"),
                defaults.withSplit("list"),
                defaults.withTypes(Map.of("list", ColumnType.CATEGORICAL)))) {
            Tables.requireRefused(
                    () -> TableReader.read(List.of(file("nested")), asking), "column 'list' is nested", "unpack it");
        }
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("binary")), defaults.withTarget("u")), "column 'u'", "UUID");
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("nested")), defaults.withIgnored(List.of("r"))),
                "4 columns but no feature remains",
                "expected a target",
                "'list' is nested");
    }

    @Test
    void infiniteValuesAreRefusedAndNaNIsMissing() throws IOException {
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("infinite")), ReadOptions.defaults()),
                "row 4, column 'v'",
                "found 'Infinity'");
        try (StoredTable table = TableReader.read(
                List.of(file("infinite")), ReadOptions.defaults().withRowLimit(3))) {
            assertEquals(List.of("1.5", "-", "1.5"), Tables.column(table, 1));
        }
    }

    @Test
    void lz4IsReadInTheFramesOfHadoopToo() throws IOException {
        try (StoredTable table = TableReader.read(List.of(file("hadoop-lz4")), ReadOptions.defaults())) {
            assertEquals(
                    List.of("1.5936048E9", "1.5936048E9", "1.593604801E9", "1.593604801E9"), Tables.column(table, 0));
            assertEquals(List.of("abc", "def", "abc", "def"), Tables.column(table, 1));
            assertEquals(List.of("42.0", "7.7", "42.125", "7.7"), Tables.column(table, 2));
        }
    }

    @Test
    void damagedFiles() throws IOException {
        byte[] whole = bytes("groups");
        for (int length : new int[] {0, 3, 11, 12, 100, whole.length - 1}) {
            Path file = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, length));
            Tables.requireRefused(
                    () -> TableReader.read(List.of(file), ReadOptions.defaults()), "cut.parquet", "sound");
        }
        byte[] absurd = whole.clone();
        absurd[absurd.length - 5] = 0x7f;
        Path file = Files.write(folder.resolve("absurd.parquet"), absurd);
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "footer", "bytes");
        assertTrue(Files.exists(file));
    }
}

package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.table.Column;
import io.github.panagrad.table.ColumnType;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Role;
import io.github.panagrad.table.Schema;
import io.github.panagrad.table.Storage;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
    @ValueSource(strings = {"types-uncompressed", "types-snappy", "types-zstd", "types-gzip"})
    void readsAllTypes(String name) throws IOException {
        for (int blockRows : new int[] {1, 17, 65_536}) {
            Storage storage = blockRows == 17 ? Storage.file(folder) : Storage.memory();
            ReadOptions options = ReadOptions.defaults().withStorage(storage);
            try (StoredTable table = TableReader.read(List.of(file(name)), options, blockRows)) {
                assertEquals(100, table.rows());
                assertEquals("BNNNNNNNNNCCNNN", Tables.types(table));
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
                require(table, "day", false, r -> (double) r);
                require(table, "moment", true, r -> r * 0.5);
                require(table, "clock", false, r -> (double) r);
                assertEquals(folder.resolve(name + ".parquet") + ", row 18", table.place(17));
            }
        }
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
    void nestedAndBinaryColumnsMustBeLeftOut() throws IOException {
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("nested")), ReadOptions.defaults()), "column 'list' is nested");
        ReadOptions without = ReadOptions.defaults().withIgnored(List.of("list", "struct"));
        try (StoredTable table = TableReader.read(List.of(file("nested")), without)) {
            require(table, "a.b", false, r -> r % 10.0);
        }
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("binary")), ReadOptions.defaults()), "column 'u'", "UUID");
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
    void aCompressionWithoutItsLibraryIsNamed() throws IOException {
        Tables.requireRefused(
                () -> TableReader.read(List.of(file("types-lz4_raw")), ReadOptions.defaults()), "LZ4_RAW", "lz4-java");
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

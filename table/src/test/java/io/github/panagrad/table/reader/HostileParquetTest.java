package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small Parquet files that were made to keep a reader busy, or that have what others never have. */
class HostileParquetTest {
    /** A list, of a field without meaning, of 2³¹ - 1 truth values, which the library counts one by one. */
    private static final String ENDLESS = "f1ffffffff07";

    /** The first page of a file follows the magic number. */
    private static final int FIRST_PAGE = 4;

    @TempDir
    Path folder;

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(HostileParquetTest.class.getResourceAsStream(
                "/io/github/panagrad/table/parquet/" + name + ".parquet"))) {
            return stream.readAllBytes();
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private void requireRefused(byte[] content, String... words) throws IOException {
        Path file = Files.write(folder.resolve("d.parquet"), content);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> Tables.requireRefused(
                        () -> TableReader.read(List.of(file), ReadOptions.defaults())
                                .close(),
                        words));
    }

    /** Returns a file whose first page's header is overwritten, and then whatever else is there. */
    private static byte[] withPage(String name, int at, String hex) throws IOException {
        byte[] content = resource(name);
        byte[] header = bytes(hex);
        System.arraycopy(header, 0, content, at, header.length);
        return content;
    }

    /** Returns a file with more fields at the end of its footer. */
    private static byte[] withFooter(String hex) throws IOException {
        byte[] content = resource("groups");
        int end = content.length - 8;
        int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        byte[] fields = bytes(hex);
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        made.write(content, 0, end - 1);
        made.writeBytes(fields);
        made.write(0);
        made.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length + fields.length)
                .array());
        made.write(content, content.length - 4, 4);
        return made.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        // A list, a set, a map, a list in a structure, and lists in a list.
        "99, f1ffffffff07, a list of 2147483647 elements",
        "99, 11, a list of truth values",
        "9a, f2ffffffff07, a list of 2147483647 elements",
        "9b, ffffffff0711, a map",
        "9c, 19f1ffffffff07, a list of 2147483647 elements",
        "99, 1911, a list of truth values",
        // What the library takes for the number of values is a text, which hides a list.
        "7c, 180a99f1ffffffff07, a field 1 of type 8 instead of 5",
        "8c, 180a99f1ffffffff07, a field 1 of type 8 instead of 5",
        // A text and a number without end, and a type that there is not.
        "98, ffffffff07, a text of 2147483647 bytes",
        "96, ffffffffffffffffffffffffff, a number of more than 10 bytes",
        "9d, 00, the unknown type 13",
    })
    void aPageHeaderThatTakesForever(String field, String value, String problem) throws IOException {
        String header = "15001500150a" + (field.startsWith("9") ? "6" + field.charAt(1) : shifted(field)) + value;
        for (String name : new String[] {"types-zstd", "indexed"}) {
            requireRefused(withPage(name, FIRST_PAGE, header), "d.parquet", "the header of a page", problem);
        }
    }

    /** Fields of the header follow field 3. */
    private static String shifted(String field) {
        return Integer.toHexString(Integer.parseInt(field.substring(0, 1), 16) - 3) + field.charAt(1);
    }

    @Test
    void manyListsInOneHeader() throws IOException {
        requireRefused(withPage("types-zstd", FIRST_PAGE, "15001500150a" + ("69" + ENDLESS).repeat(300)), "a list of");
    }

    @ParameterizedTest
    @CsvSource({
        "09c801f1ffffffff07, a list of 2147483647 elements",
        "09c80111, a list of truth values",
        "0cc80119f1ffffffff0700, a list of 2147483647 elements",
        // The library takes the elements of this list for structures.
        "090e1500, a list 7 of type 5 instead of 12",
    })
    void aFooterThatTakesForever(String fields, String problem) throws IOException {
        requireRefused(withFooter(fields), "d.parquet", "its footer", problem);
    }

    @Test
    void aStructureInAStructureInAStructure() throws IOException {
        requireRefused(withFooter("0cc801" + "1c".repeat(5000)), "nested more than 32 levels deep");
    }

    @Test
    void thisFooterIsSound() throws IOException {
        Path file = Files.write(folder.resolve("d.parquet"), withFooter("08c80103616263"));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals(5000, table.rows());
        }
    }

    @Test
    void aFileWithAnIndexOfPages() throws IOException {
        Path file = Files.write(folder.resolve("indexed.parquet"), resource("indexed"));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals(2000, table.rows());
            assertEquals("c1", Tables.column(table, 1).get(1999));
            assertEquals("1999.0", Tables.column(table, 0).get(1999));
        }
    }

    @Test
    void aTextIsRefusedAtTheLimitOfACell() throws IOException {
        Path file = Files.write(folder.resolve("long.parquet"), resource("long"));
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults()),
                "row 4",
                "column 't'",
                "the text has more than 1048576 characters");
    }

    @Test
    void aBlankNameIsAPosition() throws IOException {
        Path file = Files.write(folder.resolve("blank.parquet"), resource("blank"));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
            assertEquals(List.of("0", "half", "2"), Tables.names(table));
            assertEquals("19.0", Tables.column(table, 0).get(19));
            assertEquals("c1", Tables.column(table, 2).get(19));
        }
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults().withTarget("")), "target ''");
    }
}

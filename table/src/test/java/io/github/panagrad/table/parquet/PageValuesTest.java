package io.github.panagrad.table.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import io.github.panagrad.table.reader.StoredTable;
import io.github.panagrad.table.reader.TableReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that are decoded here have the values that the library decodes, which shares no code with it. */
class PageValuesTest {
    @TempDir
    Path folder;

    private final Random random = new Random(11);

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(PageValuesTest.class.getResourceAsStream(name + ".parquet"))) {
            return stream.readAllBytes();
        }
    }

    private static @Nullable Object value(ParquetValues run, ColumnSchema leaf, int i) {
        if (run.isNull(i)) {
            return null;
        }
        return switch (leaf.type()) {
            case BOOLEAN -> run.booleans()[i];
            case INT32 -> run.ints()[i];
            case INT64 -> run.longs()[i];
            case FLOAT -> run.floats()[i];
            case DOUBLE -> run.doubles()[i];
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                List<Byte> bytes = new ArrayList<>();
                for (int b = run.start(i); b < run.end(i); b++) {
                    bytes.add(run.bytes()[b]);
                }
                yield bytes;
            }
        };
    }

    private static void add(ParquetValues run, ColumnSchema leaf, int count, List<@Nullable Object> into) {
        for (int i = run.first(); i < run.first() + count; i++) {
            into.add(value(run, leaf, i));
        }
    }

    private static List<@Nullable Object> ofLibrary(ParquetFileReader reader, ColumnSchema leaf) {
        List<@Nullable Object> values = new ArrayList<>();
        IntSupplier beginning = () -> 0;
        try (ColumnReaders readers =
                reader.buildColumnReaders(ColumnProjection.columns(leaf.name())).build()) {
            ColumnReader column = readers.getColumnReader(0);
            while (readers.nextBatch()) {
                add(new LibraryValues(column, beginning), leaf, readers.getRecordCount(), values);
            }
        }
        return values;
    }

    private List<@Nullable Object> ofPages(Path file, byte[] bytes, ParquetFileReader reader, ColumnSchema leaf) {
        List<@Nullable Object> values = new ArrayList<>();
        MemorySegment content = MemorySegment.ofArray(bytes);
        PageValues run = new PageValues(file, content, reader.getFileMetaData().rowGroups(), leaf, new PageArrays());
        long rows = reader.getFileMetaData().numRows();
        while (values.size() < rows) {
            int most = (int) Math.min(1 + random.nextInt(200), rows - values.size());
            int count = run.next(most);
            assertTrue(count >= 1 && count <= most);
            add(run, leaf, count, values);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "pages-1, 9", "pages-2, 9", "pages-plain, 9", "pages-delta, 6", "indexed, 2",
        "types-uncompressed, 15", "types-snappy, 15", "types-zstd, 15", "types-gzip, 15", "types-lz4_raw, 0",
        "groups, 3", "cells, 9"
    })
    void asTheLibrary(String name, int expected) throws IOException {
        byte[] bytes = resource(name);
        Path file = Files.write(folder.resolve("f.parquet"), bytes);
        int read = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            for (ColumnSchema leaf : reader.getFileSchema().getColumns()) {
                if (PageValues.canRead(reader.getFileMetaData().rowGroups(), leaf)) {
                    assertEquals(ofLibrary(reader, leaf), ofPages(file, bytes, reader, leaf), leaf.name());
                    read++;
                }
            }
        }
        assertEquals(expected, read);
    }

    /** Columns that are decoded here and columns that the library decodes, side by side. */
    @Test
    void bothInOneFile() throws IOException {
        Path file = Files.write(folder.resolve("delta.parquet"), resource("pages-delta"));
        Path other = Files.write(folder.resolve("other.parquet"), resource("pages-2"));
        try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults());
                StoredTable same = TableReader.read(List.of(other), ReadOptions.defaults())) {
            assertEquals(3000, table.rows());
            for (int c = 0; c < table.schema().columns().size(); c++) {
                assertEquals(Tables.column(same, c), Tables.column(table, c), "column " + c);
            }
        }
    }

    @Test
    void aWrongChecksumIsRefused() throws IOException {
        byte[] bytes = resource("pages-1");
        // In the values of a page in the midst of the file.
        bytes[bytes.length / 2] ^= 1;
        Path file = Files.write(folder.resolve("f.parquet"), bytes);
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults()),
                "f.parquet is not a sound Parquet file: column",
                "the checksum of a page");
    }
}

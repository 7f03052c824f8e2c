package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some columns of a file, from the first to the last, all columns in step. Columns of rare encodings and compressions are
 * left to the library. Used by one thread, and closed by it.
 */
final class ParquetRows implements AutoCloseable {
    private final Path file;
    private final Arena arena = Arena.ofConfined();
    private final List<ParquetValues> values = new ArrayList<>();
    private final @Nullable ColumnReaders library;
    private long left;
    private int batchFrom;
    private int batchLeft;

    /**
     * Begins to read.
     *
     * @param reader the file's; the caller closes it, afterwards
     * @param leaves the columns
     * @throws io.github.panagrad.table.TableException if the header of a page that the library will read is not sound
     */
    ParquetRows(Path file, ParquetFileReader reader, List<ColumnSchema> leaves) throws IOException {
        this.file = file;
        left = reader.getFileMetaData().numRows();
        List<RowGroup> groups = reader.getFileMetaData().rowGroups();
        boolean isOpen = false;
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment content = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            List<ColumnSchema> others = leaves.stream()
                    .filter(leaf -> !PageValues.canRead(groups, leaf))
                    .toList();
            library = others.isEmpty() ? null : library(reader, content, others);
            PageArrays arrays = new PageArrays();
            for (ColumnSchema leaf : leaves) {
                values.add(
                        library != null && others.contains(leaf)
                                ? new LibraryValues(column(library, leaf, isAll(others)), () -> batchFrom)
                                : new PageValues(file, content, groups, leaf, arrays));
            }
            isOpen = true;
        } finally {
            if (!isOpen) {
                arena.close();
            }
        }
    }

    private ColumnReaders library(ParquetFileReader reader, MemorySegment content, List<ColumnSchema> leaves) {
        boolean isAll = isAll(leaves);
        List<ColumnSchema> read = isAll ? reader.getFileSchema().getColumns() : leaves;
        ParquetPages.check(
                file,
                content,
                reader.getFileMetaData(),
                read.stream().map(ColumnSchema::columnIndex).toList());
        ColumnProjection projection = isAll
                ? ColumnProjection.all()
                : ColumnProjection.columns(
                        leaves.stream().map(ColumnSchema::name).toArray(String[]::new));
        return reader.buildColumnReaders(projection).batchSize(PageArrays.ROWS).build();
    }

    /**
     * The library takes a dot for the path of a nested column, so a column with a dot in its name, or without a name, can only be
     * read together with all others.
     */
    private static boolean isAll(List<ColumnSchema> leaves) {
        return !leaves.stream().allMatch(ParquetField::hasPlainName);
    }

    private static ColumnReader column(ColumnReaders readers, ColumnSchema leaf, boolean isAll) {
        return isAll ? readers.getColumnReader(leaf.columnIndex()) : readers.getColumnReader(leaf.name());
    }

    /** Returns the values of a column, in the order of the columns. */
    ParquetValues values(int column) {
        return values.get(column);
    }

    /**
     * Returns how many rows may be read now: so many of every column, and then {@link #advance} is called.
     *
     * @return a number of rows, 0 after the last one
     * @throws io.github.panagrad.table.TableException if the library finds another number of rows than the file is said to have
     */
    int available() {
        if (library == null) {
            return (int) Math.min(left, PageArrays.ROWS);
        }
        if (batchLeft == 0) {
            batchFrom = 0;
            batchLeft = library.nextBatch() ? library.getRecordCount() : 0;
            if (batchLeft > left || (batchLeft == 0 && left > 0)) {
                throw ParquetFooter.damaged(
                        file,
                        "it has " + (batchLeft == 0 ? left + " rows fewer" : "more rows") + " than it is said to have");
            }
        }
        return batchLeft;
    }

    /** Passes rows that were read of every column. */
    void advance(int count) {
        left -= count;
        batchFrom += count;
        batchLeft -= count;
    }

    @Override
    public void close() {
        if (library != null) {
            library.close();
        }
        arena.close();
    }
}

package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import io.github.panagrad.table.TableException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;

/** Checks the headers of pages, all that the library will read, before it reads the first. */
final class ParquetPages {
    private final Path file;
    private final MemorySegment bytes;
    private final PageHeader header;

    private ParquetPages(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
        header = new PageHeader(file, bytes);
    }

    /**
     * Checks the pages of columns.
     *
     * @param bytes the file's; read
     * @param leaves positions of the columns in the file
     * @throws TableException if a header is not sound
     */
    static void check(Path file, MemorySegment bytes, FileMetaData metadata, Collection<Integer> leaves) {
        ParquetPages pages = new ParquetPages(file, bytes);
        for (RowGroup group : metadata.rowGroups()) {
            for (int leaf : leaves) {
                if (leaf < group.columns().size()) {
                    pages.column(group.columns().get(leaf));
                }
            }
        }
    }

    private void column(ColumnChunk chunk) {
        long start = chunk.chunkStartOffset();
        long end = start + chunk.metaData().totalCompressedSize();
        if (chunk.offsetIndexOffset() != null) {
            indexed(chunk, start, end);
            return;
        }
        long found = 0;
        long expected = chunk.metaData().numValues();
        for (long at = start; at < end && (at == start || found < expected); ) {
            at += header.read(at, end) + header.compressedBytes();
            found += header.isData() ? header.values() : 0;
        }
    }

    /** The library takes the places of data pages from the index, and that of the dictionary from the metadata. */
    private void indexed(ColumnChunk chunk, long start, long end) {
        long offset = chunk.offsetIndexOffset();
        long length = chunk.offsetIndexLength() == null ? 0 : chunk.offsetIndexLength();
        if (offset < 0 || length <= 0 || length > bytes.byteSize() - offset) {
            throw damaged("an index is said to have " + length + " bytes at byte " + offset);
        }
        if (start < end) {
            header.read(start, end);
        }
        // Pages follow each other: if they overlapped, a long header could be read again and again.
        long[] next = {start};
        ThriftCheck.run(
                file,
                "an index of pages",
                bytes.asSlice(offset, length).asByteBuffer(),
                ThriftShape.OFFSET_INDEX,
                (shape, numbers) -> {
                    if (shape == ThriftShape.LOCATION) {
                        if (numbers[1] < next[0] || numbers[2] <= 0 || numbers[2] > end - numbers[1]) {
                            throw damaged("an index has a page of " + numbers[2] + " bytes at byte " + numbers[1]
                                    + ", which is not in its column");
                        }
                        header.read(numbers[1], numbers[1] + numbers[2]);
                        next[0] = numbers[1] + numbers[2];
                    }
                });
    }

    private TableException damaged(String how) {
        return ParquetFooter.damaged(file, how);
    }
}

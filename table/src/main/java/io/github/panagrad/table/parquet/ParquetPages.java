package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import io.github.panagrad.table.TableException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Collection;

/** Checks the headers of pages, all that the library will read, before it reads the first. */
final class ParquetPages {
    /** The library gives up on a longer header. */
    private static final long MAX_HEADER_BYTES = 1 << 20;

    private static final int DATA_PAGE = 0;
    private static final int DATA_PAGE_V2 = 3;

    private final Path file;
    private final MemorySegment bytes;

    private long kind;
    private long compressedBytes;
    private long values;
    private long valuesV2;

    private ParquetPages(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Checks the pages of columns.
     *
     * @param leaves positions of the columns in the file
     * @throws TableException if a header is not sound
     */
    static void check(Path file, FileMetaData metadata, Collection<Integer> leaves) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            ParquetPages pages = new ParquetPages(file, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
            for (RowGroup group : metadata.rowGroups()) {
                for (int leaf : leaves) {
                    if (leaf < group.columns().size()) {
                        pages.column(group.columns().get(leaf));
                    }
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
            at += page(at, end) + compressedBytes;
            found += kind == DATA_PAGE ? values : kind == DATA_PAGE_V2 ? valuesV2 : 0;
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
            page(start, end);
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
                        page(numbers[1], numbers[1] + numbers[2]);
                        next[0] = numbers[1] + numbers[2];
                    }
                });
    }

    /** Checks the header at a position, and notes what it says; returns its length. */
    private int page(long at, long end) {
        values = 0;
        valuesV2 = 0;
        int length = ThriftCheck.run(
                file,
                "the header of a page",
                bytes.asSlice(at, Math.min(end - at, MAX_HEADER_BYTES)).asByteBuffer(),
                ThriftShape.PAGE,
                this::take);
        if (compressedBytes < 0 || compressedBytes > end - at - length) {
            throw damaged("it has a page that extends beyond its column: " + compressedBytes + " bytes at byte " + at);
        }
        return length;
    }

    private void take(ThriftShape shape, long[] numbers) {
        if (shape == ThriftShape.PAGE) {
            kind = (int) numbers[1];
            compressedBytes = (int) numbers[3];
        } else if (shape == ThriftShape.DATA_PAGE) {
            values = (int) numbers[1];
        } else if (shape == ThriftShape.DATA_PAGE_V2) {
            valuesV2 = (int) numbers[1];
        }
    }

    private TableException damaged(String how) {
        return ParquetFooter.damaged(file, how);
    }
}

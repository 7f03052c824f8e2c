package io.github.panagrad.table.parquet;

import io.github.panagrad.table.TableException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The header of a page of a column, checked and then read. Used again for the next one, by one thread. */
final class PageHeader {
    /** A kind of page: values, with their levels compressed like them. */
    static final int DATA = 0;

    /** A kind of page: distinct values. */
    static final int DICTIONARY = 2;

    /** A kind of page: values, with their levels before them as they are. */
    static final int DATA_V2 = 3;

    /** The library gives up on a longer header. */
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final MemorySegment content;

    private int kind;
    private int bytes;
    private int compressedBytes;
    private int checksum;
    private int values;
    private int encoding;
    private int definitionBytes;
    private int repetitionBytes;
    private boolean isCompressed;

    /**
     * Makes a header to be read.
     *
     * @param content the bytes of the file; read
     */
    PageHeader(Path file, MemorySegment content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Reads the header at a position.
     *
     * @param end where the page's column ends
     * @return the header's length
     * @throws TableException if it is not sound, or its page extends beyond the column
     */
    int read(long at, long end) {
        kind = -1;
        values = 0;
        encoding = 0;
        definitionBytes = 0;
        repetitionBytes = 0;
        isCompressed = true;
        int length = ThriftCheck.run(
                file,
                "the header of a page",
                content.asSlice(at, Math.min(end - at, MAX_BYTES)).asByteBuffer(),
                ThriftShape.PAGE,
                this::take);
        if (compressedBytes < 0 || compressedBytes > end - at - length) {
            throw ParquetFooter.damaged(
                    file, "it has a page that extends beyond its column: " + compressedBytes + " bytes at byte " + at);
        }
        return length;
    }

    /** The structure of the page's kind ends before the header that it is in. */
    private void take(ThriftShape shape, long[] numbers) {
        if (shape == ThriftShape.PAGE) {
            kind = (int) numbers[1];
            bytes = (int) numbers[2];
            compressedBytes = (int) numbers[3];
            checksum = (int) numbers[4];
        } else if (shape == ThriftShape.DATA_PAGE || shape == ThriftShape.DICTIONARY_PAGE) {
            values = (int) numbers[1];
            encoding = (int) numbers[2];
        } else if (shape == ThriftShape.DATA_PAGE_V2) {
            values = (int) numbers[1];
            encoding = (int) numbers[4];
            definitionBytes = (int) numbers[5];
            repetitionBytes = (int) numbers[6];
            isCompressed = numbers[7] != ThriftCheck.FALSE;
        }
    }

    /** Returns what kind of page it is. */
    int kind() {
        return kind;
    }

    /** Returns whether the page has values of rows. */
    boolean isData() {
        return kind == DATA || kind == DATA_V2;
    }

    /** Returns the size of the page when it is unpacked, as the file claims. */
    int bytes() {
        return bytes;
    }

    /** Returns the size of the page in the file. */
    int compressedBytes() {
        return compressedBytes;
    }

    /** Returns the CRC-32 of the page in the file, 0 if there is none. */
    int checksum() {
        return checksum;
    }

    /** Returns how many values the page has, nulls included, as the file claims. */
    int values() {
        return values;
    }

    /** Returns the number of the encoding of the values. */
    int encoding() {
        return encoding;
    }

    /** Returns the size of the definition levels before the values, of a page that has them apart. */
    int definitionBytes() {
        return definitionBytes;
    }

    /** Returns the size of the repetition levels before those. */
    int repetitionBytes() {
        return repetitionBytes;
    }

    /** Returns whether the values are compressed, in a page that has the levels apart. */
    boolean isCompressed() {
        return isCompressed;
    }

    /** Returns the bytes of a page in the file, as the library of a compression takes them. */
    ByteBuffer page(long at) {
        return content.asSlice(at, compressedBytes).asByteBuffer();
    }
}

package io.github.panagrad.table.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import io.github.panagrad.table.TableException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a Parquet file's metadata against its size before any other data is read. */
final class ParquetFooter {
    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED = "PARE";
    private static final int MAGIC_BYTES = 4;

    /** Magic at both ends, and the size of the footer. */
    private static final int LEAST_BYTES = 3 * MAGIC_BYTES;

    private ParquetFooter() {}

    private static String text(FileChannel channel, long position) throws IOException {
        return new String(bytes(channel, position).array(), StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer bytes(FileChannel channel, long position) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(bytes, position);
        return bytes.flip();
    }

    /**
     * Requires magic bytes at both ends and a sound footer within the file.
     *
     * @throws TableException if they are not there
     */
    static void check(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < LEAST_BYTES) {
                throw damaged(file, "it has only " + size + " bytes");
            }
            String end = text(channel, size - MAGIC_BYTES);
            if (end.equals(ENCRYPTED)) {
                throw new TableException(file + " is an encrypted Parquet file; write it without encryption");
            }
            if (!end.equals(MAGIC) || !MAGIC.equals(text(channel, 0))) {
                throw damaged(file, "it does not begin and end with " + MAGIC + "; it may have been cut short");
            }
            int footer = bytes(channel, size - 2 * MAGIC_BYTES).getInt();
            if (footer <= 0 || footer > size - LEAST_BYTES) {
                throw damaged(file, "its footer is said to have " + footer + " bytes, of " + size + " of the file");
            }
            try (Arena arena = Arena.ofConfined()) {
                ByteBuffer metadata = channel.map(MapMode.READ_ONLY, size - 2 * MAGIC_BYTES - footer, footer, arena)
                        .asByteBuffer();
                ThriftCheck.run(file, "its footer", metadata, ThriftShape.FOOTER, (_, _) -> {});
            }
        } catch (IOException e) {
            throw TableException.unreadable(file, e);
        }
    }

    /**
     * Requires that the row groups lie within the file, and have the sizes that they should have.
     *
     * @throws TableException if they do not
     */
    static void check(Path file, FileMetaData metadata) throws IOException {
        long size = Files.size(file);
        long rows = 0;
        for (RowGroup group : metadata.rowGroups()) {
            if (group.numRows() < 0 || group.numRows() > Integer.MAX_VALUE) {
                throw damaged(file, "a row group is said to have " + group.numRows() + " rows");
            }
            rows += group.numRows();
            for (ColumnChunk chunk : group.columns()) {
                long start = chunk.chunkStartOffset();
                long length = chunk.metaData().totalCompressedSize();
                if (start < 0 || length < 0 || start > size || length > size - start) {
                    throw damaged(
                            file,
                            "a column is said to have " + length + " bytes from byte " + start + " on, of " + size);
                }
            }
        }
        if (rows != metadata.numRows()) {
            throw damaged(
                    file, "its row groups have " + rows + " rows, but the file is said to have " + metadata.numRows());
        }
    }

    /** Reports that a file is not what it should be. */
    static TableException damaged(Path file, String how) {
        return new TableException(file + " is not a sound Parquet file: " + how + "; write it again");
    }
}

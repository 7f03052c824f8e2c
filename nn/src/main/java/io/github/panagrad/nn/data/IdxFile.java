package io.github.panagrad.nn.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes, plain or compressed with gzip, which is recognised by its content. Opening reads and
 * checks the header; the elements can be read once, in blocks. Not thread-safe.
 */
final class IdxFile implements Closeable {
    private static final int BLOCK_BYTES = 1 << 16;
    /** A cache line, as for tensors. */
    private static final int ALIGNMENT = 64;
    /** The maximum number of bytes that one byte of deflate can expand to (zlib's technical details). */
    private static final long DEFLATE_LIMIT = 1032;
    /** The compression ratio up to which memory is allocated before the content is read; MNIST's is 5. */
    private static final long TRUSTED_RATIO = 16;

    private static final String REMEDY = "; the file is incomplete or damaged, download it again";

    private final Path path;
    private final long fileBytes;
    private final boolean compressed;
    private final InputStream content;
    private final IdxHeader header;

    private IdxFile(Path path, long fileBytes, BufferedInputStream file, IdxKind kind) throws IOException {
        this.path = path;
        this.fileBytes = fileBytes;
        this.compressed = isGzip(file);
        this.content = compressed ? new GZIPInputStream(file, BLOCK_BYTES) : file;
        this.header = IdxHeader.read(path, content, kind);
        requirePlausible();
    }

    /**
     * Opens a file and checks everything that can be checked before the elements are read.
     *
     * @throws DataException if it cannot be read, or is not a file of this kind
     */
    static IdxFile open(Path path, IdxKind kind) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new DataException(
                        path,
                        "expected an IDX file of " + kind.plural() + ", found "
                                + (attributes.isDirectory() ? "a directory" : "something that is not a regular file")
                                + "; name the file");
            }
            if (attributes.size() == 0) {
                throw new DataException(path, "the file is empty; expected an IDX file of " + kind.plural());
            }
            BufferedInputStream file = new BufferedInputStream(Files.newInputStream(path), BLOCK_BYTES);
            try {
                return new IdxFile(path, attributes.size(), file, kind);
            } catch (IOException | RuntimeException e) {
                closeAfter(file, e);
                throw e;
            }
        } catch (EOFException e) {
            throw new DataException(path, "the file is truncated: it ends within the header" + REMEDY, e);
        } catch (ZipException e) {
            throw damaged(path, e);
        } catch (IOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    private static void closeAfter(InputStream file, Exception failure) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isGzip(BufferedInputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == 0x1F && file.read() == 0x8B;
        file.reset();
        return gzip;
    }

    // Rejects headers that cannot match the size of the file, before any memory is allocated.
    private void requirePlausible() {
        long expected = header.bytes() + header.elementBytes();
        if (compressed) {
            if (expected / DEFLATE_LIMIT > fileBytes) {
                throw new DataException(
                        path,
                        "its header declares " + expected + " bytes, but no gzip file of " + fileBytes
                                + " bytes can hold that many" + REMEDY);
            }
        } else if (fileBytes < expected) {
            throw cutShort(fileBytes);
        } else if (fileBytes > expected) {
            throw trailing((fileBytes - expected) + " more");
        }
    }

    /** Returns the file. */
    Path path() {
        return path;
    }

    /** Returns the header. */
    IdxHeader header() {
        return header;
    }

    /**
     * Reads the elements; can be called once.
     *
     * @return off-heap memory of {@code header().elementBytes()} bytes, freed by the garbage collector
     * @throws DataException if they cannot be read, are fewer or more than the header declares, or do not fit in memory
     */
    MemorySegment elements() {
        long total = header.elementBytes();
        long done = 0;
        try {
            byte[] block = new byte[BLOCK_BYTES];
            MemorySegment elements = allocate(Math.min(total, initialBytes()));
            while (done < total) {
                int count = content.read(block, 0, (int) Math.min(block.length, total - done));
                if (count < 0) {
                    throw cutShort(header.bytes() + done);
                }
                if (done + count > elements.byteSize()) {
                    elements = grown(elements, done, Math.min(total, 2 * elements.byteSize()));
                }
                MemorySegment.copy(block, 0, elements, ValueLayout.JAVA_BYTE, done, count);
                done += count;
            }
            // Reading one byte more also makes the gzip decoder verify its checksum.
            if (content.read() >= 0) {
                throw trailing("more");
            }
            return elements;
        } catch (EOFException e) {
            DataException failure = cutShort(header.bytes() + done);
            failure.initCause(e);
            throw failure;
        } catch (ZipException e) {
            throw damaged(path, e);
        } catch (IOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    private long initialBytes() {
        return compressed ? BLOCK_BYTES + TRUSTED_RATIO * fileBytes : header.elementBytes();
    }

    private MemorySegment grown(MemorySegment elements, long used, long size) {
        return allocate(size).copyFrom(elements.asSlice(0, used));
    }

    private MemorySegment allocate(long bytes) {
        try {
            return Arena.ofAuto().allocate(bytes, ALIGNMENT);
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    path,
                    "not enough memory for its " + header.elementBytes() + " bytes; use fewer samples, or allow more"
                            + " with -XX:MaxDirectMemorySize=<bytes> (its default is the maximum heap size)",
                    e);
        }
    }

    private DataException cutShort(long found) {
        return new DataException(
                path,
                "the file is truncated: expected " + (header.bytes() + header.elementBytes()) + uncompressed()
                        + " bytes from its header, found " + found + REMEDY);
    }

    private DataException trailing(String found) {
        return DataException.atByte(
                path,
                header.bytes() + header.elementBytes(),
                "expected the end after " + header.count() + " x " + header.columns() + uncompressed()
                        + " bytes, found " + found + REMEDY);
    }

    private String uncompressed() {
        return compressed ? " uncompressed" : "";
    }

    private static DataException damaged(Path path, ZipException reason) {
        return new DataException(path, "its gzip compression is damaged: " + reason.getMessage() + REMEDY, reason);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}

package io.github.panagrad.table.parquet;

import com.github.luben.zstd.Zstd;
import dev.hardwood.metadata.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** Unpacks pages. */
final class PageCodec {
    private PageCodec() {}

    /** Returns whether pages of a compression can be unpacked here. */
    static boolean canUnpack(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, ZSTD, GZIP -> true;
            case LZ4, LZ4_RAW, BROTLI, LZO -> false;
        };
    }

    /**
     * Returns an array for a page and what must follow it.
     *
     * @param array one that is returned if it is long enough
     */
    static byte[] room(byte[] array, int bytes) {
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 2 * RunDecoder.PADDING) {
            throw new DamagedPageException("a page is said to have " + bytes + " bytes");
        }
        return array.length >= bytes + RunDecoder.PADDING ? array : new byte[bytes + RunDecoder.PADDING];
    }

    /**
     * Unpacks a page, or the part of it that is compressed.
     *
     * @param compressed the part, in the mapped file; read
     * @param into receives {@code size} bytes from {@code at}
     */
    static void unpack(
            CompressionCodec codec, ByteBuffer compressed, byte[] into, int at, int size, PageArrays arrays) {
        if (codec == CompressionCodec.UNCOMPRESSED) {
            requireSize(size, compressed.remaining());
            compressed.get(into, at, size);
            return;
        }
        int length = compressed.remaining();
        arrays.compressed = room(arrays.compressed, length);
        byte[] packed = arrays.compressed;
        compressed.get(packed, 0, length);
        try {
            switch (codec) {
                case SNAPPY -> SnappyPages.unpack(packed, length, into, at, size);
                case ZSTD -> requireSize(size, Zstd.decompressByteArray(into, at, size, packed, 0, length));
                case GZIP -> {
                    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed, 0, length))) {
                        requireSize(size, stream.readNBytes(into, at, size) + Math.min(1, stream.read() + 1));
                    }
                }
                default -> throw new IllegalArgumentException(codec + " is not unpacked here");
            }
        } catch (IOException e) {
            throw new DamagedPageException("a page cannot be unpacked: " + e.getMessage());
        }
    }

    private static void requireSize(int expected, long found) {
        if (found != expected) {
            throw new DamagedPageException("a page is said to have " + expected + " bytes, but "
                    + (found < 0 ? "cannot be unpacked" : "has " + found));
        }
    }

    /** Apart, so that other files can be read without the library. */
    private static final class SnappyPages {
        private SnappyPages() {}

        static void unpack(byte[] packed, int length, byte[] into, int at, int size) throws IOException {
            try {
                // The library does not look at the room that there is.
                requireSize(size, Snappy.uncompressedLength(packed, 0, length));
                Snappy.uncompress(packed, 0, length, into, at);
            } catch (SnappyError e) {
                // As Zstandard does where its machine code cannot be loaded.
                UnsatisfiedLinkError failure = new UnsatisfiedLinkError(e.getMessage());
                failure.addSuppressed(e);
                throw failure;
            }
        }
    }
}

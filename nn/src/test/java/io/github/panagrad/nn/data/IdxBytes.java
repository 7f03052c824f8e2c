package io.github.panagrad.nn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Assembles IDX files byte by byte, independently of the code under test. */
final class IdxBytes {
    private IdxBytes() {}

    /** Returns a header of unsigned bytes with these dimensions. */
    static byte[] header(int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) dimensions.length);
        for (int dimension : dimensions) {
            bytes.putInt(dimension);
        }
        return bytes.array();
    }

    /** Returns the concatenation of two arrays. */
    static byte[] join(byte[] first, byte... second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** Returns bytes that differ from their neighbours and take every value. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 151 + i / 256);
        }
        return bytes;
    }

    /** Returns a file of images. */
    static byte[] images(int count, int height, int width) {
        return join(header(count, height, width), pattern(count * height * width));
    }

    /** Returns a file of labels. */
    static byte[] labels(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return join(header(labels.length), bytes);
    }

    /** Returns the bytes compressed. */
    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}

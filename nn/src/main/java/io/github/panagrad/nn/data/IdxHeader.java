package io.github.panagrad.nn.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The header of an IDX file: two zero bytes, the element type, the number of dimensions, and each dimension as a
 * big-endian unsigned 32-bit number (LeCun, Cortes and Burges, "The MNIST database").
 *
 * @param count the first dimension, the number of samples; at least 1
 * @param columns the product of the other dimensions, or 1 if there are no others; at least 1
 * @param dimensions the number of dimensions
 */
record IdxHeader(int count, int columns, int dimensions) {
    private static final int MAGIC_BYTES = 4;
    private static final int UNSIGNED_BYTE = 0x08;

    /** Returns the size of the header in bytes. */
    int bytes() {
        return MAGIC_BYTES + dimensions * Integer.BYTES;
    }

    /** Returns the size of the elements after the header in bytes. */
    long elementBytes() {
        return (long) count * columns;
    }

    /**
     * Reads a header and checks it.
     *
     * @param file for messages
     * @param in positioned at the beginning of the file; read up to the elements
     * @throws DataException if it is not the header of such a file
     * @throws EOFException if the file ends within the header
     */
    static IdxHeader read(Path file, InputStream in, IdxKind kind) throws IOException {
        byte[] magic = readExactly(in, MAGIC_BYTES);
        if (magic[0] != 0 || magic[1] != 0) {
            throw DataException.atByte(
                    file,
                    0,
                    "this is not an IDX file: expected " + hex(0, 0, UNSIGNED_BYTE) + ", found "
                            + hex(magic[0], magic[1], magic[2])
                            + "; name a file in the format of MNIST, plain or compressed with gzip");
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw DataException.atByte(
                    file,
                    2,
                    "expected elements of type " + hex(UNSIGNED_BYTE) + " (unsigned byte), found "
                            + typeName(Byte.toUnsignedInt(magic[2])) + "; convert the file to unsigned bytes");
        }
        int dimensions = Byte.toUnsignedInt(magic[3]);
        if (!kind.accepts(dimensions)) {
            throw DataException.atByte(
                    file,
                    3,
                    kind.plural() + " need " + kind.dimensions() + " dimensions, found " + dimensions
                            + "; is this the file of " + kind.plural() + "?");
        }
        ByteBuffer words = ByteBuffer.wrap(readExactly(in, dimensions * Integer.BYTES));
        List<Long> shape = new ArrayList<>();
        for (int d = 0; d < dimensions; d++) {
            shape.add(Integer.toUnsignedLong(words.getInt()));
        }
        return of(file, shape, kind);
    }

    private static IdxHeader of(Path file, List<Long> shape, IdxKind kind) {
        if (shape.contains(0L)) {
            throw DataException.atByte(
                    file,
                    MAGIC_BYTES,
                    "it holds no " + kind.plural() + ": its dimensions are " + text(shape)
                            + "; every one must be at least 1");
        }
        long columns = 1;
        for (long dimension : shape.subList(1, shape.size())) {
            // Neither factor is above 2^32, so the product cannot overflow before it is checked.
            columns *= dimension;
            requireInt(file, shape, columns);
        }
        requireInt(file, shape, shape.getFirst());
        return new IdxHeader(shape.getFirst().intValue(), (int) columns, shape.size());
    }

    private static void requireInt(Path file, List<Long> shape, long number) {
        if (number > Integer.MAX_VALUE) {
            throw DataException.atByte(
                    file,
                    MAGIC_BYTES,
                    "its dimensions, " + text(shape) + ", are too large: there may be at most " + Integer.MAX_VALUE
                            + " samples of at most " + Integer.MAX_VALUE + " elements");
        }
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String text(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static String typeName(int type) {
        String name = switch (type) {
            case 0x09 -> "signed byte";
            case 0x0B -> "short";
            case 0x0C -> "int";
            case 0x0D -> "float";
            case 0x0E -> "double";
            default -> "unknown";
        };
        return hex(type) + " (" + name + ")";
    }

    private static String hex(int... bytes) {
        StringBuilder text = new StringBuilder();
        for (int b : bytes) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(HexFormat.of().withUpperCase().toHexDigits((byte) b));
        }
        return text.toString();
    }
}

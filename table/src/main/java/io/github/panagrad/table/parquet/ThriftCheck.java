package io.github.panagrad.table.parquet;

import static io.github.panagrad.table.parquet.ThriftShape.BINARY;
import static io.github.panagrad.table.parquet.ThriftShape.I32;
import static io.github.panagrad.table.parquet.ThriftShape.I64;
import static io.github.panagrad.table.parquet.ThriftShape.LIST;
import static io.github.panagrad.table.parquet.ThriftShape.STRUCT;

import io.github.panagrad.table.TableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Goes through a structure in Thrift's compact encoding before the library does, and refuses what would keep it busy: it
 * counts the elements of a list up to any size that the file claims, and takes truth values for elements without bytes, so that a
 * few bytes can claim 2³¹ of them, and a few thousand bytes can do so for hours.
 */
final class ThriftCheck {
    private static final byte TRUE = 1;

    /** What stands among a structure's numbers for a field that is false. */
    static final byte FALSE = 2;

    private static final byte I8 = 3;
    private static final byte I16 = 4;
    private static final byte DOUBLE = 7;
    private static final byte SET = 10;
    private static final byte MAP = 11;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_BYTES = 10;
    private static final int NUMBERS = 8;

    private final Path file;
    private final String what;
    private final ByteBuffer bytes;
    private final Sink sink;

    private ThriftCheck(Path file, String what, ByteBuffer bytes, Sink sink) {
        this.file = file;
        this.what = what;
        this.bytes = bytes;
        this.sink = sink;
    }

    /** Receives the numbers of structures. */
    @FunctionalInterface
    interface Sink {
        /**
         * Receives the numbers of a structure that ended.
         *
         * @param shape which structure
         * @param numbers the numbers by their field's id; 0 where there is none, 1 or {@link #FALSE} where it is a truth value
         */
        void take(ThriftShape shape, long[] numbers);
    }

    /**
     * Checks the structure at the beginning of a buffer.
     *
     * @param what it is, for the message
     * @return how many bytes it has
     * @throws TableException if it is not sound
     */
    static int run(Path file, String what, ByteBuffer bytes, ThriftShape shape, Sink sink) {
        ThriftCheck check = new ThriftCheck(file, what, bytes.slice(), sink);
        try {
            check.structure(shape, 0);
        } catch (BufferUnderflowException _) {
            throw check.damaged("ends too early");
        }
        return check.bytes.position();
    }

    private TableException damaged(String how) {
        return ParquetFooter.damaged(file, what + " " + how);
    }

    private void structure(ThriftShape shape, int depth) {
        if (depth > MAX_DEPTH) {
            throw damaged("is nested more than " + MAX_DEPTH + " levels deep");
        }
        long[] numbers = shape == ThriftShape.ANY ? new long[0] : new long[NUMBERS];
        int id = 0;
        int fields = 0;
        for (byte header = bytes.get(); header != 0; header = bytes.get()) {
            byte type = (byte) (header & 0xf);
            int delta = (header & 0xf0) >> 4;
            id = (short) (delta == 0 ? signed(number()) : id + delta);
            byte expected = shape.type(id);
            if (expected != 0 && type != expected) {
                throw damaged("has a field " + id + " of type " + type + " instead of " + expected);
            }
            field(type, shape, id, numbers, depth);
            fields++;
        }
        if (shape.isSingle() && fields != 1) {
            throw damaged("has " + fields + " fields where there must be one");
        }
        sink.take(shape, numbers);
    }

    private void field(byte type, ThriftShape shape, int id, long[] numbers, int depth) {
        boolean isTruth = type == TRUE || type == FALSE;
        if (isTruth || type == I32 || type == I64) {
            // A field's truth value is its type; an element's is not, for the library.
            long value = isTruth ? type : signed(number());
            if (id >= 0 && id < numbers.length) {
                numbers[id] = value;
            }
        } else {
            value(type, shape, id, depth);
        }
    }

    /** Skips a value that is not a field's truth value, and checks it if it is a structure or a list. */
    private void value(byte type, ThriftShape shape, int id, int depth) {
        switch (type) {
            case I8 -> bytes.get();
            case I16, I32, I64 -> number();
            case DOUBLE -> bytes.getDouble();
            case BINARY -> skip(number());
            case LIST, SET -> list(shape, id, depth);
            case MAP -> {
                if (number() != 0) {
                    throw damaged("has a map, which Parquet's metadata has not");
                }
            }
            case STRUCT -> structure(shape.inner(id), depth + 1);
            default -> throw damaged("has a value of the unknown type " + type);
        }
    }

    private void list(ThriftShape shape, int id, int depth) {
        if (depth > MAX_DEPTH) {
            throw damaged("is nested more than " + MAX_DEPTH + " levels deep");
        }
        byte header = bytes.get();
        byte type = (byte) (header & 0xf);
        long size = (header & 0xf0) >> 4;
        size = size == 0xf ? number() : size;
        if (size < 0 || size > bytes.remaining()) {
            throw damaged("has a list of " + size + " elements in " + bytes.remaining() + " bytes");
        }
        if (size == 0) {
            return;
        }
        if (type == TRUE || type == FALSE) {
            throw damaged("has a list of truth values where Parquet has none");
        }
        byte expected = shape.elementType(id);
        if (expected != 0 && type != expected) {
            throw damaged("has a list " + id + " of type " + type + " instead of " + expected);
        }
        for (long i = 0; i < size; i++) {
            value(type, shape, id, depth + 1);
        }
    }

    private void skip(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw damaged("has a text of " + count + " bytes in " + bytes.remaining() + " bytes");
        }
        bytes.position(bytes.position() + (int) count);
    }

    private long number() {
        long value = 0;
        for (int i = 0; i < MAX_NUMBER_BYTES; i++) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("has a number of more than " + MAX_NUMBER_BYTES + " bytes");
    }

    private static long signed(long zigzag) {
        return zigzag >>> 1 ^ -(zigzag & 1);
    }
}

package io.github.panagrad.onnx.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), whose fields are added one after the
 * other. Not thread-safe.
 */
final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private static final int TYPE_BITS = 3;
    private static final int GROUP_BITS = 7;
    private static final int GROUP = (1 << GROUP_BITS) - 1;
    private static final int CONTINUED = 1 << GROUP_BITS;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a whole number. */
    Message number(int field, long value) {
        varint(tag(field, VARINT));
        varint(value);
        return this;
    }

    /** Adds a float. */
    Message real(int field, float value) {
        varint(tag(field, FIXED_32));
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes.write(bits >>> shift);
        }
        return this;
    }

    /** Adds a text in UTF-8. */
    Message text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes. */
    Message bytes(int field, byte[] value) {
        begin(field, value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** Adds a message. */
    Message message(int field, Message value) {
        return bytes(field, value.toByteArray());
    }

    /** Adds the beginning of a field whose bytes, as many as said, follow this message. */
    Message begin(int field, long length) {
        varint(tag(field, LENGTH_DELIMITED));
        varint(length);
        return this;
    }

    /** Returns how many bytes there are. */
    long size() {
        return bytes.size();
    }

    /** Returns the bytes. */
    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private static long tag(int field, int type) {
        return (long) field << TYPE_BITS | type;
    }

    /** The lowest seven bits first; the eighth says whether more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~(long) GROUP) != 0) {
            bytes.write((int) (rest & GROUP) | CONTINUED);
            rest >>>= GROUP_BITS;
        }
        bytes.write((int) rest);
    }
}

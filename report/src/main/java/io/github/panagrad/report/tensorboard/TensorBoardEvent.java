package io.github.panagrad.report.tensorboard;

import io.github.panagrad.error.Quoted;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Events as bytes: protocol buffers (tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto) in records
 * (tensorflow/core/lib/io/record_writer.h).
 */
public final class TensorBoardEvent {
    /** The first event of each file: the version of its format. */
    private static final String VERSION = "brain.Event:2";

    // Fields of Event.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    // Fields of SessionLog, Summary and Summary.Value.
    private static final int STATUS = 1;
    private static final int STATUS_START = 1;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private static final int CRC_DELTA = 0xA282EAD8;

    private TensorBoardEvent() {}

    /** Returns the first event of a file. */
    public static byte[] version(double seconds) {
        return new ProtoWriter()
                .real(WALL_TIME, seconds)
                .text(FILE_VERSION, VERSION)
                .bytes();
    }

    /** Returns the event that invalidates everything written about this step and later ones. */
    public static byte[] sessionStart(double seconds, long step) {
        return new ProtoWriter()
                .real(WALL_TIME, seconds)
                .number(STEP, step)
                .message(SESSION_LOG, new ProtoWriter().number(STATUS, STATUS_START))
                .bytes();
    }

    /** Returns the event with the numbers of a step. */
    public static byte[] scalars(double seconds, long step, Map<String, Double> scalars) {
        ProtoWriter summary = new ProtoWriter();
        scalars.forEach((tag, value) -> summary.message(
                VALUE, new ProtoWriter().text(TAG, Quoted.line(tag)).single(SIMPLE_VALUE, value.floatValue())));
        return new ProtoWriter()
                .real(WALL_TIME, seconds)
                .number(STEP, step)
                .message(SUMMARY, summary)
                .bytes();
    }

    /** Returns an event as a record: its length, a check sum of that, the event and a check sum of it. */
    public static byte[] framed(byte[] event) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + event.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(event.length);
        record.putInt(maskedCrc(record.array(), 0, Long.BYTES));
        record.put(event);
        record.putInt(maskedCrc(event, 0, event.length));
        return record.array();
    }

    /** CRC-32C, rotated and shifted, because check sums of data that has check sums in it are weak. */
    private static int maskedCrc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_DELTA;
    }

    /** The parts of the protocol buffers' wire format that events need. For one thread. */
    private static final class ProtoWriter {
        private static final int VARINT = 0;
        private static final int FIXED_64 = 1;
        private static final int DELIMITED = 2;
        private static final int FIXED_32 = 5;
        private static final int VARINT_BITS = 7;
        private static final int VARINT_MORE = 0x80;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        ProtoWriter real(int field, double value) {
            key(field, FIXED_64);
            out.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
            return this;
        }

        ProtoWriter single(int field, float value) {
            key(field, FIXED_32);
            out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        ProtoWriter number(int field, long value) {
            key(field, VARINT);
            varint(value);
            return this;
        }

        ProtoWriter text(int field, String value) {
            return delimited(field, value.getBytes(StandardCharsets.UTF_8));
        }

        ProtoWriter message(int field, ProtoWriter value) {
            return delimited(field, value.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private ProtoWriter delimited(int field, byte[] value) {
            key(field, DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void key(int field, int type) {
            varint(((long) field << 3) | type);
        }

        private void varint(long value) {
            long rest = value;
            while (Long.compareUnsigned(rest, VARINT_MORE) >= 0) {
                out.write((int) (rest & (VARINT_MORE - 1)) | VARINT_MORE);
                rest >>>= VARINT_BITS;
            }
            out.write((int) rest);
        }
    }
}

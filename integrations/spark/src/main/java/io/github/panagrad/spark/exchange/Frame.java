package io.github.panagrad.spark.exchange;

import io.github.panagrad.nn.exchange.ExchangeException;
import io.github.panagrad.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The header of a piece: {@value #BYTES} bytes, little-endian.
 *
 * <pre>
 *  0  int   magic, "PGXF"
 *  4  byte  kind
 *  5  byte  element type: 0 bytes, 1 float32, 2 float64
 *  6  short 0
 *  8  long  number of the operation, from 0; 1 in a farewell after a failure
 * 16  long  elements of the whole operation
 * 24  long  where the piece begins, in bytes, within what this connection carries of the operation
 * 32  int   bytes of the piece, which follow the header
 * 36  int   CRC-32C of the piece
 * 40  int   CRC-32C of the 40 bytes before
 * </pre>
 *
 * <p>TCP's own checksum misses one damaged packet in 65,536. CRC-32C runs at the speed of memory on today's processors.
 */
final class Frame {
    static final int BYTES = 44;

    /** Numbers of one worker, for the owner of that part of a sum. */
    static final byte CONTRIBUTION = 1;

    /** A part of a sum, from its owner. */
    static final byte RESULT = 2;

    /** One worker's bytes of a gathering. */
    static final byte MESSAGE = 3;

    /** The last frame: why this worker leaves, in UTF-8. */
    static final byte FAREWELL = 4;

    static final int MOST_FAREWELL_BYTES = 500;

    private static final int MAGIC = 0x46584750;
    private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

    private final CRC32C crc = new CRC32C();

    byte kind;
    byte type;
    long operation;
    long count;
    long offset;
    int length;
    int checksum;

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte type(DType dtype) {
        return (byte) (dtype == DType.F32 ? 1 : 2);
    }

    /** Writes the header; the buffer is then ready to be sent. */
    void write(ByteBuffer header) {
        header.clear();
        header.putInt(MAGIC)
                .put(kind)
                .put(type)
                .putShort((short) 0)
                .putLong(operation)
                .putLong(count)
                .putLong(offset)
                .putInt(length)
                .putInt(checksum);
        header.putInt(checksum(header)).flip();
    }

    /**
     * Reads a complete header, and leaves the buffer ready for the next.
     *
     * @throws ExchangeException if it is none; the message goes on from a worker's name
     */
    void read(ByteBuffer header, String sender) {
        int found = header.getInt(CHECKED_BYTES);
        boolean isHeader = header.getInt(0) == MAGIC && checksum(header.position(CHECKED_BYTES)) == found;
        header.clear();
        if (!isHeader) {
            throw new ExchangeException(
                    sender
                            + " sent bytes that are no frame of this exchange: its connection is damaged, or it runs another version of Panagrad");
        }
        kind = header.get(4);
        type = header.get(5);
        operation = header.getLong(8);
        count = header.getLong(16);
        offset = header.getLong(24);
        length = header.getInt(32);
        checksum = header.getInt(36);
    }

    /** Returns the checksum of the bytes before the position, where it stays. */
    private int checksum(ByteBuffer header) {
        crc.reset();
        crc.update(header.flip());
        header.limit(BYTES);
        return (int) crc.getValue();
    }

    /** Describes an operation for a message. */
    static String describe(byte kind, byte type, long operation, long count) {
        return "operation " + operation + ", "
                + switch (kind) {
                    case CONTRIBUTION ->
                        "a sum of " + count + " numbers of " + (type == 1 ? "float32" : type == 2 ? "float64" : "?");
                    case MESSAGE -> "a gathering of " + count + " bytes";
                    case RESULT ->
                        "the result of a sum of " + count + " numbers of "
                                + (type == 1 ? "float32" : type == 2 ? "float64" : "?");
                    default -> "a frame of kind " + kind;
                };
    }

    @Override
    public String toString() {
        return describe(kind, type, operation, count);
    }
}

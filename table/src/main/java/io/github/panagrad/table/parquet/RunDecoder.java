package io.github.panagrad.table.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes small numbers in Parquet's RLE and bit-packing hybrid: runs of one number and runs of packed numbers in turn. Used by
 * one thread.
 */
final class RunDecoder {
    /** How many bytes must follow the encoded ones in their array, because they are taken eight at a time. */
    static final int PADDING = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_WIDTH = 32;
    private static final int MAX_LENGTH_BITS = 35;

    private byte[] bytes = {};
    private int at;
    private int end;
    private int width;
    private long mask;

    private int left;
    private boolean isPacked;
    private int value;
    private int packedEnd;

    /** The next packed number, in bits after {@link #at}. */
    private long bit;

    /**
     * Begins with other runs.
     *
     * @param from where they begin
     * @param to where they end, with {@link #PADDING} in the array after it
     * @param bits of each number
     */
    void begin(byte[] runs, int from, int to, int bits) {
        if (bits < 0 || bits > MAX_WIDTH || from > to) {
            throw new DamagedPageException("numbers have " + bits + " bits");
        }
        bytes = runs;
        at = from;
        end = to;
        width = bits;
        mask = (1L << bits) - 1;
        left = 0;
        isPacked = false;
        bit = 0;
    }

    /** Returns a number of 32 bits, the least significant byte first. */
    static int little(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /** Passes numbers if all of them are one certain number; otherwise nothing happens. */
    boolean skip(int count, int number) {
        if (left == 0) {
            nextRun();
        }
        if (isPacked || value != number || left < count) {
            return false;
        }
        left -= count;
        return true;
    }

    /** Decodes the next numbers to the beginning of an array. */
    void read(int[] into, int count) {
        for (int done = 0; done < count; ) {
            if (left == 0) {
                nextRun();
            }
            int part = Math.min(left, count - done);
            if (isPacked) {
                unpack(into, done, part);
            } else {
                Arrays.fill(into, done, done + part, value);
            }
            done += part;
            left -= part;
        }
    }

    private void nextRun() {
        at = isPacked ? packedEnd : at;
        isPacked = false;
        bit = 0;
        if (width == 0) {
            left = Integer.MAX_VALUE;
            value = 0;
            return;
        }
        long header = header();
        isPacked = (header & 1) == 1;
        long length = header >>> 1;
        if (isPacked) {
            // The last run may be cut short. Eight numbers have as many bytes as one has bits.
            packedEnd = (int) Math.min(end, at + length * width);
            left = (int) Math.min(length * Byte.SIZE, (packedEnd - at) * (long) Byte.SIZE / width);
        } else {
            int size = (width + Byte.SIZE - 1) / Byte.SIZE;
            if (size > end - at) {
                throw new DamagedPageException("a run has no value");
            }
            value = (int) ((long) LONGS.get(bytes, at) & mask);
            at += size;
            left = (int) Math.min(length, Integer.MAX_VALUE);
        }
    }

    private long header() {
        long header = 0;
        for (int shift = 0; shift < MAX_LENGTH_BITS; shift += 7) {
            if (at >= end) {
                throw new DamagedPageException("runs end too early");
            }
            byte next = bytes[at++];
            header |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return header;
            }
        }
        throw new DamagedPageException("a run is too long");
    }

    private void unpack(int[] into, int from, int count) {
        int i = from;
        int stop = from + count;
        if (width <= Byte.SIZE && bit % Byte.SIZE == 0) {
            int next = at + (int) (bit / Byte.SIZE);
            for (; i <= stop - Byte.SIZE; i += Byte.SIZE) {
                long packed = (long) LONGS.get(bytes, next);
                for (int k = 0; k < Byte.SIZE; k++) {
                    into[i + k] = (int) ((packed >>> (k * width)) & mask);
                }
                next += width;
            }
            bit = (long) (next - at) * Byte.SIZE;
        }
        long first = bit - (long) i * width;
        for (; i < stop; i++) {
            long position = first + (long) i * width;
            long packed = (long) LONGS.get(bytes, at + (int) (position >>> 3));
            into[i] = (int) ((packed >>> (position & 7)) & mask);
        }
        bit = first + (long) stop * width;
    }
}

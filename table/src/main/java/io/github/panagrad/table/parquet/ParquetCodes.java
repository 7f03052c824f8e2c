package io.github.panagrad.table.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The codes of texts by their bytes, so that a text that comes again is neither decoded nor stripped where the page has no dictionary,
 * or another one has the text too. Only the first texts are kept. Used by one thread.
 */
final class ParquetCodes {
    /** Returned for a text that is not known. */
    static final int UNKNOWN = Integer.MIN_VALUE;

    private static final int MAX_TEXTS = 1 << 14;
    private static final int MAX_BYTES = 1 << 20;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private byte[] pool = new byte[256];
    private int[] starts = new int[17];
    private int[] codes = new int[16];
    private int[] slots = new int[64];
    private int texts;

    /** Returns the code that was given to a text, or {@link #UNKNOWN}. */
    int find(byte[] bytes, int from, int to) {
        int mask = slots.length - 1;
        for (int slot = hash(bytes, from, to) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int id = slots[slot] - 1;
            if (starts[id + 1] - starts[id] == to - from && isSame(starts[id], bytes, from, to)) {
                return codes[id];
            }
        }
        return UNKNOWN;
    }

    /** Most texts are short, for which {@link Arrays#equals} takes longer. */
    private boolean isSame(int start, byte[] bytes, int from, int to) {
        int known = start;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            if ((long) LONGS.get(bytes, i) != (long) LONGS.get(pool, known)) {
                return false;
            }
            known += Long.BYTES;
        }
        for (; i < to; i++) {
            if (bytes[i] != pool[known++]) {
                return false;
            }
        }
        return true;
    }

    /** Gives a code to a text that is not known. */
    void add(byte[] bytes, int from, int to, int code) {
        int length = to - from;
        int used = starts[texts];
        if (texts == MAX_TEXTS || length > MAX_BYTES - used) {
            return;
        }
        if (used + length > pool.length) {
            pool = Arrays.copyOf(pool, Math.max(used + length, 2 * pool.length));
        }
        System.arraycopy(bytes, from, pool, used, length);
        if (texts == codes.length) {
            codes = Arrays.copyOf(codes, 2 * texts);
            starts = Arrays.copyOf(starts, 2 * texts + 1);
        }
        codes[texts] = code;
        texts++;
        starts[texts] = used + length;
        if (4 * texts > slots.length) {
            slots = new int[4 * slots.length];
            for (int id = 0; id < texts; id++) {
                put(id);
            }
        } else {
            put(texts - 1);
        }
    }

    private void put(int id) {
        int mask = slots.length - 1;
        int slot = hash(pool, starts[id], starts[id + 1]) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = id + 1;
    }

    private static int hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            hash = mixed(hash, (long) LONGS.get(bytes, i));
        }
        long rest = 0;
        for (; i < to; i++) {
            rest = (rest << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return (int) mixed(hash, rest);
    }

    private static long mixed(long hash, long value) {
        long product = (hash ^ value) * FACTOR;
        return product ^ (product >>> 32);
    }
}

package io.github.panagrad.spark.estimator;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The different texts that rows had, numbered by their bytes, each with a code: a hash table with open addressing, in which a text is words
 * of eight bytes. For use by one thread.
 */
final class ByteCodes {
    private static final int FIRST_TEXTS = 32;
    private static final int FIRST_WORDS = 256;
    private static final int EMPTY = -1;

    /** Nobody knows them who would choose texts that collide. */
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private static final long FACTOR = ThreadLocalRandom.current().nextLong() | 1;

    /** By slot: the number of a text, or {@link #EMPTY}. There are more than twice as many slots as texts. */
    private int[] slots = emptySlots(FIRST_TEXTS);

    /** By number of a text: its hash, where its words begin, and its code. */
    private long[] hashes = new long[FIRST_TEXTS];

    private int[] starts = new int[FIRST_TEXTS];
    private int[] codes = new int[FIRST_TEXTS];
    private int size;

    /** Of each text the number of bytes, and then its words. */
    private long[] words = new long[FIRST_WORDS];

    private int end;

    private static int[] emptySlots(int texts) {
        int[] slots = new int[4 * texts];
        Arrays.fill(slots, EMPTY);
        return slots;
    }

    int size() {
        return size;
    }

    /**
     * Returns the number of a text, or a negative number if it is not there.
     *
     * @param base with {@code from} the place of its bytes, as Spark's {@link Platform} has it
     */
    int find(@Nullable Object base, long from, int bytes) {
        long hash = hash(base, from, bytes);
        for (int slot = slot(hash); slots[slot] != EMPTY; slot = next(slot)) {
            int text = slots[slot];
            if (hashes[text] == hash && isSame(starts[text], base, from, bytes)) {
                return text;
            }
        }
        return -1;
    }

    /** Returns the code of a text by its number. */
    int code(int text) {
        return codes[text];
    }

    /** Adds a text that is not there, and returns its code. */
    int put(UTF8String text, int code) {
        if (size == hashes.length) {
            grow();
        }
        Object base = text.getBaseObject();
        long from = text.getBaseOffset();
        int bytes = text.numBytes();
        int count = wordCount(bytes);
        if (words.length - end <= count) {
            words = Arrays.copyOf(words, Math.max(2 * words.length, Math.addExact(end, count + 1)));
        }
        hashes[size] = hash(base, from, bytes);
        starts[size] = end;
        codes[size] = code;
        slots[freeSlot(hashes[size])] = size;
        words[end++] = bytes;
        for (int w = 0; w < count; w++) {
            words[end++] = word(base, from, bytes, w);
        }
        size++;
        return code;
    }

    private void grow() {
        int most = 2 * size;
        hashes = Arrays.copyOf(hashes, most);
        starts = Arrays.copyOf(starts, most);
        codes = Arrays.copyOf(codes, most);
        slots = emptySlots(most);
        for (int text = 0; text < size; text++) {
            slots[freeSlot(hashes[text])] = text;
        }
    }

    private int freeSlot(long hash) {
        int slot = slot(hash);
        while (slots[slot] != EMPTY) {
            slot = next(slot);
        }
        return slot;
    }

    private int slot(long hash) {
        return (int) hash & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private boolean isSame(int start, @Nullable Object base, long from, int bytes) {
        if (words[start] != bytes) {
            return false;
        }
        int count = wordCount(bytes);
        for (int w = 0; w < count; w++) {
            if (words[start + 1 + w] != word(base, from, bytes, w)) {
                return false;
            }
        }
        return true;
    }

    private static long hash(@Nullable Object base, long from, int bytes) {
        long hash = SEED ^ bytes;
        int count = wordCount(bytes);
        for (int w = 0; w < count; w++) {
            long mixed = (hash ^ word(base, from, bytes, w)) * FACTOR;
            hash = mixed ^ (mixed >>> Integer.SIZE);
        }
        return hash;
    }

    private static int wordCount(int bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES;
    }

    /** Returns eight bytes. The last ones of a longer text are its last eight, of which some are in the word before, too. */
    private static long word(@Nullable Object base, long from, int bytes, int word) {
        if (bytes >= Long.BYTES) {
            return Platform.getLong(base, from + Math.min(Long.BYTES * word, bytes - Long.BYTES));
        }
        if (bytes >= Integer.BYTES) {
            return ((long) Platform.getInt(base, from) << Integer.SIZE)
                    ^ Platform.getInt(base, from + bytes - Integer.BYTES);
        }
        long found = 0;
        for (int b = 0; b < bytes; b++) {
            found = (found << Byte.SIZE) | (Platform.getByte(base, from + b) & 0xFF);
        }
        return found;
    }
}

package io.github.panagrad.table.store;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.table.TableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct texts of a column, numbered in the order of their first appearance: a hash table of characters that
 * allocates nothing for a known text. Used by one thread.
 */
public final class CategoryIndex {
    /** More distinct texts than this are an error: the column is an identifier or free text. */
    public static final int MAX_CATEGORIES = 1_000_000;

    /** The code of a missing value. */
    public static final int MISSING = -1;

    private static final int MAX_CHARACTERS = 1 << 26;

    private final String column;
    private final CellReader cells;
    private char[] pool = new char[256];
    private int[] starts = new int[17];
    private int[] hashes = new int[16];
    private int[] codes = new int[16];
    private int[] slots = new int[64];
    private int texts;
    private int categories;

    /**
     * Makes an empty index.
     *
     * @param column the column's name, for messages
     */
    public CategoryIndex(String column, CellReader cells) {
        this.column = column;
        this.cells = cells;
    }

    /**
     * Returns the code of a text, its ends stripped, or -1 if it marks a missing value. A new text gets the next
     * code.
     *
     * @param text characters, of which those from {@code from} to before {@code to} count; read
     * @throws TableException if there are too many distinct texts
     */
    public int code(char[] text, int from, int to) {
        int start = cells.start(text, from, to);
        int end = cells.end(text, start, to);
        int hash = hash(text, start, end);
        int mask = slots.length - 1;
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            int id = slots[slot] - 1;
            if (id < 0) {
                return add(text, start, end, hash, slot);
            }
            if (hashes[id] == hash && Arrays.equals(pool, starts[id], starts[id + 1], text, start, end)) {
                return codes[id];
            }
        }
    }

    /** Returns the distinct texts, by code. */
    public List<String> texts() {
        List<String> result = new ArrayList<>(categories);
        for (int id = 0; id < texts; id++) {
            if (codes[id] != MISSING) {
                result.add(new String(pool, starts[id], starts[id + 1] - starts[id]));
            }
        }
        return List.copyOf(result);
    }

    private static int hash(char[] text, int from, int to) {
        long hash = (long) to - from;
        int i = from;
        for (; i <= to - Long.BYTES / Character.BYTES; i += Long.BYTES / Character.BYTES) {
            hash = mixed(
                    hash,
                    text[i] | ((long) text[i + 1] << 16) | ((long) text[i + 2] << 32) | ((long) text[i + 3] << 48));
        }
        long rest = 0;
        for (; i < to; i++) {
            rest = (rest << Character.SIZE) | text[i];
        }
        return (int) mixed(hash, rest);
    }

    private static long mixed(long hash, long value) {
        long product = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return product ^ (product >>> 32);
    }

    private int add(char[] text, int from, int to, int hash, int slot) {
        int length = to - from;
        int used = starts[texts];
        boolean isMissing = cells.isMissing(text, from, to);
        if ((!isMissing && categories == MAX_CATEGORIES) || used > MAX_CHARACTERS - length) {
            throw new TableException("column " + Quoted.of(column) + " has more than "
                    + (categories == MAX_CATEGORIES ? MAX_CATEGORIES : categories)
                    + " different texts, such as " + Quoted.of(new String(text, from, length))
                    + ", too many for categories; leave the column out, or group its values");
        }
        pool = used + length > pool.length ? Arrays.copyOf(pool, Math.max(used + length, 2 * pool.length)) : pool;
        System.arraycopy(text, from, pool, used, length);
        if (texts == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * texts);
            codes = Arrays.copyOf(codes, 2 * texts);
            starts = Arrays.copyOf(starts, 2 * texts + 1);
        }
        hashes[texts] = hash;
        codes[texts] = isMissing ? MISSING : categories++;
        starts[texts + 1] = used + length;
        slots[slot] = ++texts;
        if (4 * texts > slots.length) {
            grow();
        }
        return codes[texts - 1];
    }

    private void grow() {
        slots = new int[4 * slots.length];
        int mask = slots.length - 1;
        for (int id = 0; id < texts; id++) {
            int slot = hashes[id] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }
}

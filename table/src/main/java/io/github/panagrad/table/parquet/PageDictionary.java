package io.github.panagrad.table.parquet;

import dev.hardwood.schema.ColumnSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The distinct values of a column in one row group. Used again for the next one, by one thread. */
final class PageDictionary {
    private static final BinaryDictionary NONE = new BinaryDictionary(new byte[0], new int[0], new int[0]);

    private final ColumnSchema leaf;
    private boolean isThere;
    private int size;
    private int[] ints = {};
    private long[] longs = {};
    private float[] floats = {};
    private double[] doubles = {};
    private BinaryDictionary binaries = NONE;

    PageDictionary(ColumnSchema leaf) {
        this.leaf = leaf;
    }

    /** Forgets the values. */
    void clear() {
        isThere = false;
        size = 0;
        binaries = NONE;
    }

    /** Requires that values were taken. */
    void require() {
        if (!isThere) {
            throw new DamagedPageException("it has no dictionary");
        }
    }

    /**
     * Takes plain values.
     *
     * @param bytes where they are from the beginning on; kept
     * @param length of those bytes
     * @param count of values, as the file claims
     */
    void take(byte[] bytes, int length, int count) {
        if (count < 0) {
            throw new DamagedPageException("a dictionary has " + count + " values");
        }
        ByteBuffer plain = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        isThere = true;
        size = count;
        switch (leaf.type()) {
            case BOOLEAN -> throw new DamagedPageException("truth values have a dictionary");
            case INT32 -> {
                require(plain, count, Integer.BYTES);
                ints = new int[count];
                plain.asIntBuffer().get(ints);
            }
            case INT64 -> {
                require(plain, count, Long.BYTES);
                longs = new long[count];
                plain.asLongBuffer().get(longs);
            }
            case FLOAT -> {
                require(plain, count, Float.BYTES);
                floats = new float[count];
                plain.asFloatBuffer().get(floats);
            }
            case DOUBLE -> {
                require(plain, count, Double.BYTES);
                doubles = new double[count];
                plain.asDoubleBuffer().get(doubles);
            }
            case BYTE_ARRAY -> {
                require(plain, count, Integer.BYTES);
                int[] starts = new int[count];
                int[] ends = new int[count];
                PageValues.texts(bytes, 0, length, count, starts, ends);
                binaries = new BinaryDictionary(bytes, starts, ends);
            }
            case FIXED_LEN_BYTE_ARRAY, INT96 -> {
                int width = PageValues.width(leaf);
                require(plain, count, Math.max(1, width));
                int[] starts = new int[count];
                int[] ends = new int[count];
                PageValues.fixed(0, width, count, starts, ends);
                binaries = new BinaryDictionary(bytes, starts, ends);
            }
        }
    }

    private static void require(ByteBuffer plain, int count, int width) {
        if (plain.remaining() < (long) count * width) {
            throw new DamagedPageException("a dictionary of " + count + " values has " + plain.remaining() + " bytes");
        }
    }

    /** Puts the values of indices to the beginning of the array of the column's type; texts stay in the dictionary. */
    void look(PageArrays arrays, int count) {
        int[] indices = arrays.indices;
        requireKnown(indices, count);
        switch (leaf.type()) {
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    arrays.ints[i] = ints[indices[i]];
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    arrays.longs[i] = longs[indices[i]];
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    arrays.floats[i] = floats[indices[i]];
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    arrays.doubles[i] = doubles[indices[i]];
                }
            }
            case BOOLEAN, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96 -> {}
        }
    }

    private void requireKnown(int[] indices, int count) {
        int greatest = -1;
        int bits = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, indices[i]);
            bits |= indices[i];
        }
        if (bits < 0 || greatest >= size) {
            throw new DamagedPageException("a value is not in its dictionary of " + size);
        }
    }

    /** Returns the values that are bytes. */
    BinaryDictionary binaries() {
        return binaries;
    }
}

package io.github.panagrad.spark.estimator;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/** Copies of the rows of a block, one after the other in an array. For use by one thread. */
final class GivenRows {
    /** A block whose rows take more ends early. */
    private static final int MOST_BYTES = 1 << 24;

    private static final int FIRST_BYTES = 1 << 16;

    private final UnsafeRow row;
    private final int[] starts;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /**
     * Begins without rows.
     *
     * @param fields of a row
     * @param most the most rows
     */
    GivenRows(int fields, int most) {
        row = new UnsafeRow(fields);
        starts = new int[most + 1];
    }

    void clear() {
        size = 0;
    }

    boolean isFull() {
        return size == starts.length - 1 || starts[size] > MOST_BYTES;
    }

    /** Adds a copy of a row. */
    void add(UnsafeRow given) {
        int from = starts[size];
        int to = Math.addExact(from, given.getSizeInBytes());
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, to, Integer.MAX_VALUE - 8));
        }
        given.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + from);
        size++;
        starts[size] = to;
    }

    /** Returns a row; it is overwritten by the next call. */
    UnsafeRow get(int index) {
        row.pointTo(bytes, (long) Platform.BYTE_ARRAY_OFFSET + starts[index], starts[index + 1] - starts[index]);
        return row;
    }
}

package io.github.panagrad.tensor.kernel.vector;

import io.github.panagrad.tensor.Rows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Brings scattered rows into the cache before they are converted: one load per cache line, many rows at a time, so that
 * the processor waits for many lines of memory at once. Conversion alone makes it wait for one row after the other.
 */
final class Touch {
    /** Bytes that are touched together: half of a first-level cache, so that they are still there when they are converted. */
    private static final int TOGETHER = 24 << 10;

    private static final int LINE = 64;

    /** The processor converts several rows this short at a time anyway. */
    private static final int NARROW = 4 * LINE;

    private Touch() {}

    /** Returns how many rows are touched together. */
    static int together(Rows source) {
        return Math.max(1, TOGETHER / (source.columns() * source.storage().bytes()));
    }

    static void rows(Rows source, int[] order, int from, int count) {
        MemorySegment in = source.segment();
        OffHeap.require(in);
        int rowBytes = source.columns() * source.storage().bytes();
        if (rowBytes <= NARROW) {
            return;
        }
        int sum = 0;
        for (int r = 0; r < count; r++) {
            long row = source.offset(order[from + r]);
            for (int b = 0; b < rowBytes; b += LINE) {
                sum |= in.get(ValueLayout.JAVA_BYTE, row + b) & 0xFF;
            }
        }
        if (sum < 0) {
            // Never true, but the compiler does not know that, and keeps the loads.
            throw new AssertionError(sum);
        }
    }
}

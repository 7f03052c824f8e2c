package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.tensor.RandomKey;

/** The order of {@link Shuffle.Blocks}: a permutation of blocks, then one of the rows in each window. */
final class BlockOrder {
    /** Larger features are read from main memory or from disk, where what is read together should be stored together. */
    static final long LARGE_BYTES = 1L << 28;

    /** Large enough that reading a block takes longer than seeking to it, even on disk. */
    static final int BLOCK_BYTES = 1 << 17;

    /** The fewest blocks, from all over the table, in a window. */
    static final int WINDOW_BLOCKS = 32;

    /** About a hundred batches of the usual size, so that batches differ from epoch to epoch. */
    static final int WINDOW_ROWS = 1 << 14;

    /** The golden ratio's fraction in 64 bits, the increment of SplitMix64. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private BlockOrder() {}

    /** The rule of {@link Shuffle.Auto}. */
    static Shuffle auto(Dataset data) {
        long rowBytes = (long) data.columns() * data.features().storage().bytes();
        if (rowBytes * data.size() <= LARGE_BYTES) {
            return Shuffle.rows();
        }
        int rows = Math.toIntExact(Math.ceilDiv(BLOCK_BYTES, rowBytes));
        return Shuffle.blocks(rows, Math.max(WINDOW_BLOCKS, Math.ceilDiv(WINDOW_ROWS, rows)));
    }

    static void fill(Dataset data, Shuffle.Blocks shuffle, RandomKey key, int[] order) {
        int[] blocks = new int[Math.ceilDiv(order.length, shuffle.rows())];
        key.permute(blocks);
        int filled = 0;
        for (int first = 0; first < blocks.length; first += shuffle.window()) {
            int begin = filled;
            // Near the largest number of rows the end would overflow an int.
            int end = (int) Math.min(blocks.length, (long) first + shuffle.window());
            for (int b = first; b < end; b++) {
                int row = blocks[b] * shuffle.rows();
                int last = (int) Math.min(order.length, (long) row + shuffle.rows());
                while (row < last) {
                    order[filled++] = data.row(row++);
                }
            }
            permute(order, begin, filled, key.fold(first).bits());
            if (end == blocks.length) {
                return;
            }
        }
    }

    /**
     * A Fisher-Yates shuffle of a range. The random numbers are SplitMix64's (Steele, Lea and Flood, "Fast Splittable
     * Pseudorandom Number Generators", 2014): only the keys of the windows are Threefry's, which would take ten times as long
     * for each row.
     */
    private static void permute(int[] order, int begin, int end, long key) {
        long state = key;
        for (int i = end - 1; i > begin; i--) {
            state += GOLDEN;
            int j = begin + (int) Math.unsignedMultiplyHigh(mix(state), i - begin + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
